/**
 * Questions as the interactions of xAPI, as learning.player.interactions says them.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const TYPE = "http://adlnet.gov/expapi/activities/cmi.interaction";
  const NAMES = {
    single: "choice",
    multiple: "choice",
    truefalse: "true-false",
    ordering: "sequencing",
    matching: "matching",
    numeric: "numeric",
    fillin: "fill-in",
    poll: "likert",
    scenario: "performance",
    reflection: "long-fill-in",
  };

  function rightOf(question) {
    const { type, options } = question;
    const ids = (all) => [all.map((each) => each.id).join("[,]")];
    if (type === "numeric") return [question.lowest + "[:]" + question.highest];
    if (type === "fillin") return question.accepted.map((text) => "{case_matters=false}" + text);
    if (type === "ordering") return ids(options);
    if (type === "matching") {
      return [options.map((each) => each.id + "[.]" + each.target).join("[,]")];
    }
    return Atoll.isMarked(question) ? ids(options.filter((each) => each.correct)) : [];
  }

  /** Give what statements say of a question: its kind, and which responses are right. */
  Atoll.interactionOf = function (question) {
    const definition = { type: TYPE, interactionType: NAMES[question.type] };
    const right = rightOf(question);
    if (right.length) definition.correctResponsesPattern = right;
    return definition;
  };
})();
