/**
 * Items put in order with buttons. Without this file each item has a select for its number; here
 * the selects are filled in by moving the items, from the first move on.
 *
 *   <ul data-order data-up="Move up: {item}" data-down="…" data-now="{item}: place {place} of {all}">
 *     <li><label><span>…</span> <select>…</select></label></li> … </ul>
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  function phrase(list, name, values) {
    return list.dataset[name].replace(/\{(\w+)\}/g, (_place, key) => values[key]);
  }

  function button(list, row, name, arrow, step) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn q small";
    made.textContent = arrow;
    made.setAttribute("aria-label", phrase(list, name, { item: textOf(row) }));
    made.addEventListener("click", () => move(list, row, step));
    return made;
  }

  const textOf = (row) => row.querySelector("span").textContent;
  const selectOf = (row) => row.querySelector("select");
  const rowsOf = (list) => Array.from(list.children);

  /** Rows at the edge keep both buttons, so that nobody loses their place; one does nothing. */
  function move(list, row, step) {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    const focused = document.activeElement;
    if (step < 0) list.insertBefore(row, other);
    else list.insertBefore(other, row);
    rowsOf(list).forEach((each, index) => (selectOf(each).value = String(index + 1)));
    focused.focus();
    const values = { item: textOf(row), place: rowsOf(list).indexOf(row) + 1 };
    values.all = rowsOf(list).length;
    list.nextElementSibling.textContent = phrase(list, "now", values);
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function equip(list) {
    const said = document.createElement("p");
    said.className = "vh";
    said.setAttribute("role", "status");
    list.after(said);
    const hint = list.previousElementSibling;
    if (hint && hint.hasAttribute("data-order-hint")) hint.textContent = list.dataset.hint;
    rowsOf(list).forEach((row, index) => {
      row.dataset.start = index;
      selectOf(row).hidden = true;
      const up = button(list, row, "up", "↑", -1);
      row.append(up, button(list, row, "down", "↓", 1));
    });
    list.dataset.arranged = "";
  }

  /** Make `list` movable, and bring its rows into the order that its selects say, if they do. */
  Atoll.arrange = function (list) {
    if (!("arranged" in list.dataset)) equip(list);
    const rows = rowsOf(list);
    const isFilled = rows.every((row) => selectOf(row).value);
    const place = (row) => Number(isFilled ? selectOf(row).value : row.dataset.start);
    if (!isFilled) rows.forEach((row) => (selectOf(row).value = ""));
    list.append(...rows.sort((a, b) => place(a) - place(b)));
  };

  const arrangeAll = () => document.querySelectorAll("[data-order]").forEach(Atoll.arrange);
  document.addEventListener("atoll-shown", arrangeAll);
  arrangeAll();
})();
