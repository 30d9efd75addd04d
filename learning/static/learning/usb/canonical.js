/**
 * One text for one value (RFC 8785): what is hashed to make a statement's id.
 *
 * Atoll.canonical({b: 1, a: "é"})  →  '{"a":"é","b":1}'
 * Throws RangeError for what two programs could write differently, as learning.xapi.canonical does:
 * fractions, numbers beyond 2^53, half characters.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const HALF_CHARACTER = /[\ud800-\udfff]/u;

  function text(value) {
    if (HALF_CHARACTER.test(value)) throw new RangeError("half a character");
    return JSON.stringify(value);
  }

  function number(value) {
    if (!Number.isSafeInteger(value)) throw new RangeError("not a whole number");
    return String(value);
  }

  function members(value) {
    // JavaScript sorts by UTF-16 code units, which is the order RFC 8785 asks for.
    return Object.keys(value)
      .sort()
      .map((name) => text(name) + ":" + Atoll.canonical(value[name]));
  }

  Atoll.canonical = function (value) {
    if (value === null || typeof value === "boolean") return String(value);
    if (typeof value === "string") return text(value);
    if (typeof value === "number") return number(value);
    if (Array.isArray(value)) return "[" + value.map(Atoll.canonical).join(",") + "]";
    if (typeof value === "object") return "{" + members(value).join(",") + "}";
    throw new RangeError("not JSON");
  };
})();
