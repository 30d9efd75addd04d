/**
 * Marking: what is right, which questions an attempt draws, and what is a pass; as the server does
 * (learning.player.marking, whose words these are). tests/vectors/answers.json holds both to it.
 *
 * An answer comes as entries, as the form holds them, and is kept as parts: see there.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const SEPARATOR = "[,]";
  const PAIR = "[.]";
  const MOST_TYPED = 200; // characters of a number or a gap
  const SPACES = /[ \t\n\r\f\v\u1680\u2028\u2029]+/g;
  const ACCENTS = /[\u0300-\u036f\u064b-\u0652]/g;
  const CHOICES = ["single", "multiple", "truefalse", "poll"];
  const UNMARKED = ["reflection", "poll", "scenario"];

  const pair = (left, right) => left + PAIR + right;
  const trim = (text) => text.replace(SPACES, " ").replace(/^ +| +$/g, "");
  const no = (fault) => ({ parts: [], fault });
  const yes = (parts) => ({ parts, fault: null });

  Atoll.isChoice = (question) => CHOICES.includes(question.type);
  Atoll.isMarked = (question) => !UNMARKED.includes(question.type);

  /** Give a gap's text as it is compared: letters of one case and shape, single spaces. */
  Atoll.foldText = function (text, ignoresAccents) {
    let alike = text.normalize("NFKC").toUpperCase().toLowerCase().replace(/ς/g, "σ");
    if (ignoresAccents) alike = alike.normalize("NFD").replace(ACCENTS, "");
    return trim(alike.normalize("NFKC"));
  };

  /** Give {taken: [[step, option], …], here: the step they lead to, or null at an end}. */
  Atoll.walk = function (question, parts) {
    let here = question.steps[0];
    const taken = [];
    parts.every((part) => {
      const found = here && here.options.find((each) => part === pair(here.id, each.id));
      if (!found) return false;
      taken.push([here, found]);
      here = question.steps.find((step) => step.id === found.goes) || null;
      return true;
    });
    return { taken, here };
  };

  /** Give the side of each option that has one, as an object. */
  function sidesOf(question, entries, sides) {
    const given = {};
    entries.forEach((entry) => {
      const cut = entry.indexOf(PAIR);
      const [id, side] = [entry.slice(0, cut), entry.slice(cut + PAIR.length)];
      const isKnown = cut > 0 && question.options.some((option) => option.id === id);
      if (isKnown && sides.includes(side)) given[id] = side;
    });
    return given;
  }

  function readChoice(question, entries) {
    const known = question.options.map((each) => each.id).filter((id) => entries.includes(id));
    if (!known.length || (question.type !== "multiple" && known.length > 1)) return no("nothing");
    return yes(known);
  }

  function readOrder(question, entries) {
    const places = question.options.map((_each, index) => String(index + 1));
    const given = sidesOf(question, entries, places);
    const items = Object.keys(given);
    if (!items.length) return no("nothing");
    const taken = new Set(Object.values(given));
    if (items.length < places.length || taken.size < places.length) return no("places");
    return yes(items.sort((a, b) => Number(given[a]) - Number(given[b])));
  }

  function readMatches(question, entries) {
    const given = sidesOf(question, entries, question.options.map((each) => each.target));
    const found = Object.keys(given).length;
    if (!found) return no("nothing");
    if (found < question.options.length) return no("pairs");
    return yes(question.options.map((each) => pair(each.id, given[each.id])));
  }

  function readNumber(question, entries) {
    const text = (entries[0] || "").trim();
    if (!text) return no("nothing");
    if (Array.from(text).length > MOST_TYPED) return no("number");
    const found = Atoll.numbers.read(text, question.decimals || 0);
    return found.fault ? no("number") : yes([found.number]);
  }

  function readGap(question, entries) {
    const whole = (entries[0] || "").normalize("NFC").replace(/\0/g, "");
    const text = trim(whole).split(SEPARATOR).join(",");
    if (!Atoll.foldText(text, question.ignoresAccents)) return no("nothing");
    return Array.from(text).length > MOST_TYPED ? no("too-long") : yes([text]);
  }

  function readPath(question, entries) {
    const { taken, here } = Atoll.walk(question, entries);
    if (here) return no("nothing");
    return yes(taken.map(([step, option]) => pair(step.id, option.id)));
  }

  const READERS = {
    numeric: readNumber,
    ordering: readOrder,
    matching: readMatches,
    fillin: readGap,
    scenario: readPath,
  };

  /** Give {parts, fault}: the parts that entries make, or why they make none. */
  Atoll.readEntries = (question, entries) =>
    (READERS[question.type] || readChoice)(question, entries);

  /** Give the entries of a form that holds `parts`. */
  Atoll.entriesOf = function (question, parts) {
    if (question.type !== "ordering") return parts;
    return parts.map((item, index) => pair(item, String(index + 1)));
  };

  const why = (question, outcome) => (question.feedback || {})[outcome] || "";
  const reason = (isRight, option, text, place) =>
    ({ isRight, option, why: text, place: place || 0 });
  const outcome = (question, parts, name) => ({
    parts,
    isRight: name === "right",
    reasons: [reason(name === "right", "", why(question, name))],
  });

  function markChoice(question, parts) {
    if (question.type === "poll") {
      return { parts, isRight: null, reasons: [reason(null, parts[0], why(question, "other"))] };
    }
    const chosen = question.options.filter((option) => parts.includes(option.id));
    const reasons = chosen.map((each) => reason(each.correct, each.id, each.feedback));
    const isRight = question.options.every((each) => each.correct === parts.includes(each.id));
    return { parts, isRight, reasons };
  }

  function markOrder(question, parts) {
    const astray = parts.findIndex((id, index) => id !== question.options[index].id);
    if (astray < 0) return outcome(question, parts, "right");
    const first = reason(false, parts[astray], why(question, "other"), astray + 1);
    return { parts, isRight: false, reasons: [first] };
  }

  function markMatches(question, parts) {
    const reasons = question.options.map((each, index) =>
      reason(parts[index] === pair(each.id, each.target), each.id, each.feedback));
    return { parts, isRight: reasons.every((each) => each.isRight), reasons };
  }

  function markNumber(question, parts) {
    const { compare, fraction } = Atoll.numbers;
    const number = fraction(parts[0]);
    if (compare(number, fraction(question.lowest)) < 0) return outcome(question, parts, "low");
    const isOver = compare(number, fraction(question.highest)) > 0;
    return outcome(question, parts, isOver ? "high" : "right");
  }

  function markGap(question, parts) {
    const folded = (text) => Atoll.foldText(text, question.ignoresAccents);
    const isRight = question.accepted.map(folded).includes(folded(parts[0]));
    return outcome(question, parts, isRight ? "right" : "other");
  }

  function markPath(question, parts) {
    const { taken } = Atoll.walk(question, parts);
    const reasons = taken.map(([, option]) => reason(null, option.id, option.feedback));
    return { parts, isRight: null, reasons };
  }

  const MARKERS = {
    numeric: markNumber,
    ordering: markOrder,
    matching: markMatches,
    fillin: markGap,
    scenario: markPath,
  };

  /**
   * Mark parts: {parts, isRight, reasons: [{isRight, option, why, place}]}. `isRight` is null where
   * there is no right answer. What makes no answer to the question has no parts and is not right.
   */
  Atoll.mark = function (question, parts) {
    const found = Atoll.readEntries(question, Atoll.entriesOf(question, parts));
    const isRight = Atoll.isMarked(question) ? false : null;
    if (found.fault) return { parts: [], isRight, reasons: [] };
    return (MARKERS[question.type] || markChoice)(question, found.parts);
  };

  /** Give the response of parts, as xAPI writes it, and the parts of a response. */
  Atoll.responseOf = (parts) => parts.join(SEPARATOR);
  Atoll.partsOf = (response) => (response ? response.split(SEPARATOR).filter(Boolean) : []);

  /** Give the ids of the questions that an attempt asks, in the order it asks them. */
  Atoll.draw = function (attempt, bank, number) {
    const place = {};
    bank.forEach((id) => (place[id] = Atoll.sha256(attempt + ":" + id)));
    const ordered = bank.slice().sort((a, b) => (place[a] < place[b] ? -1 : 1));
    return ordered.slice(0, number > 0 ? number : bank.length);
  };

  Atoll.isPass = (raw, maximum, passPercent) => raw * 100 >= passPercent * maximum;
})();
