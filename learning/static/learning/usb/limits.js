/**
 * Tries at a check and limits of a test, as the server counts them (learning.player.tries and
 * learning.player.limits). tests/vectors/answers.json holds both to it.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const TRIES = 2; // where a question says nothing
  const HOUR = 3600000; // ms

  /** Give {number, most, isShown}: the try to come, of how many, and whether the answer is shown. */
  Atoll.tries = function (question, answers, isRight) {
    const said = question.tries === undefined ? TRIES : question.tries;
    const most = Atoll.isMarked(question) ? said : 0;
    const isShown = most > 0 && answers >= most && isRight === false;
    return { number: answers + 1, most: isRight ? 0 : most, isShown };
  };

  /** Give the parts of the right answer, or of one of them; empty where nothing is right. */
  Atoll.rightParts = function (question) {
    const { type, options } = question;
    if (!Atoll.isMarked(question)) return [];
    if (type === "numeric") return [question.lowest];
    if (type === "fillin") return question.accepted.slice(0, 1);
    if (type === "ordering") return options.map((each) => each.id);
    if (type === "matching") return options.map((each) => each.id + "[.]" + each.target);
    return options.filter((each) => each.correct).map((each) => each.id);
  };

  /**
   * Give {left, opensAt}: how many attempts are left (null without a limit) and when the next may
   * begin (ms, or null). `found`: the fold of the test; `now`: ms. Where a clock was set back and
   * the last attempt lies ahead, nobody waits for it.
   */
  Atoll.leave = function (test, found, now, isOnce) {
    const used = found ? found.attempts : 0;
    const most = isOnce ? 1 : test.attempts || 0;
    const left = most ? Math.max(most - used, 0) : null;
    if (!used || left === 0) return { left, opensAt: null };
    const opensAt = found.last_at + (test.waitHours || 0) * HOUR;
    return { left, opensAt: found.last_at <= now && now < opensAt ? opensAt : null };
  };
})();
