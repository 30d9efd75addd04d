/**
 * Questions as form fields, made of the question on paper that the page holds (question.html).
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const SEVERAL = ["multiple", "matching"]; // whose feedback is a list, one line an option

  function option(id, type, item) {
    const input = Atoll.make("input", { type, name: id, value: item.dataset.option });
    return Atoll.make("label", { class: "opt" }, input, Atoll.make("span", {}, item.textContent));
  }

  /** Give the fields of a question that is not a choice, which the page holds ready. */
  function fields(paper) {
    const content = paper.querySelector("template").content.cloneNode(true);
    return Array.from(content.children);
  }

  /** Give a fieldset of the question in `paper`, whose facts are `question`. */
  Atoll.fieldset = function (paper, question, label) {
    const legend = Atoll.make("legend", {}, label, paper.querySelector(".usb-prompt"));
    const type = question.type === "multiple" ? "checkbox" : "radio";
    const items = Array.from(paper.querySelectorAll("[data-option]"));
    const made = Atoll.isChoice(question)
      ? [paper.querySelector(".usb-several")].concat(
          items.map((item) => option(paper.dataset.question, type, item)))
      : fields(paper);
    const fieldset = Atoll.make("fieldset", {}, legend, ...made);
    fieldset.querySelectorAll("[data-order]").forEach(Atoll.arrange);
    return fieldset;
  };

  /** Give the entries in a fieldset (learning.player.marking). */
  Atoll.chosenIn = function (fieldset) {
    const found = (selector) => Array.from(fieldset.querySelectorAll(selector));
    return found("input:checked").map((input) => input.value).concat(
      found("input[type=text]").map((input) => input.value).filter((text) => text.trim()),
      found("select").filter((select) => select.value)
        .map((select) => select.dataset.option + "[.]" + select.value));
  };

  /** Fill a fieldset in with entries. */
  Atoll.choose = function (fieldset, entries) {
    fieldset.querySelectorAll("input").forEach((input) => {
      if (input.type === "text") input.value = entries[0] || "";
      else input.checked = entries.includes(input.value);
    });
    fieldset.querySelectorAll("select").forEach((select) => {
      const start = select.dataset.option + "[.]";
      const entry = entries.find((each) => each.startsWith(start));
      select.value = entry ? entry.slice(start.length) : "";
    });
    fieldset.querySelectorAll("[data-order]").forEach(Atoll.arrange);
  };

  /** Put the focus into a fieldset's first field that can be seen. */
  Atoll.enter = function (fieldset) {
    fieldset.querySelector("input, select:not([hidden]), button").focus();
  };

  function textOf(fieldset, id) {
    const named = CSS.escape(id);
    const field = fieldset.querySelector(
      'input[value="' + named + '"], select[data-option="' + named + '"]');
    return field.closest("label").querySelector("span").textContent;
  }

  function line(fieldset, reason) {
    const mark = Atoll.word(reason.isRight ? "right-option" : "wrong-option");
    const icon = Atoll.make("span", { "aria-hidden": "true" }, reason.isRight ? "✓ " : "✗ ");
    const spoken = Atoll.make("span", { class: "vh" }, mark + " ");
    const text = Atoll.make("b", {}, textOf(fieldset, reason.option));
    return Atoll.make("li", {}, icon, spoken, text, " ", reason.why);
  }

  function lines(fieldset, reason) {
    const values = { place: reason.place };
    if (reason.place) values.item = textOf(fieldset, reason.option);
    const text = reason.place && Atoll.make("p", {}, Atoll.word("out-of-place", values));
    return [text, reason.why && Atoll.make("p", {}, reason.why)];
  }

  /** Give the feedback on parts; `wrong` names the heading when they are not right. */
  Atoll.feedback = function (fieldset, question, answer, wrong) {
    const { isRight, reasons } = Atoll.mark(question, answer);
    const parts = SEVERAL.includes(question.type)
      ? [Atoll.make("ul", {}, ...reasons.map((each) => line(fieldset, each)))]
      : [].concat(...reasons.map((each) => lines(fieldset, each)));
    const isMissing = !isRight && reasons.every((each) => each.isRight);
    if (question.type === "multiple" && isMissing) {
      parts.push(Atoll.make("p", {}, Atoll.word("missing-option")));
    }
    const heading = isRight === null ? "saved" : isRight ? "right" : wrong;
    return Atoll.panel(isRight !== false, Atoll.word(heading), ...parts);
  };

  function rightLine(fieldset, question, part) {
    const reasons = Atoll.mark(question, Atoll.rightParts(question)).reasons;
    const [id, target] = part.split("[.]");
    const reason = reasons.find((each) => each.option === id);
    const named = 'select[data-option="' + CSS.escape(id) + '"] option[value="' + target + '"]';
    const other = target ? " – " + fieldset.querySelector(named).textContent : "";
    const text = Atoll.make("b", {}, textOf(fieldset, id) + other);
    return Atoll.make("li", {}, text, reason && reason.why && Atoll.make("br"), reason && reason.why);
  }

  function rightLines(fieldset, question) {
    const { type, lowest, highest } = question;
    const parts = Atoll.rightParts(question);
    if (type === "numeric") parts[0] = lowest === highest ? lowest : lowest + " – " + highest;
    if (type === "numeric" || type === "fillin") return [Atoll.make("li", {}, parts[0])];
    return parts.map((part) => rightLine(fieldset, question, part));
  }

  /** Give the right answer with its reason; `isOpen`: the check is still to be answered. */
  Atoll.rightAnswer = function (fieldset, question, isOpen) {
    const list = Atoll.make(question.type === "ordering" ? "ol" : "ul", {},
      ...rightLines(fieldset, question));
    const reason = why(question);
    return Atoll.make("div", { class: "shown" }, Atoll.make("b", {}, Atoll.word("right-answer")),
      list, reason && Atoll.make("p", {}, reason),
      isOpen && Atoll.make("p", {}, Atoll.word("answer-once-more")));
  };

  const why = (question) => (question.feedback || {}).right || "";

  /** Give a sentence about entries that are no answer. */
  Atoll.faultSentence = function (question, fault) {
    const isTyped = ["numeric", "fillin"].includes(question.type);
    if (fault === "nothing") return Atoll.word(isTyped ? "write-first" : "choose-first");
    return Atoll.word({
      places: "each-its-place",
      pairs: "each-its-match",
      number: "no-number",
      "too-long": "long-answer",
    }[fault]);
  };
})();
