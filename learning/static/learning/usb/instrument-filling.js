/**
 * What is wrong with what people filled in, by the rules of toolkits.instruments.filling and
 * planning. A fault is {path, name, values}: its sentence is the word "fault-<name>".
 *
 * Values are text under a field's code; in a table, under `code.row`, rows counted from 1.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const { fraction, compare, read } = Atoll.numbers;
  const LONGEST = { text: 500, long: 5000 }; // characters
  const PLAN_NEEDS = ["priority", "owner", "date", "indicator"];
  const PLAN_NAMES = PLAN_NEEDS.concat("baseline", "day_30", "day_90");

  const fault = (path, name, values) => ({ path, name, values: values || {} });
  const textOf = (values, name) => (typeof values[name] === "string" ? values[name] : "");

  /** Tell whether `text` is a day that exists, written as 2027-03-01. */
  function isDate(text) {
    if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < "0001") return false;
    const day = new Date(text + "T00:00:00Z");
    return !isNaN(day) && day.toISOString().slice(0, 10) === text;
  }

  function numberFault(field, number) {
    const decimals = field.decimals || 0;
    const digits = (number.split(".")[1] || "").replace(/0+$/, "");
    const isOf = (limit) => limit !== null && limit !== undefined && limit !== "";
    if (digits.length > decimals) {
      return fault(field.code, decimals ? "too-fine" : "whole", { decimals });
    }
    if (isOf(field.minimum) && compare(fraction(number), fraction(field.minimum)) < 0) {
      return fault(field.code, "too-small", { minimum: field.minimum });
    }
    if (isOf(field.maximum) && compare(fraction(number), fraction(field.maximum)) > 0) {
      return fault(field.code, "too-large", { maximum: field.maximum });
    }
    return null;
  }

  /** Read a number field; give {number} or {fault}, or neither where nothing is filled in. */
  function numberOf(field, written) {
    const text = written.trim() || field.default || "";
    if (!text) return field.required ? { fault: fault(field.code, "needed") } : {};
    const found = read(text, field.decimals || 0);
    if (found.fault) return { fault: fault(field.code, found.fault) };
    const wrong = numberFault(field, found.number);
    return wrong ? { fault: wrong } : found;
  }

  /** Say what is wrong with `written` as the value of `field`, or give null. */
  function valueFault(field, written) {
    const text = written.trim() || field.default || "";
    if (!text) return field.required ? fault(field.code, "needed") : null;
    if (field.type === "number") return numberOf(field, text).fault || null;
    if (field.type === "date") return isDate(text) ? null : fault(field.code, "not-a-date");
    if (field.type === "choice") {
      return field.options.includes(text) ? null : fault(field.code, "not-an-option");
    }
    const [length, limit] = [Array.from(text).length, LONGEST[field.type]];
    return length > limit ? fault(field.code, "too-long", { length, limit }) : null;
  }

  const cell = (code, row) => (row ? code + "." + row : code);

  /** Give the numbers of a section's rows; a form has the one row 0. */
  const rowsOf = (section) =>
    section.rows ? Array.from({ length: section.rows }, (_, place) => place + 1) : [0];

  const isFilled = (section, row, values) =>
    section.fields.some((field) => textOf(values, cell(field.code, row)).trim());

  /** Give every fault of a canvas; a row of a table with nothing in it is left aside. */
  function checkCanvas(canvas, values) {
    const faults = [];
    canvas.sections.forEach((section) => {
      const rows = rowsOf(section).filter((row) => !row || isFilled(section, row, values));
      rows.forEach((row) => section.fields.forEach((field) => {
        const path = cell(field.code, row);
        const found = valueFault(field, textOf(values, path));
        if (found) faults.push(fault(path, found.name, found.values));
      }));
    });
    return faults;
  }

  const isEmptyRow = (row) => !PLAN_NAMES.some((name) => textOf(row, name).trim());

  function rowFaults(row, place, today) {
    const needed = PLAN_NEEDS.filter((name) => !textOf(row, name).trim());
    const faults = needed.map((name) => fault(`rows[${place}].${name}`, "plan-" + name));
    const when = textOf(row, "date").trim();
    const path = `rows[${place}].date`;
    if (when && !isDate(when)) faults.push(fault(path, "not-a-date"));
    else if (when && when < today) faults.push(fault(path, "past"));
    return faults;
  }

  /** Give every fault of a plan's rows; empty ones are left aside. `today`: as 2027-03-01. */
  function checkPlan(rows, today) {
    const faults = rows.map((row, place) => (isEmptyRow(row) ? [] : rowFaults(row, place, today)));
    const count = rows.filter((row) => !isEmptyRow(row)).length;
    const most = Atoll.scoring.MOST_PRIORITIES;
    const many = count > most ? [fault("rows", "too-many", { most, count })] : [];
    return many.concat(...faults);
  }

  Atoll.filling = { fault, textOf, numberOf, valueFault, cell, rowsOf, isFilled, checkCanvas,
    checkPlan, PLAN_NAMES, PLAN_NEEDS };
})();
