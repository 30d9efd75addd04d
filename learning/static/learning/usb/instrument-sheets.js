/**
 * Worksheets: what was filled in of one instrument. They stay in this browser, apart from progress,
 * and travel as files. Two tabs may write, so what is kept is read again before each change.
 *
 * {id, title, edition, created, changed, values, first, second, decisions, isDecided, plan}
 * `values`: of a calculator or canvas; `first`, `second`: {who, answers, isHandedIn} of assessors.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const FORMAT = "atoll-worksheet/1";
  const CODE = /^[a-z0-9][a-z0-9.-]*$/;

  const isMap = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);
  const text = (value) => (typeof value === "string" ? value : "");

  /** Give the entries of `found` whose names are codes, each made by `make`. */
  function mapped(found, make) {
    const made = {};
    const names = isMap(found) ? Object.keys(found).filter((name) => CODE.test(name)) : [];
    names.forEach((name) => (made[name] = make(found[name])));
    return made;
  }

  const answer = (found) =>
    isMap(found) ? { value: text(found.value), evidence: text(found.evidence) } : {};

  function part(found) {
    const given = isMap(found) ? found : {};
    const answers = mapped(given.answers, answer);
    return { who: text(given.who), answers, isHandedIn: given.isHandedIn === true };
  }

  function planRow(found) {
    const made = {};
    Atoll.filling.PLAN_NAMES.forEach((name) => (made[name] = text(isMap(found) && found[name])));
    ["done_30", "done_90"].forEach((name) => (made[name] = isMap(found) && found[name] === true));
    return made;
  }

  /** Read a worksheet from storage or a file, where anything can have happened to it. */
  function whole(found) {
    if (!isMap(found) || !text(found.id)) return null;
    return {
      id: found.id,
      title: text(found.title),
      edition: text(found.edition),
      created: text(found.created),
      changed: text(found.changed),
      values: mapped(found.values, text),
      first: part(found.first),
      second: part(found.second),
      decisions: mapped(found.decisions, answer),
      isDecided: found.isDecided === true,
      plan: Array.isArray(found.plan)
        ? found.plan.slice(0, Atoll.scoring.MOST_PRIORITIES).map(planRow) : null,
    };
  }

  const said = (sheet) => JSON.stringify(Object.assign({}, sheet, { id: "", changed: "" }));

  /** Give the worksheets of the instrument whose activity is `activity`. */
  Atoll.sheets = function (activity) {
    const key = "worksheets/" + activity;

    function load() {
      const records = [Atoll.storage.stored(key), Atoll.storage.held(key)].filter(isMap);
      return Object.assign({}, ...records.map((each) => each.sheets));
    }

    function find(id) {
      return whole(load()[id]);
    }

    function write(sheets) {
      return Atoll.storage.write(key, { sheets });
    }

    function put(sheet) {
      const changed = new Date().toISOString();
      return write(Object.assign(load(), { [sheet.id]: Object.assign({}, sheet, { changed }) }));
    }

    return {
      key,
      find,
      put,

      /** Give all worksheets, the one last changed first. */
      all() {
        const sheets = load();
        const found = Object.keys(sheets).map((id) => whole(sheets[id])).filter(Boolean);
        return found.sort((a, b) => (a.changed < b.changed ? 1 : -1));
      },

      make(title, edition) {
        const created = new Date().toISOString();
        const sheet = whole({ id: Atoll.uuid(), title, edition, created });
        put(sheet);
        return sheet;
      },

      remove(id) {
        const sheets = load();
        delete sheets[id];
        return write(sheets);
      },

      /** Add a worksheet from a file; one that differs from its like here stands beside it. */
      add(sheet) {
        const known = find(sheet.id);
        if (known && said(known) === said(sheet)) return { sheet: known, isKnown: true };
        const added = known ? Object.assign({}, sheet, { id: Atoll.uuid() }) : sheet;
        put(added);
        return { sheet: added, isTwin: Boolean(known) };
      },
    };
  };

  /** Give the text of a file that holds a worksheet. `lesson`: {activity, title}. */
  Atoll.writeSheet = function (lesson, sheet) {
    const file = { format: FORMAT, instrument: lesson.activity, name: lesson.title, sheet };
    return JSON.stringify(file, null, 1);
  };

  /** Give {sheet, instrument, name} of a file's text, or null where it is none. */
  Atoll.readSheet = function (content) {
    try {
      const found = JSON.parse(content.replace(/^\ufeff/, ""));
      const sheet = found.format === FORMAT ? whole(found.sheet) : null;
      return sheet && { sheet, instrument: text(found.instrument), name: text(found.name) };
    } catch (error) {
      return null;
    }
  };
})();
