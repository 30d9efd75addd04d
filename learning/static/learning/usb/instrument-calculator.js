/**
 * A calculator: numbers in, numbers out, on the same screen.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const { make, word } = Atoll;
  const { field, button, actions, showFaults, newSummary } = Atoll.fields;
  const NAMED_UNITS = ["h", "s", "d"];

  const unitOf = (unit) => (NAMED_UNITS.includes(unit) ? word("unit-" + unit) : unit);
  const labelOf = (line) => word("line-" + line.code);
  const words = (...names) => names.map((name) => word(name));
  const heads = () => words("tool-outcome", "tool-value", "tool-unit", "tool-level");

  function resultTable(found) {
    const rows = found.lines.map((line) =>
      [labelOf(line), Atoll.numbers.written(line.value), unitOf(line.unit), line.band]);
    return Atoll.tables.table(word("tool-table"), heads(), rows, [1]);
  }

  function inputTable(view) {
    const { values } = view.sheet();
    const given = (each) => values[each.code] || each.default || "";
    const rows = view.definition.inputs.map((each) => [each.label, given(each), each.unit || ""]);
    return { names: words("tool-field", "tool-value", "tool-unit"), rows };
  }

  function csvRows(view, found) {
    const { names, rows } = inputTable(view);
    const lines = found.lines.map((line) =>
      [labelOf(line), line.value, unitOf(line.unit), line.band]);
    return [[view.lesson.title, view.sheet().title], [], names, ...rows, [], heads(), ...lines];
  }

  function shown(view, found) {
    const warnings = found.warnings.map((code) => make("li", {}, word("warn-" + code)));
    return [
      make("h3", { tabindex: "-1" }, word("tool-result")),
      found.band && make("div", { class: "card key" }, make("strong", {}, found.band.title),
        found.band.advice && make("p", {}, found.band.advice)),
      resultTable(found),
      warnings.length &&
        Atoll.panel(false, word("tool-warnings"), make("ul", {}, ...warnings)),
      view.definition.note && make("p", { class: "muted" }, view.definition.note),
      actions(button("tool-print", () => print()),
        button("tool-csv", () => view.saveTable("result", csvRows(view, found)))),
    ];
  }

  /** Give the elements of a calculator: its form, and its result once it was asked for. */
  Atoll.showCalculator = function (view) {
    const { definition } = view;
    const [summary, form] = [newSummary(), make("form", { novalidate: "", class: "usb-form" })];
    const result = make("div", { role: "status" });
    const calculate = () => Atoll.calculating.calculate(definition, view.sheet().values);

    /** Show the result as it is now; while something cannot be read, show none. */
    function refresh() {
      if (view.step() !== "result") return;
      const found = calculate();
      Atoll.fill(result, ...(found.faults.length ? [] : shown(view, found)));
    }

    const fields = definition.inputs.map((each) =>
      field(each, each.code, view.sheet().values[each.code] || "", (text) => {
        view.change((sheet) => (sheet.values[each.code] = text));
        refresh();
      }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      view.stay("result");
      refresh();
      if (showFaults(form, summary, calculate().faults)) result.querySelector("h3").focus();
    });
    form.append(summary, make("div", { class: "usb-fields" }, ...fields),
      actions(make("button", { class: "btn" }, word("tool-calculate"))));
    view.paper(() => {
      const { names, rows } = inputTable(view);
      return [Atoll.tables.table(word("tool-filled"), names, rows)];
    });
    refresh();
    return [form, result];
  };
})();
