/**
 * A canvas: a sheet of forms and tables to think with, and no score.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const { make, word } = Atoll;
  const { field, button, actions, showFaults, newSummary } = Atoll.fields;
  const { cell, rowsOf, isFilled, textOf } = Atoll.filling;
  const FIRST_ROWS = 3; // shown of a table with nothing in it

  function keeper(view, path) {
    return (text) => view.change((sheet) => (sheet.values[path] = text));
  }

  function fieldsOf(view, section, row) {
    const { values } = view.sheet();
    return section.fields.map((each) => {
      const path = cell(each.code, row);
      return field(each, path, textOf(values, path), keeper(view, path));
    });
  }

  function tableRow(view, section, row) {
    return make("fieldset", { class: "card" },
      make("legend", { class: "prompt" }, word("tool-row", { number: row, title: section.title })),
      make("div", { class: "usb-fields" }, ...fieldsOf(view, section, row)));
  }

  /** Give the rows of a table, down to the last that holds something, and a way to more. */
  function tableForm(view, section) {
    const filled = rowsOf(section).filter((row) => isFilled(section, row, view.sheet().values));
    const place = make("div", {});
    let shown = 0;
    const more = button("tool-more", () => {
      add(1);
      place.lastElementChild.querySelector("input, select, textarea").focus();
    });
    function add(count) {
      const end = Math.min(shown + count, section.rows);
      while (shown < end) {
        shown += 1;
        place.append(tableRow(view, section, shown));
      }
      more.hidden = shown >= section.rows;
    }
    add(Math.max(FIRST_ROWS, ...filled));
    return [place, actions(more)];
  }

  function sectionForm(view, section) {
    const inner = section.rows
      ? tableForm(view, section)
      : [make("div", { class: "usb-fields" }, ...fieldsOf(view, section, 0))];
    return make("section", {}, make("h3", { tabindex: "-1" }, section.title),
      section.prompt && make("p", {}, section.prompt), ...inner);
  }

  /** Give a section as it was filled in: {heads, rows}. */
  function filledIn(view, section) {
    const { values } = view.sheet();
    const text = (each, row) => textOf(values, cell(each.code, row)).trim() || each.default || "";
    if (!section.rows) {
      const heads = [word("tool-field"), word("tool-value")];
      return { heads, rows: section.fields.map((each) => [each.label, text(each, 0)]) };
    }
    const rows = rowsOf(section).filter((row) => isFilled(section, row, values));
    const heads = section.fields.map((each) => each.label);
    return { heads, rows: rows.map((row) => section.fields.map((each) => text(each, row))) };
  }

  function csvRows(view) {
    const parts = view.definition.sections.map((section) => {
      const { heads, rows } = filledIn(view, section);
      return [[], [section.title], heads, ...rows];
    });
    return [[view.lesson.title, view.sheet().title]].concat(...parts);
  }

  /** Give the elements of a canvas. */
  Atoll.showCanvas = function (view) {
    const { definition } = view;
    const [summary, form] = [newSummary(), make("form", { novalidate: "", class: "usb-form" })];
    const check = () => {
      const faults = Atoll.filling.checkCanvas(definition, view.sheet().values);
      if (!showFaults(form, summary, faults)) return;
      Atoll.fill(summary, Atoll.panel(true, word("tool-whole")));
      summary.focus();
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.append(summary, ...definition.sections.map((each) => sectionForm(view, each)),
      definition.note ? make("p", { class: "muted" }, definition.note) : "",
      actions(button("tool-check", check, true), button("tool-print", () => print()),
        button("tool-csv", () => view.saveTable("sheet", csvRows(view)))));
    view.paper(() => definition.sections.map((section) => {
      const { heads, rows } = filledIn(view, section);
      return Atoll.tables.table(section.title, heads, rows);
    }));
    return [form];
  };
})();
