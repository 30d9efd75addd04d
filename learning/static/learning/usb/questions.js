/**
 * Questions as form fields, made of the question on paper that the page holds (question.html).
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  function option(id, type, item) {
    const input = Atoll.make("input", { type, name: id, value: item.dataset.option });
    return Atoll.make("label", { class: "opt" }, input, Atoll.make("span", {}, item.textContent));
  }

  /** Give a fieldset of the question in `paper`, whose facts are `question`. */
  Atoll.fieldset = function (paper, question, label) {
    const type = question.type === "multiple" ? "checkbox" : "radio";
    const items = Array.from(paper.querySelectorAll("[data-option]"));
    const legend = Atoll.make("legend", {}, label, paper.querySelector(".usb-prompt"));
    return Atoll.make(
      "fieldset",
      {},
      legend,
      paper.querySelector(".usb-several"),
      ...items.map((item) => option(paper.dataset.question, type, item)),
    );
  };

  /** Give the ids of the options that are chosen in a fieldset. */
  Atoll.chosenIn = (fieldset) =>
    Array.from(fieldset.querySelectorAll("input:checked"), (input) => input.value);

  Atoll.choose = function (fieldset, ids) {
    fieldset.querySelectorAll("input").forEach((input) => {
      input.checked = ids.includes(input.value);
    });
  };

  function reason(fieldset, chosen) {
    const input = fieldset.querySelector('input[value="' + CSS.escape(chosen.id) + '"]');
    const text = input.nextElementSibling.textContent;
    const mark = Atoll.word(chosen.correct ? "right-option" : "wrong-option");
    const icon = Atoll.make("span", { "aria-hidden": "true" }, chosen.correct ? "✓ " : "✗ ");
    const spoken = Atoll.make("span", { class: "vh" }, mark + " ");
    return Atoll.make("li", {}, icon, spoken, Atoll.make("b", {}, text), " ", chosen.feedback);
  }

  /** Give the feedback on each chosen option; `wrong` names the heading when it is not right. */
  Atoll.feedback = function (fieldset, question, ids, wrong) {
    const chosen = question.options.filter((each) => ids.includes(each.id));
    const isRight = Atoll.isRight(question, ids);
    const isMissing = !isRight && chosen.every((each) => each.correct);
    const parts =
      question.type === "multiple"
        ? [Atoll.make("ul", {}, ...chosen.map((each) => reason(fieldset, each)))]
        : chosen.map((each) => Atoll.make("p", {}, each.feedback));
    if (question.type === "multiple" && isMissing) {
      parts.push(Atoll.make("p", {}, Atoll.word("missing-option")));
    }
    return Atoll.panel(isRight, Atoll.word(isRight ? "right" : wrong), ...parts);
  };
})();
