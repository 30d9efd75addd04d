/**
 * What one launch is about: the whole course, or one step of it, named in the address:
 * index.html?step=SLUG.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  /** Give the step that the address names, or "" for the whole course. */
  Atoll.stepOf = (query) => new URLSearchParams(query).get("step") || "";

  /** Give a test's standing: null until it was handed in once. */
  function scoreOf(test, progress) {
    const found = test && progress[test.activity];
    if (!found || found.best_raw === null) return null;
    const [raw, maximum] = [found.best_raw, found.best_maximum];
    const scaled = Math.floor((raw * 10000) / maximum);
    return { percent: Math.floor(scaled / 100), scaled, raw, maximum, isPassed: found.passed };
  }

  function ofLesson(lesson, states, progress) {
    const ids = lesson.questions;
    const done = ids.filter((id) => progress[id] && progress[id].succeeded).length;
    const isComplete = states[lesson.slug] === "done";
    return { isComplete, done, total: ids.length, ids, score: null, isMarked: false };
  }

  function ofTest(test, progress, isFinal) {
    const score = scoreOf(test, progress);
    const isComplete = Boolean(score && (score.isPassed || !isFinal));
    const shown = isFinal ? score : null;
    const [done, total] = [isComplete ? 1 : 0, 1];
    return { isComplete, done, total, ids: test.questions, score: shown, isMarked: isFinal };
  }

  /**
   * Give where the person stands in the step, or in the course:
   * {isComplete, done, total, ids: its questions, score: {percent, scaled: ten-thousandths, raw,
   * maximum, isPassed} or null, isMarked: whether it is passed or failed at all}. Reading is
   * complete once it is open. Shares are cut off, never rounded up to a pass.
   */
  Atoll.scopeOf = function (course, standing, progress, step) {
    const { assessment, pretest } = course;
    const lesson = course.lessons.find((each) => each.slug === step);
    if (!step) {
      const { isComplete, done, total } = standing;
      const score = scoreOf(assessment, progress);
      const ids = Object.keys(course.questions);
      return { isComplete, done, total, ids, score, isMarked: Boolean(assessment) };
    }
    if (assessment && assessment.slug === step) return ofTest(assessment, progress, true);
    if (pretest && pretest.slug === step) return ofTest(pretest, progress, false);
    if (lesson && lesson.questions.length) return ofLesson(lesson, standing.states, progress);
    return { isComplete: true, done: 1, total: 1, ids: [], score: null, isMarked: false };
  };
})();
