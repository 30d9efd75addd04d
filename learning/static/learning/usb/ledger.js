/**
 * The statements of one person in one course: added to, never changed.
 *
 * const ledger = Atoll.ledger(course, person);
 * ledger.append([(common) => Atoll.answered(common, {…})]);
 * Two tabs may write the same ledger, so it is read again before each addition.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  function union(one, other) {
    const known = new Set(one.map((statement) => statement.id));
    return one.concat(other.filter((statement) => !known.has(statement.id)));
  }

  /** Part what can be used from what cannot; the latter is carried along, never dropped. */
  function sift(record) {
    const listed = record && Array.isArray(record.statements);
    const all = listed ? record.statements : [];
    const sound = all.filter((statement) => Atoll.facts(statement) !== null);
    const odd = all.filter((statement) => Atoll.facts(statement) === null);
    const kept = record && Array.isArray(record.odd) ? record.odd : [];
    return { sound, odd: kept.concat(odd, record && !listed ? [record] : []) };
  }

  function lastSeq(record) {
    const ours = record.statements.map(Atoll.facts).filter((each) => each.origin === record.origin);
    return ours.reduce((most, each) => Math.max(most, each.seq), 0);
  }

  Atoll.ledger = function (course, person) {
    const key = person.actor + "/" + course.activity;

    function load() {
      const stored = Atoll.storage.stored(key);
      const held = Atoll.storage.held(key);
      const origin = (held && held.origin) || (stored && stored.origin) || Atoll.uuid();
      const [one, other] = [sift(stored), sift(held)];
      const odd = held ? other.odd : one.odd;
      return { origin, statements: union(one.sound, other.sound), odd };
    }

    function add(record, build) {
      const statement = build({
        actor: person.actor,
        actorHome: course.actorHome,
        course: course.activity,
        edition: course.edition,
        origin: record.origin,
        seq: lastSeq(record) + 1,
        timestamp: new Date().toISOString(),
      });
      statement.id = Atoll.statementId(statement);
      record.statements.push(statement);
    }

    return {
      statements: () => load().statements,

      /** Add what the builders make, after `registered` if this is the beginning. */
      append(builders) {
        const record = load();
        const isNew = !record.statements.some((each) => Atoll.facts(each).verb === "registered");
        (isNew ? [Atoll.registered] : []).concat(builders).forEach((build) => add(record, build));
        return Atoll.storage.write(key, record);
      },

      /** Add statements from a file; give how many were new. Doing it twice is safe. */
      merge(statements) {
        const record = load();
        const before = record.statements.length;
        record.statements = union(record.statements, statements);
        Atoll.storage.write(key, record);
        return record.statements.length - before;
      },

      /** What is not said yet: {texts, attempt, answers}. */
      draft: () => Object.assign({ texts: {}, answers: {} }, Atoll.storage.read(key + "/draft")),

      keepDraft(change) {
        const draft = this.draft();
        change(draft);
        Atoll.storage.write(key + "/draft", draft);
      },
    };
  };
})();
