/**
 * Learner codes as they are typed from a card; the same rule as learning.accounts.codes.
 *
 * Atoll.cleanCode("k2m4 …")  →  the code, or "" when it is mistyped
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY";
  const LOOKALIKES = { O: "0", I: "1", L: "1", U: "V" };
  const LENGTH = 8; // characters, the check among them

  Atoll.cleanCode = function (text) {
    const code = text
      .toUpperCase()
      .replace(/[\s-]/g, "")
      .replace(/[OILU]/g, (character) => LOOKALIKES[character]);
    const values = Array.from(code, (character) => ALPHABET.indexOf(character));
    if (values.length !== LENGTH || values.includes(-1)) return "";
    const check = values.pop();
    const total = values.reduce((sum, value, place) => sum + (place + 2) * value, 0);
    return total % 31 === check ? code : "";
  };
})();
