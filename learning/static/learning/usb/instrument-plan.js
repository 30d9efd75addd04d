/**
 * The action plan of an assessment: at most four priorities, each with somebody who answers for it.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const { make, word } = Atoll;
  const { field, checkbox, button, actions, showFaults, newSummary } = Atoll.fields;
  const TYPES = { priority: "long", date: "date", day_30: "long", day_90: "long" };
  const NAMES = Atoll.filling.PLAN_NAMES;
  const MOST = Atoll.scoring.MOST_PRIORITIES;

  const labelOf = (name) => word("plan-" + name.replace("_", "-"));

  /** Give the four rows of a plan: as they were kept, or begun from the gaps that add most. */
  function rowsOf(sheet, result) {
    const begun = Atoll.scoring.priorities(result).map(
      ({ question }) => ({ priority: question.advice || question.text }));
    const kept = sheet.plan || begun;
    const empty = Array.from({ length: MOST - kept.length }, () => ({}));
    return kept.concat(empty).map((row) => Object.assign({}, row));
  }

  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  function heads() {
    const followed = [word("plan-done", { days: 30 }), word("plan-done", { days: 90 })];
    return ["#", ...NAMES.map(labelOf), ...followed];
  }

  function cellsOf(row, place) {
    const done = [row.done_30, row.done_90].map((each) => word(each ? "tool-yes" : "tool-no"));
    return [String(place + 1), ...NAMES.map((name) => row[name] || ""), ...done];
  }

  /** Give the plan for a printed page: the priorities side by side. */
  function paperOf(rows) {
    const [, ...labels] = heads();
    const across = ["", ...rows.map((cells) => word("plan-row", { number: cells[0] }))];
    const down = labels.map((label, place) => [label, ...rows.map((cells) => cells[place + 1])]);
    return Atoll.tables.table(word("plan-title"), across, down);
  }

  const isFilled = (row) => NAMES.some((name) => (row[name] || "").trim());

  /** Give the fields of a row; `keep(name, value)` hears what is written. */
  function rowForm(row, place, keep) {
    const fields = NAMES.map((name) => {
      const required = Atoll.filling.PLAN_NEEDS.includes(name);
      const definition = { label: labelOf(name), type: TYPES[name] || "text", required };
      const path = `rows[${place}].${name}`;
      return field(definition, path, row[name] || "", (text) => keep(name, text));
    });
    const done = [30, 90].map((days) =>
      checkbox(word("plan-done", { days }), row["done_" + days] === true,
        (isDone) => keep("done_" + days, isDone)));
    return make("fieldset", { class: "card" },
      make("legend", { class: "prompt" }, word("plan-row", { number: place + 1 })),
      make("div", { class: "usb-fields" }, ...fields), ...done);
  }

  /** Show the plan in the place of the result; `back` leads there again. */
  Atoll.showPlan = function (view, result, back) {
    const rows = rowsOf(view.sheet(), result);
    const keep = (place, name, value) => {
      rows[place][name] = value;
      view.change((sheet) => {
        sheet.plan = rowsOf(sheet, result);
        sheet.plan[place][name] = value;
      });
    };
    const [summary, form] = [newSummary(), make("form", { novalidate: "", class: "usb-form" })];
    const forms = rows.map((row, place) =>
      rowForm(row, place, (name, value) => keep(place, name, value)));
    const body = () => rows.filter(isFilled).map(cellsOf);
    const save = () => view.saveTable("plan", [heads()].concat(body()));
    const check = () => {
      const isGood = showFaults(form, summary, Atoll.filling.checkPlan(rows, today()));
      if (!isGood) return;
      Atoll.fill(summary, Atoll.panel(true, word("plan-good")));
      summary.focus();
    };
    form.append(summary, make("p", {}, word("plan-about", { most: MOST })), ...forms,
      actions(button("plan-check", check, true), button("tool-print", () => print()),
        button("tool-csv", save), button("tool-result", back)));
    form.addEventListener("submit", (event) => event.preventDefault());
    view.paper(() => [paperOf(body())]);
    return [make("h3", { tabindex: "-1" }, word("plan-title")), form];
  };
})();
