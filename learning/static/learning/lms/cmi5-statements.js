/**
 * The statements of cmi5, each in the context that the platform gave (cmi5 §7.1, §9). Completion
 * and success carry the category `moveon`; an answer is an allowed statement and has neither
 * category.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const VERBS = "http://adlnet.gov/expapi/verbs/";
  const CONTEXT = "https://w3id.org/xapi/cmi5/context/";
  const CMI5 = CONTEXT + "categories/cmi5";
  const MOVE_ON = CONTEXT + "categories/moveon";
  const MASTERY = CONTEXT + "extensions/masteryscore";

  /** Give milliseconds as an ISO 8601 duration, to the hundredth of a second. */
  function span(length) {
    const hundredths = Math.floor(Math.max(0, length) / 10);
    const rest = String(hundredths % 100).padStart(2, "0");
    return "PT" + Math.floor(hundredths / 100) + "." + rest + "S";
  }

  /** The same id each time: sent twice, a statement is one. Of version 5, which all take. */
  function idOf(facts) {
    const id = Atoll.statementId(facts);
    return id.slice(0, 14) + "5" + id.slice(15);
  }

  /** Give the platform's context, with nothing of it changed (cmi5 §10). */
  function contextOf(launch, template, categories, parent) {
    const context = JSON.parse(JSON.stringify(template || {}));
    const activities = context.contextActivities || {};
    const given = (activities.category || []).filter((each) => each.id !== CMI5);
    const all = given.concat(categories.map((id) => ({ objectType: "Activity", id })));
    context.registration = launch.registration;
    context.contextActivities = activities;
    if (all.length) activities.category = all;
    else delete activities.category;
    if (parent) activities.parent = (activities.parent || []).concat([{ objectType: "Activity", id: parent }]);
    return context;
  }

  /** Give makers of statements for a launch. `data`: the document LMS.LaunchData. */
  Atoll.cmi5Statements = function (launch, data) {
    function statement(verb, id, time, object, context) {
      return {
        id,
        actor: launch.actor,
        verb: { id: VERBS + verb, display: { en: verb } },
        object,
        context,
        timestamp: new Date(time).toISOString(),
      };
    }

    function defined(verb, id, time, result) {
      const isJudged = result && ("success" in result || "completion" in result);
      const categories = isJudged ? [CMI5, MOVE_ON] : [CMI5];
      const context = contextOf(launch, data.contextTemplate, categories, "");
      const object = { objectType: "Activity", id: launch.activityId };
      const made = statement(verb, id, time, object, context);
      if (result) made.result = result;
      return made;
    }

    const once = (verb) =>
      idOf({ verb, about: launch.activityId, registration: launch.registration });

    function judged(verb, id, time, length, { raw, maximum, scaled }) {
      const score = { scaled: scaled / 10000, raw, min: 0, max: maximum };
      const result = { score, success: verb === "passed", duration: span(length) };
      const made = defined(verb, id, time, result);
      if (typeof data.masteryScore === "number") {
        made.context.extensions = Object.assign({}, made.context.extensions);
        made.context.extensions[MASTERY] = data.masteryScore;
      }
      return made;
    }

    return {
      initialized: (time) => defined("initialized", Atoll.uuid(), time),
      terminated: (time, length) =>
        defined("terminated", Atoll.uuid(), time, { duration: span(length) }),
      completed: (time, length) =>
        defined("completed", once("completed"), time, { completion: true, duration: span(length) }),
      passed: (time, length, score) => judged("passed", once("passed"), time, length, score),
      failed: (time, length, score) => judged("failed", Atoll.uuid(), time, length, score),

      /** `facts`: what Atoll.facts gives of an answer; `definition`: its interaction. */
      answered(time, facts, definition) {
        const id = idOf({ of: facts.id, registration: launch.registration });
        const object = { objectType: "Activity", id: "urn:uuid:" + facts.activity, definition };
        const context = contextOf(launch, data.contextTemplate, [], launch.activityId);
        const made = statement("answered", id, time, object, context);
        made.result = { response: facts.response };
        if (facts.success === null) made.result.completion = true;
        else made.result.success = facts.success;
        return made;
      },
    };
  };

  /** Tell whether a score passes: by the platform's own mark where it has one. */
  Atoll.isMastered = function (score, masteryScore) {
    if (typeof masteryScore !== "number") return score.isPassed;
    return score.scaled >= Math.round(masteryScore * 10000);
  };
})();
