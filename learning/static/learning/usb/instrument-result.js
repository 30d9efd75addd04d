/**
 * The result of an assessment: total with its label and level, a chart with its table, gaps with
 * advice and what to read, and the way to the action plan.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const { make, word } = Atoll;
  const { button, actions } = Atoll.fields;
  const { written } = Atoll.numbers;
  const percent = (text) => written(text) + "\u00a0%";

  function head(result) {
    return make("div", { class: "card key" },
      make("p", { class: "muted" }, result.label),
      make("p", { class: "code usb-total" }, percent(result.percent)),
      make("p", {}, make("strong", {}, result.level.title)),
      result.level.advice && make("p", {}, result.level.advice));
  }

  function picture(assessment, result) {
    const content = {
      labels: result.dimensions.map((each) => each.dimension.title),
      values: result.dimensions.map((each) => each.percent),
      title: word("tool-chart", { label: result.label }),
    };
    return Atoll.charts[assessment.chart === "bars" ? "bars" : "radar"](content);
  }

  function tableHeads() {
    return ["tool-group", "tool-percent", "tool-weight", "tool-yes", "tool-no", "tool-unanswered"]
      .map((name) => word(name));
  }

  function dimensionCells(each) {
    const counts = [each.dimension.weight, each.yes, each.no, each.unanswered];
    return [each.dimension.title, each.percent].concat(counts.map(String));
  }

  function dimensionTable(result) {
    const rows = result.dimensions.map((each) => {
      const [title, share, ...counts] = dimensionCells(each);
      return [title, written(share), ...counts];
    });
    return Atoll.tables.table(word("tool-table"), tableHeads(), rows, [1, 2, 3, 4, 5]);
  }

  /** Give a link to the unit to read, where it is on this page; else its address. */
  function reading(unit) {
    if (!unit) return null;
    const [toolkit, slug] = unit.split("/");
    const { course } = Atoll.learning;
    const lesson = course.slug === toolkit && course.lessons.find((each) => each.slug === slug);
    if (!lesson) return make("p", { class: "muted" }, word("tool-elsewhere", { unit }));
    const link = make("a", { href: "#" + slug }, word("tool-read", { title: lesson.title }));
    return make("p", {}, link);
  }

  function gap({ question, percent: adds }) {
    return make("li", {},
      make("p", {}, make("strong", {}, question.text), " ",
        make("span", { class: "muted" }, word("tool-adds", { percent: written(adds) }))),
      question.advice && make("p", {}, question.advice),
      reading(question.unit));
  }

  function listed(title, about, items) {
    if (!items.length) return null;
    return make("section", {}, make("h3", {}, title), about && make("p", {}, about),
      make("ol", {}, ...items));
  }

  const plain = (question) => make("li", {}, question.text);

  function csvRows(view, assessment, result, answers) {
    const said = { yes: word("tool-yes"), no: word("tool-no"), "": word("tool-unanswered") };
    const questions = Atoll.scoring.questionsOf(assessment).map(({ question, dimension }) => {
      const { value, evidence } = Atoll.scoring.answer(answers[question.code]);
      return [dimension.title, question.code, question.text, said[value], evidence];
    });
    const heads = ["tool-group", "tool-code", "tool-question", "tool-answer", "tool-evidence"];
    return [
      [view.lesson.title, view.sheet().title],
      [result.label, result.percent, result.level.title],
      [],
      tableHeads(),
      ...result.dimensions.map(dimensionCells),
      [],
      heads.map((name) => word(name)),
      ...questions,
    ];
  }

  /** Give the elements that show the result of `answers`; `again` is a button that leads back. */
  Atoll.showResult = function (view, answers, again, agreement) {
    const { definition } = view;
    const result = Atoll.scoring.score(definition, answers);
    if (view.step() === "plan") return Atoll.showPlan(view, result, () => view.go("result"));
    const save = () => view.saveTable("result", csvRows(view, definition, result, answers));
    const isPlanned = Boolean(view.sheet().plan);
    return [
      make("h3", { tabindex: "-1" }, word("tool-result")),
      head(result),
      agreement && make("p", {}, word("tool-agreement", { percent: written(agreement) })),
      picture(definition, result),
      dimensionTable(result),
      actions(button(isPlanned ? "plan-open" : "plan-make", () => view.go("plan"), true),
        button("tool-print", () => print()), button("tool-csv", save), again),
      listed(word("tool-gaps"), word("tool-gaps-about"), result.gaps.map(gap)),
      listed(word("tool-not-answered"), word("tool-absent"),
        result.unanswered.map((each) => plain(each.question))),
      listed(word("tool-no-evidence"), word("tool-no-evidence-about"),
        result.withoutEvidence.map(plain)),
    ];
  };
})();
