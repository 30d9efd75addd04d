/**
 * How SCORM 2004 says things: completion and success are two words, both set here. A time has a
 * fraction of a second before its Z, since platforms refuse it otherwise.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const MOST_TEXT = 4000; // characters of a long answer
  const MOST_SHORT = 250; // characters of a gap's answer
  const LINES = /\s*\n\s*/g; // that some platforms refuse
  const RESULTS = new Map([[true, "correct"], [false, "incorrect"], [null, "neutral"]]);

  /** Give milliseconds as an ISO 8601 duration, to the hundredth of a second. */
  function span(length) {
    const hundredths = Math.floor(Math.max(0, length) / 10);
    const [hours, minutes] = [Math.floor(hundredths / 360000), Math.floor(hundredths / 6000) % 60];
    const seconds = Math.floor(hundredths / 100) % 60;
    const rest = String(hundredths % 100).padStart(2, "0");
    return "PT" + hours + "H" + minutes + "M" + seconds + "." + rest + "S";
  }

  const clock = (time) => new Date(time).toISOString().slice(0, 21) + "Z";
  const mostOf = (type) => (type === "fill-in" ? MOST_SHORT : MOST_TEXT);

  /** Give whole percent as a decimal between 0 and 1. */
  function share(percent) {
    return percent >= 100 ? "1" : "0." + String(percent).padStart(2, "0");
  }

  Atoll.dialect = {
    api: "API_1484_11",
    prefix: "",
    finish: "Terminate",
    most: 64000, // characters of suspend_data
    learnerId: "cmi.learner_id",
    learnerName: "cmi.learner_name",
    at: "cmi.location",
    score: "cmi.score.",
    exit: "cmi.exit",
    sessionTime: "cmi.session_time",
    span,

    /** Give the elements of an interaction with their values, in the order they are set. */
    interaction(facts) {
      const { type } = facts;
      const patterns = facts.patterns.map((each, place) =>
        ["correct_responses." + place + ".pattern", each]);
      return [
        ["id", "q-" + facts.id],
        ["type", type],
        ["timestamp", clock(facts.time)],
        ...patterns,
        ["learner_response", facts.response.replace(LINES, " ").slice(0, mostOf(type))],
        ["result", RESULTS.get(facts.success)],
        ...(facts.latency === null ? [] : [["latency", span(facts.latency)]]),
      ];
    },

    /** Give what is set for `scope`, in turns: after each, all is committed. Nothing goes back. */
    standing(scope, read) {
      const [completion, success] = ["cmi.completion_status", "cmi.success_status"];
      const measure = ["cmi.progress_measure", share(Math.floor((scope.done * 100) / scope.total))];
      const hasPassed = read(success) === "passed";
      const verdict = scope.isMarked && scope.score && !hasPassed
        ? [[success, scope.score.isPassed ? "passed" : "failed"]]
        : [];
      if (scope.isComplete) {
        return [[measure, [completion, "completed"]]].concat(verdict.length ? [verdict] : []);
      }
      if (read(completion) === "completed") return [verdict];
      return [[measure, [completion, "incomplete"], ...verdict]];
    },

    /** Give the score's elements besides raw, min and max: some platforms read only this one. */
    scaled: (percent) => [["scaled", share(percent)]],
  };
})();
