/**
 * Tables on the page and as CSV, by the rules of toolkits.instruments.tables: what people wrote
 * must never run as a formula on another's computer.
 *
 * Atoll.tables.csv([["Dimension", "Percent"], ["Law", "66.7"]])  →  text, with its mark of UTF-8
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const STARTS_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
  const NEGATIVE = /^-[0-9]+([.,][0-9]+)?$/;

  function safe(value) {
    const text = String(value);
    return !STARTS_FORMULA.test(text) || NEGATIVE.test(text) ? text : "'" + text;
  }

  const quoted = (text) => (/[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text);
  const row = (cells) => cells.map((cell) => quoted(safe(cell))).join(",") + "\r\n";
  const csv = (rows) => "\ufeff" + rows.map(row).join("");

  /** Give a file name that every disk takes, of texts that people wrote. */
  function fileName(ending, ...texts) {
    const plain = (text) =>
      text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
        .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
    return (texts.map(plain).filter(Boolean).join("-") || "worksheet") + ending;
  }

  /** Have the browser save `text` as a file. */
  function save(name, type, text) {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = Atoll.make("a", { href: address, download: name, hidden: "" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000); // ms; some browsers save late
  }

  /** Give a table that can be scrolled sideways; `numeric`: places of columns of numbers. */
  function table(caption, heads, rows, numeric = []) {
    const kind = (place) => (numeric.includes(place) ? { class: "num" } : {});
    const head = heads.map((text, place) =>
      Atoll.make("th", Object.assign({ scope: "col" }, kind(place)), text));
    const cell = (content, place) =>
      place ? Atoll.make("td", kind(place), content) : Atoll.make("th", { scope: "row" }, content);
    const body = rows.map((cells) => Atoll.make("tr", {}, ...cells.map(cell)));
    const region = { class: "scroll", tabindex: "0", role: "region", "aria-label": caption };
    return Atoll.make("div", region,
      Atoll.make("table", {}, Atoll.make("caption", {}, caption),
        Atoll.make("thead", {}, Atoll.make("tr", {}, ...head)),
        Atoll.make("tbody", {}, ...body)));
  }

  Atoll.tables = { csv, fileName, save, table };
})();
