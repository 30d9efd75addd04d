/**
 * An assessment: a group of questions at a time, yes or no with evidence. Where there are two
 * assessors they answer one after the other; the first one's answers stay hidden until the second
 * has handed in, and then both settle their differences.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const { make, word } = Atoll;
  const { field, choice, button, actions, showFaults, newSummary } = Atoll.fields;
  const { answer, differences, agreement, reconcile } = Atoll.scoring;

  const isPair = (view) => view.definition.assessors !== 1;
  const wordOf = (value) => word("tool-" + (value || "unanswered"));
  const choices = (...values) => values.map((value) => [value, wordOf(value)]);

  function question(view, turn, asked, told) {
    const given = answer(view.sheet()[turn].answers[asked.code]);
    const keep = (name, value) => {
      view.change((sheet) => {
        const kept = answer(sheet[turn].answers[asked.code]);
        sheet[turn].answers[asked.code] = Object.assign(kept, { [name]: value });
      });
      told();
    };
    return answerCard(asked, choices("yes", "no", ""), given, keep);
  }

  /** Give the fields of an answer; `keep(name, value)` hears what is chosen or written. */
  function answerCard({ code, text, hint }, options, { value, evidence }, keep, about) {
    const asked = { path: code, legend: text, hint, about, choices: options, value };
    return make("div", { class: "card" },
      choice(asked, (chosen) => keep("value", chosen)),
      field({ label: word("tool-evidence"), type: "text" }, code + "/evidence", evidence,
        (written) => keep("evidence", written)));
  }

  const answered = (questions, answers) =>
    questions.filter((each) => answer(answers[each.code]).value).length;

  /** Give the list of groups, with how much of each is answered. */
  function groups(view, turn, open) {
    const { answers } = view.sheet()[turn];
    const items = view.definition.dimensions.map((dimension, place) => {
      const { title, questions } = dimension;
      const count = { done: answered(questions, answers), total: questions.length };
      const text = title + " · " + word("tool-count", count);
      const made = make("button", { class: "btn q small", type: "button" }, text);
      if (place === open) made.setAttribute("aria-current", "step");
      made.addEventListener("click", () => view.go(String(place)));
      return make("li", {}, made);
    });
    return make("ol", { class: "usb-groups" }, ...items);
  }

  function handIn(view, turn, summary) {
    const questions = Atoll.scoring.questionsOf(view.definition).map((each) => each.question);
    const left = questions.length - answered(questions, view.sheet()[turn].answers);
    const go = () => {
      view.change((sheet) => (sheet[turn].isHandedIn = true));
      view.go(isPair(view) && turn === "first" ? "" : "result");
    };
    if (!left) {
      go();
      return;
    }
    Atoll.fill(summary, Atoll.panel(false, word("tool-left", { left }),
      make("p", {}, word("tool-left-about")), actions(button("tool-hand-in-still", go))));
    summary.focus();
  }

  /** Show the questions of one group to the assessor whose turn it is. */
  function askGroup(view, turn) {
    const { dimensions } = view.definition;
    const open = Math.min(Number(view.step()) || 0, dimensions.length - 1);
    const { title, questions } = dimensions[open];
    const summary = newSummary();
    const step = (name, place) =>
      dimensions[place] && button(name, () => view.go(String(place)), name === "tool-next");
    const isLast = open === dimensions.length - 1;
    const finish = button("tool-hand-in", () => handIn(view, turn, summary), isLast);
    const place = { number: open + 1, total: dimensions.length, title };
    const nav = make("nav", { "aria-label": word("tool-groups") });
    const count = () => Atoll.fill(nav, groups(view, turn, open));
    count();
    return [
      isPair(view) && opening(view, turn),
      nav,
      make("h3", { tabindex: "-1" }, word("tool-group-of", place)),
      make("p", { class: "muted" }, word("tool-evidence-about")),
      ...questions.map((each) => question(view, turn, each, count)),
      summary,
      actions(step("tool-next", open + 1), finish, step("tool-back", open - 1)),
    ];
  }

  /** Say whose turn it is. */
  function opening(view, turn) {
    const who = { label: word("tool-who"), hint: word("tool-who-about"), type: "text" };
    return make("div", { class: "card key" },
      make("p", {}, make("strong", {}, word("tool-" + turn))),
      make("p", {}, word("tool-" + turn + "-about")),
      field(who, turn, view.sheet()[turn].who,
        (text) => view.change((sheet) => (sheet[turn].who = text))));
  }

  function said(turn, sheet, given) {
    const who = [word("tool-" + turn), sheet[turn].who].filter(Boolean).join(" · ");
    const text = [wordOf(given.value), given.evidence];
    return make("div", {}, make("dt", {}, who), make("dd", {}, text.filter(Boolean).join(" · ")));
  }

  function difference(view, { question: asked, first, second }) {
    const sheet = view.sheet();
    const given = answer(sheet.decisions[asked.code]);
    const keep = (name, value) => view.change((each) => {
      const kept = answer(each.decisions[asked.code]);
      each.decisions[asked.code] = Object.assign(kept, { [name]: value });
    });
    const both = make("dl", { class: "facts" }, said("first", sheet, first),
      said("second", sheet, second));
    return answerCard(asked, choices("yes", "no"), given, keep, both);
  }

  /** Show what the two answered differently, each with the decision that is still to take. */
  function settle(view) {
    const { definition } = view;
    const { first, second } = view.sheet();
    const found = differences(definition, first.answers, second.answers);
    const [summary, form] = [newSummary(), make("form", { novalidate: "" })];
    const decided = () => view.sheet().decisions;
    const percent = Atoll.numbers.written(agreement(definition, first.answers, second.answers));
    const done = () => {
      const { faults } = reconcile(definition, first.answers, second.answers, decided());
      if (!showFaults(form, summary, faults)) return;
      view.change((sheet) => (sheet.isDecided = true));
      view.go("result");
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.append(summary, ...found.map((each) => difference(view, each)),
      actions(button("tool-agreed", done, true)));
    return [
      make("h3", { tabindex: "-1" }, word("tool-settle")),
      make("p", {}, word("tool-agreement", { percent })),
      make("p", {}, word(found.length ? "tool-settle-about" : "tool-alike")),
      form,
    ];
  }

  function resultOfOne(view) {
    const again = button("tool-again", () => {
      view.change((sheet) => (sheet.first.isHandedIn = false));
      view.go("");
    });
    return Atoll.showResult(view, view.sheet().first.answers, again, "");
  }

  function resultOfBoth(view) {
    const { first, second, decisions } = view.sheet();
    const found = reconcile(view.definition, first.answers, second.answers, decisions);
    if (!found.answers) return settle(view);
    const again = button("tool-decide-again", () => {
      view.change((sheet) => (sheet.isDecided = false));
      view.go("");
    });
    const percent = agreement(view.definition, first.answers, second.answers);
    return Atoll.showResult(view, found.answers, again, percent);
  }

  /** Give the elements that show where an assessment stands. */
  Atoll.showAssessment = function (view) {
    const { first, second, isDecided } = view.sheet();
    if (!first.isHandedIn) return askGroup(view, "first");
    if (!isPair(view)) return resultOfOne(view);
    if (!second.isHandedIn) return askGroup(view, "second");
    return isDecided ? resultOfBoth(view) : settle(view);
  };
})();
