/**
 * Where a person stands in a course, from the fold of their statements.
 *
 * A lesson is done when each of its questions succeeded once; one without questions is for reading
 * and does not count. The course is complete when all others are done and the assessment is passed.
 * A test before the start is done once it was taken, and does not count either.
 * The server reads progress by the same rule (learning.player.progress).
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  function stateOf(lesson, progress) {
    const succeeded = lesson.questions.filter((id) => progress[id] && progress[id].succeeded);
    if (!lesson.questions.length) return "reading";
    if (succeeded.length === lesson.questions.length) return "done";
    return lesson.questions.some((id) => progress[id]) ? "started" : "new";
  }

  function stateOfAssessment(assessment, progress) {
    const found = progress[assessment.activity];
    if (found && found.passed) return "done";
    return found ? "started" : "new";
  }

  /** Give the lesson to go on with: the one last worked on, else the first open one after it. */
  function resume(lessons, states, progress) {
    const latest = (lesson) =>
      Math.max(0, ...lesson.questions.map((id) => (progress[id] ? progress[id].last_at : 0)));
    const last = lessons.reduce((best, lesson, place) =>
      latest(lesson) && latest(lesson) >= latest(lessons[best]) ? place : best, 0);
    const ordered = lessons.slice(last).concat(lessons.slice(0, last));
    return ordered.find((lesson) => states[lesson.slug] !== "done");
  }

  /** Give {states: {slug: state}, done, total, isComplete, hasBegun, next: lesson or null}. */
  Atoll.standing = function (course, progress) {
    const states = {};
    const lessons = course.lessons.filter((lesson) => lesson.questions.length);
    const { assessment, pretest } = course;
    course.lessons.forEach((lesson) => (states[lesson.slug] = stateOf(lesson, progress)));
    if (assessment) states[assessment.slug] = stateOfAssessment(assessment, progress);
    if (pretest) states[pretest.slug] = progress[pretest.activity] ? "done" : "new";
    const steps = lessons.concat(assessment || []);
    const done = steps.filter((step) => states[step.slug] === "done").length;
    const whole = progress[course.activity];
    const isComplete = done === steps.length || Boolean(whole && whole.completed_at !== null);
    return {
      states,
      done: isComplete ? steps.length : done,
      total: steps.length,
      isComplete: steps.length > 0 && isComplete,
      hasBegun: Object.keys(progress).length > 0,
      next: resume(lessons, states, progress) || assessment || course.lessons[0] || null,
    };
  };
})();
