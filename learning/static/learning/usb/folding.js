/**
 * Progress: a pure fold over a set of statements of one learner, by the rules of
 * learning.xapi.folding. Order, repetition and splitting make no difference.
 *
 * Atoll.fold(statements)  →  {activity: {answers, succeeded, last_response, …}}; times in ms.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const isScore = (each) => each.verb === "passed" || each.verb === "failed";

  function isSuccess(each) {
    if (each.verb === "passed") return true;
    if (each.verb !== "answered" || each.success === false) return false;
    return each.success === true || (each.completion && each.response !== "");
  }

  function better(one, other) {
    const ahead = one.raw * other.maximum - other.raw * one.maximum;
    return ahead > 0 || (ahead === 0 && one.id < other.id) ? one : other;
  }

  const isAnswer = (each) => each.verb === "answered";

  /** Leave out answers within attempts, where there are answers outside any. */
  function placed(found) {
    if (found.filter(isAnswer).every((each) => each.attempt)) return found;
    return found.filter((each) => !isAnswer(each) || !each.attempt);
  }

  function progress(found) {
    found.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
    const standing = placed(found);
    const answers = found.filter(isAnswer);
    const scores = found.filter(isScore);
    const latest = standing[standing.length - 1];
    const answer = standing.filter(isAnswer).pop();
    const score = scores[scores.length - 1];
    const best = scores.length ? scores.reduce(better) : null;
    const success = found.find(isSuccess);
    const completed = found.find((each) => each.verb === "completed");
    return {
      activity: latest.activity,
      course: latest.course,
      answers: answers.length,
      succeeded: Boolean(success),
      first_success: success ? success.time : null,
      last_response: answer ? answer.response : "",
      last_correct: answer ? answer.success : null,
      last_at: latest.time,
      attempts: new Set(scores.map((each) => each.attempt)).size,
      best_raw: best && best.raw,
      best_maximum: best && best.maximum,
      last_raw: score ? score.raw : null,
      last_maximum: score ? score.maximum : null,
      passed: scores.some((each) => each.verb === "passed"),
      registered: found.some((each) => each.verb === "registered"),
      completed_at: completed ? completed.time : null,
    };
  }

  Atoll.fold = function (statements) {
    const distinct = new Map();
    statements.forEach((whole) => {
      const facts = Atoll.facts(whole);
      if (facts) distinct.set(facts.id, facts);
    });
    const all = Array.from(distinct.values());
    const voids = all.filter((each) => each.verb === "voided");
    const takenBack = new Set(voids.map((each) => each.activity));
    const byActivity = {};
    all.forEach((each) => {
      if (each.verb === "voided" || takenBack.has(each.id)) return;
      (byActivity[each.activity] = byActivity[each.activity] || []).push(each);
    });
    Object.keys(byActivity).forEach((name) => (byActivity[name] = progress(byActivity[name])));
    return byActivity;
  };
})();
