/**
 * A case to walk through: each choice leads on to another step, until one ends it. The page holds
 * the steps on paper (scenario.html): <li data-step="…"> … <b data-option="…">.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const find = (paper, id) => paper.querySelector('[data-option="' + CSS.escape(id) + '"]');

  function taken(paper, steps) {
    const items = steps.map(([, option]) => {
      const text = Atoll.make("b", {}, find(paper, option.id).textContent);
      const break_ = option.feedback && Atoll.make("br");
      return Atoll.make("li", {}, text, break_, option.feedback);
    });
    return items.length > 0 && Atoll.make("ol", { class: "path" }, ...items);
  }

  /** Give a fieldset of the choices in `step`. */
  function decision(paper, step) {
    const name = paper.dataset.question;
    const shown = paper.querySelector('[data-step="' + CSS.escape(step.id) + '"] .usb-step');
    const options = step.options.map((each) => {
      const value = step.id + "[.]" + each.id;
      const input = Atoll.make("input", { type: "radio", name, value });
      const text = Atoll.make("span", {}, find(paper, each.id).textContent);
      return Atoll.make("label", { class: "opt" }, input, text);
    });
    const legend = Atoll.make("legend", { class: "step", tabindex: "-1" }, shown.cloneNode(true));
    return Atoll.make("fieldset", {}, legend, ...options);
  }

  function end() {
    const again = Atoll.make("p", {}, Atoll.word("case-again"));
    return Atoll.panel(true, Atoll.word("case-ends"), again);
  }

  /** Give what shows `parts` of the case: {nodes, word of the button, focus}. */
  Atoll.showCase = function (paper, question, parts) {
    const { taken: past, here } = Atoll.walk(question, parts);
    const last = here ? decision(paper, here) : end();
    last.setAttribute("tabindex", "-1");
    const focus = here ? last.querySelector("legend") : last;
    return { nodes: [taken(paper, past), last], word: here ? "go-on" : "begin-again", focus };
  };
})();
