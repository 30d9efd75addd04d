/**
 * How SCORM 1.2 says things. Standing is one word there: a course is `incomplete` until it is
 * complete, and `completed` before it is `passed`: platforms that wait for the one or the other
 * both see theirs. It is never `failed`, since everybody may try again, and platforms open what
 * failed for looking only.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const MOST_FEEDBACK = 255; // characters of an answer
  const COMMAS = /\[,\]/g;
  const LINES = /\s*\n\s*/g; // that some platforms refuse
  const DOTS = /\[\.\]/g;
  const NAMES = { "long-fill-in": "fill-in" };

  const two = (number) => String(number).padStart(2, "0");

  /** Give milliseconds as HHHH:MM:SS.SS. */
  function span(length) {
    const hundredths = Math.floor(Math.max(0, length) / 10);
    const [seconds, minutes] = [Math.floor(hundredths / 100), Math.floor(hundredths / 6000)];
    const hours = String(Math.min(Math.floor(minutes / 60), 9999)).padStart(4, "0");
    return hours + ":" + two(minutes % 60) + ":" + two(seconds % 60) + "." + two(hundredths % 100);
  }

  /** Give the moment as HH:MM:SS of the learner's own day. */
  function clock(time) {
    const moment = new Date(time);
    return [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(":");
  }

  function said(type, text) {
    const plain = text.replace("{case_matters=false}", "").replace(LINES, " ");
    if (type === "true-false") return plain.slice(0, 1);
    return plain.replace(COMMAS, ",").replace(DOTS, ".").slice(0, MOST_FEEDBACK);
  }

  /** A range is no pattern here: a number has one only if it is exact. */
  function patternsOf({ type, patterns }) {
    if (type !== "numeric") return patterns;
    const [lowest, highest] = (patterns[0] || "").split("[:]");
    return lowest === highest ? [lowest] : [];
  }

  const RESULTS = new Map([[true, "correct"], [false, "wrong"], [null, "neutral"]]);

  Atoll.dialect = {
    api: "API",
    prefix: "LMS",
    finish: "Finish",
    most: 4096, // characters of suspend_data
    learnerId: "cmi.core.student_id",
    learnerName: "cmi.core.student_name",
    at: "cmi.core.lesson_location",
    score: "cmi.core.score.",
    exit: "cmi.core.exit",
    sessionTime: "cmi.core.session_time",
    span,

    /** Give the elements of an interaction with their values, in the order they are set. */
    interaction(facts) {
      const type = NAMES[facts.type] || facts.type;
      const patterns = patternsOf(facts).map((each, place) =>
        ["correct_responses." + place + ".pattern", said(type, each)]);
      return [
        ["id", "q-" + facts.id],
        ["time", clock(facts.time)],
        ["type", type],
        ...patterns,
        ["student_response", said(type, facts.response)],
        ["result", RESULTS.get(facts.success)],
        ...(facts.latency === null ? [] : [["latency", span(facts.latency)]]),
      ];
    },

    /**
     * Give what is set for `scope`, in turns: after each, all is committed. `status` reads the
     * platform's own word; nothing goes back.
     */
    standing(scope, read) {
      const name = "cmi.core.lesson_status";
      const status = read(name);
      const isPassed = scope.isMarked && scope.score !== null && scope.score.isPassed;
      if (["passed", "failed"].includes(status) && !scope.isComplete) return [[]];
      if (!scope.isComplete) return [status === "completed" ? [] : [[name, "incomplete"]]];
      if (!isPassed) return [status === "passed" ? [] : [[name, "completed"]]];
      return status === "passed" ? [[]] : [[[name, "completed"]], [[name, "passed"]]];
    },

    /** Give the score's elements besides raw, min and max. */
    scaled: () => [],
  };
})();
