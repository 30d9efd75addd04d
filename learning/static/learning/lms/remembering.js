/**
 * Where a person stands, as one short text that a learning platform keeps for its learner: by it
 * they go on at another computer. What this browser knows better stays as it is.
 *
 * {"v":1,"at":"slug","q":{"0a1b2c3d":[1,"tk3x5c","b"]},"t":{"9f8e7d6c":[3,5,1,2,5,"tk3x61",4]}}
 *
 * at: the screen that was open. q: a question in a lesson by the beginning of its id: state (0
 * tried, 1 succeeded, 2 succeeded and tried again in vain), seconds since 1970 in base 36, answer.
 * t: a test: best result and what it was out of, 1 if passed, last result and what it was out of,
 * when that was, and how often it was tried.
 * Where it would be too long, answers are left out, free texts first and the oldest of them first;
 * after all answers the times. What succeeded is never left out.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const VERSION = 1;
  const ID_LENGTH = 8; // hex digits
  const LEFT_OUT = "…"; // an answer that is known to have been given, and no more
  const EARLIEST = 2000; // ms since 1970: where the time was left out, with room before it
  const UNMARKABLE = 101; // percent, that nobody reaches

  const brief = (uuid) => uuid.replace(/-/g, "").slice(0, ID_LENGTH);
  const stamp = (time) => Math.floor(time / 1000).toString(36);
  const moment = (text) => Math.max(EARLIEST, parseInt(text || "", 36) * 1000 || 0);
  const isFree = (question) => question.type === "reflection";

  function stateOf(found) {
    if (!found.succeeded) return 0;
    return found.last_correct === false ? 2 : 1;
  }

  function asked(course) {
    return [].concat(...course.lessons.map((lesson) => lesson.questions));
  }

  function testsOf(course) {
    return [course.pretest, course.assessment].filter(Boolean);
  }

  function questions(course, progress) {
    const found = {};
    asked(course).filter((id) => progress[id]).forEach((id) => {
      const { last_at, last_response } = progress[id];
      found[brief(id)] = [stateOf(progress[id]), stamp(last_at), last_response];
    });
    return found;
  }

  function tests(course, progress) {
    const found = {};
    testsOf(course).forEach(({ activity }) => {
      const at = progress[activity];
      if (!at || at.best_raw === null) return;
      found[brief(activity)] = [
        at.best_raw, at.best_maximum, at.passed ? 1 : 0, at.last_raw, at.last_maximum,
        stamp(at.last_at), at.attempts,
      ];
    });
    return found;
  }

  /** Give the ids of the answers in the order in which they are left out. */
  function dispensable(course, found) {
    const free = new Set(asked(course).filter((id) => isFree(course.questions[id])).map(brief));
    const rank = (id) => [free.has(id) ? 0 : 1, moment(found[id][1])];
    return Object.keys(found).sort((a, b) => {
      const [one, other] = [rank(a), rank(b)];
      return one[0] - other[0] || one[1] - other[1];
    });
  }

  /** Give the text for `progress`, of at most `most` UTF-16 units. */
  Atoll.remember = function (course, progress, at, most) {
    const memory = { v: VERSION, at, q: questions(course, progress), t: tests(course, progress) };
    const whole = () => JSON.stringify(memory);
    const ids = dispensable(course, memory.q);
    const shorten = (change) =>
      ids.forEach((id) => {
        if (whole().length > most) memory.q[id] = change(memory.q[id]);
      });
    shorten(([state, time]) => [state, time]);
    shorten(([state]) => [state]);
    return whole();
  };

  /** Give what such a text says, or null if it is none of ours. */
  Atoll.recall = function (text) {
    try {
      const memory = JSON.parse(text);
      const isOurs = memory.v === VERSION && typeof memory.q === "object" && memory.t;
      return isOurs ? memory : null;
    } catch (error) {
      return null;
    }
  };

  const at = (common, time) =>
    Object.assign({}, common, {
      timestamp: new Date(time).toISOString(),
      origin: common.actor,
      seq: 0,
    });

  function answer(course, lesson, id, facts) {
    const isMarked = Atoll.isMarked(course.questions[id]);
    const correct = isMarked ? facts.correct : null;
    const response = facts.response || (isMarked ? "" : LEFT_OUT);
    const whole = { question: id, parent: lesson.activity, response, correct };
    return (common) => Atoll.answered(at(common, facts.time), whole);
  }

  function answers(course, lesson, id, entry, known) {
    const [state, stamped, response] = entry;
    const time = moment(stamped);
    const isNewer = !known || Math.floor(time / 1000) > Math.floor(known.last_at / 1000);
    const lacksSuccess = state > 0 && !(known && known.succeeded);
    const made = [];
    if (lacksSuccess && (state === 2 || !isNewer)) made.push({ time: time - 1000, correct: true });
    if (isNewer) made.push({ time, response, correct: state === 1 });
    return made.map((facts) => answer(course, lesson, id, facts));
  }

  function score(test, facts) {
    const { raw, maximum, isPassed, time, place } = facts;
    const attempt = Atoll.statementId({ restored: test.activity, raw, maximum, place });
    const passPercent = isPassed ? 0 : UNMARKABLE;
    const whole = { assessment: test.activity, attempt, raw, maximum, passPercent };
    return (common) => Atoll.scored(at(common, time), whole);
  }

  /** Give the scores that `known` lacks: the best, the last, and as many attempts as there were. */
  function scores(test, entry, known) {
    const [raw, maximum, passed, lastRaw, lastMaximum, stamped, attempts] = entry;
    const time = moment(stamped);
    const isBetter = !known || raw * known.best_maximum > known.best_raw * maximum;
    const isNewer = !known || Math.floor(time / 1000) > Math.floor(known.last_at / 1000);
    const isLast = lastRaw === raw && lastMaximum === maximum;
    const made = [];
    if (isNewer && !isLast) {
      const isPassed = passed === 1 && Atoll.isPass(lastRaw, lastMaximum, test.passPercent);
      made.push({ raw: lastRaw, maximum: lastMaximum, isPassed, time, place: 0 });
    }
    if (isBetter || (passed === 1 && !known.passed) || (isNewer && isLast)) {
      const when = isLast ? time : time - 1000;
      made.push({ raw, maximum, isPassed: passed === 1, time: when, place: 0 });
    }
    for (let place = (known ? known.attempts : 0) + made.length + 1; place <= attempts; place += 1) {
      made.push({ raw: 0, maximum, isPassed: false, time: time - 2000, place });
    }
    return made.map((facts) => score(test, facts));
  }

  /**
   * Give builders of the statements that `progress` lacks to stand where `memory` says. They are
   * told from others by their origin, which is the actor.
   */
  Atoll.restored = function (course, memory, progress) {
    const found = [];
    course.lessons.forEach((lesson) =>
      lesson.questions.forEach((id) => {
        const entry = memory.q[brief(id)];
        if (entry) found.push(...answers(course, lesson, id, entry, progress[id]));
      }));
    testsOf(course).forEach((test) => {
      const entry = memory.t[brief(test.activity)];
      if (entry) found.push(...scores(test, entry, progress[test.activity]));
    });
    return found;
  };

  /** Tell whether a statement, by its facts, was made of such a text. */
  Atoll.isRestored = (facts) => facts.origin === facts.actor;
})();
