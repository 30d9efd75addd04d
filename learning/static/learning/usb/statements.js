/**
 * Statements: what a learner did, in exactly the shape of learning.xapi.statements.
 *
 * A builder takes `common`: {actor, actorHome, course, edition, origin, seq, timestamp}, with UUIDs
 * as text and the timestamp as `new Date().toISOString()`. The id is made of the content.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const VERBS = "http://adlnet.gov/expapi/verbs/";
  const EXTENSIONS = "https://atoll.invalid/xapi/";
  const NOT_CONTENT = ["id", "stored", "authority", "version"];
  const CONTENT = ["actor", "verb", "object", "result", "context", "timestamp"];
  const MAX_RESPONSE = 2000; // characters
  const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

  function uuidOf(hex, version) {
    const variant = ((parseInt(hex[16], 16) & 3) | 8).toString(16);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      version + hex.slice(13, 16),
      variant + hex.slice(17, 20),
      hex.slice(20, 32),
    ].join("-");
  }

  function activity(uuid) {
    return { objectType: "Activity", id: "urn:uuid:" + uuid };
  }

  function context(common, parent, attempt) {
    const found = { contextActivities: { grouping: [activity(common.course)] }, extensions: {} };
    if (parent) found.contextActivities.parent = [activity(parent)];
    found.extensions[EXTENSIONS + "origin"] = common.origin;
    found.extensions[EXTENSIONS + "seq"] = common.seq;
    found.extensions[EXTENSIONS + "edition"] = common.edition;
    if (attempt) found.extensions[EXTENSIONS + "attempt"] = attempt;
    return found;
  }

  function statement(verb, object, common, details) {
    const made = {
      actor: {
        objectType: "Agent",
        account: { homePage: common.actorHome, name: common.actor },
      },
      verb: { id: VERBS + verb },
      object: activity(object),
      context: context(common, details.parent, details.attempt),
      timestamp: common.timestamp,
    };
    if (details.result) made.result = details.result;
    return made;
  }

  /** Make a random UUID, version 4. */
  Atoll.uuid = function () {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return uuidOf(Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join(""), "4");
  };

  /** Give the id of a statement: UUIDv8 of the SHA-256 of its content. */
  Atoll.statementId = function (whole) {
    const content = Object.assign({}, whole);
    NOT_CONTENT.forEach((name) => delete content[name]);
    return uuidOf(Atoll.sha256(Atoll.canonical(content)), "8");
  };

  /** Give a response as it is kept: trimmed, composed (NFC), at most 2,000 characters. */
  Atoll.tidy = function (response) {
    const whole = response.replace(/[\ud800-\udfff]/gu, "\ufffd").replace(/\0/g, "").trim();
    return Array.from(whole.normalize("NFC")).slice(0, MAX_RESPONSE).join("");
  };

  Atoll.registered = (common) => statement("registered", common.course, common, {});

  /**
   * `correct`: true, false, or null where nothing is right or wrong; `parent`: the lesson or
   * assessment; `definition`: what Atoll.interactionOf gives, if anything.
   */
  Atoll.answered = function (common, { question, parent, response, correct, attempt, definition }) {
    const result = { response: Atoll.tidy(response) };
    if (correct === null) result.completion = true;
    else result.success = correct;
    const made = statement("answered", question, common, { parent, attempt, result });
    if (definition) made.object.definition = definition;
    return made;
  };

  Atoll.scored = function (common, { assessment, attempt, raw, maximum, passPercent }) {
    const success = Atoll.isPass(raw, maximum, passPercent);
    const score = { raw, min: 0, max: maximum };
    const result = { score, success, completion: true };
    return statement(success ? "passed" : "failed", assessment, common, { attempt, result });
  };

  /** Tell whether verb and parts fit each other, as learning.xapi.statements.check asks. */
  function isFitting(found) {
    if (found.verb === "answered") return found.success !== null || found.completion;
    if (found.verb === "passed" || found.verb === "failed") {
      const isScored = found.raw >= 0 && found.raw <= found.maximum && found.maximum > 0;
      return isScored && found.attempt !== null && found.success === (found.verb === "passed");
    }
    return ["registered", "completed", "voided"].includes(found.verb);
  }

  function isSound(whole, found) {
    const hasOnly = (object, names) => Object.keys(object).every((name) => names.includes(name));
    return (
      typeof found.id === "string" &&
      hasOnly(whole, CONTENT.concat(NOT_CONTENT)) &&
      hasOnly(whole.actor, ["objectType", "account"]) &&
      Number.isInteger(found.seq) &&
      found.seq >= 0 &&
      TIME.test(whole.timestamp) &&
      found.time >= 0 &&
      typeof found.response === "string" &&
      Array.from(found.response).length <= MAX_RESPONSE &&
      isFitting(found)
    );
  }

  /**
   * Give the parts of a statement that folding needs, or null if it is not one of ours.
   * Statements come back from storage and files, where anything can have happened to them.
   */
  Atoll.facts = function (whole) {
    try {
      const extensions = whole.context.extensions;
      const result = whole.result || {};
      const score = result.score || {};
      const found = {
        id: whole.id,
        actor: whole.actor.account.name,
        verb: whole.verb.id.replace(VERBS, ""),
        activity: whole.object.id.replace("urn:uuid:", ""),
        course: whole.context.contextActivities.grouping[0].id.replace("urn:uuid:", ""),
        attempt: extensions[EXTENSIONS + "attempt"] || null,
        origin: extensions[EXTENSIONS + "origin"],
        seq: extensions[EXTENSIONS + "seq"],
        time: Date.parse(whole.timestamp),
        success: typeof result.success === "boolean" ? result.success : null,
        completion: result.completion === true,
        response: result.response || "",
        raw: "raw" in score ? score.raw : null,
        maximum: "max" in score ? score.max : null,
      };
      return isSound(whole, found) ? found : null;
    } catch (error) {
      return null;
    }
  };
})();
