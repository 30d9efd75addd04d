/**
 * Marking: what is right, which questions an attempt draws, and what is a pass; as the server does.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  /** Tell whether the ids of the chosen options are all right ones and no wrong one. */
  Atoll.isRight = function (question, chosen) {
    return question.options.every((option) => option.correct === chosen.includes(option.id));
  };

  /** Give the response of a check: the ids of the chosen options, as xAPI writes a choice. */
  Atoll.responseOf = function (question, chosen) {
    const ids = question.options.map((option) => option.id);
    return ids.filter((id) => chosen.includes(id)).join("[,]");
  };

  /** Give the ids of the questions that an attempt asks, in the order it asks them. */
  Atoll.draw = function (attempt, bank, number) {
    const place = {};
    bank.forEach((id) => (place[id] = Atoll.sha256(attempt + ":" + id)));
    const ordered = bank.slice().sort((a, b) => (place[a] < place[b] ? -1 : 1));
    return ordered.slice(0, number > 0 ? number : bank.length);
  };

  Atoll.isPass = (raw, maximum, passPercent) => raw * 100 >= passPercent * maximum;
})();
