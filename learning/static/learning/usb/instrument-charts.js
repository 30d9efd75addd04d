/**
 * Charts of one series as toolkits.charts draws them: bars and a radar, with a name and no colour
 * that matters. A table beside them says the same.
 *
 * Atoll.charts.radar({labels, values, title})  →  an <svg> element. Values: plain text, 0 to 100.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  // Lengths are units of the view box, as in toolkits.charts.
  const [WIDTH, TEXT, LINE, BAR, GAP, LABEL_LINES, RADIUS, RINGS] = [320, 14, 18, 16, 6, 3, 118, 4];
  const [FEWEST_AXES, MOST_AXES, MAXIMUM] = [3, 12, 100];
  const SPACE = "http://www.w3.org/2000/svg";
  const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;
  const WIDE = new RegExp(
    "[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff" +
      "\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6\\u{1f300}-\\u{1faff}\\u{20000}-\\u{3fffd}]",
    "u",
  );
  let charts = 0;

  /** Write a length to one decimal, with no needless zero. */
  const coordinate = (value) => value.toFixed(1).replace(/\.0$/, "").replace(/^-0$/, "0");
  const path = (points) => "M" + points.map((each) => each.map(coordinate).join(" ")).join("L");

  function element(name, attributes, ...children) {
    const made = document.createElementNS(SPACE, name);
    Object.keys(attributes).forEach((each) => made.setAttribute(each, attributes[each]));
    made.append(...children);
    return made;
  }

  function shareOfAnEm(character) {
    if (NO_WIDTH.test(character)) return 0;
    if (WIDE.test(character)) return 1;
    if (character >= "\u0900" && character < "\u1800") return 0.85;
    return /[\p{Lu}mw—…%@]/u.test(character) ? 0.75 : 0.6;
  }

  const breadth = (text) =>
    TEXT * Array.from(text).reduce((total, each) => total + shareOfAnEm(each), 0);

  /** Cut a word that no line can hold, before a letter and never before its accents. */
  function cut(word, room) {
    const pieces = [""];
    Array.from(word).forEach((character) => {
      const last = pieces[pieces.length - 1];
      if (last && breadth(last + character) > room) pieces.push("");
      pieces[pieces.length - 1] += character;
    });
    return pieces;
  }

  function shortened(line, room) {
    const characters = Array.from(line);
    while (characters.length && breadth(characters.join("") + "…") > room) characters.pop();
    return characters.join("").trimEnd() + "…";
  }

  /** Give the text in at most LABEL_LINES lines no wider than `room`, the last one shortened. */
  function wrapped(text, room) {
    const lines = [];
    text.trim().split(/\s+/).forEach((word) => {
      const joined = lines.length ? lines[lines.length - 1] + " " + word : word;
      if (lines.length && breadth(joined) <= room) lines[lines.length - 1] = joined;
      else lines.push(...cut(word, room));
    });
    if (lines.length <= LABEL_LINES) return lines;
    const last = shortened(lines.slice(LABEL_LINES - 1).join(" "), room);
    return lines.slice(0, LABEL_LINES - 1).concat(last);
  }

  /** Give a drawing that grows downward; `across` counts from the side where reading begins. */
  function sheet(title) {
    const direction = document.dir || "ltr";
    const made = { height: 0, parts: [] };
    made.x = (across) => (direction === "rtl" ? WIDTH - across : across);
    made.words = (across, y, words, attributes) => {
      const place = { x: coordinate(made.x(across)), y: coordinate(y) };
      made.parts.push(element("text", Object.assign(place, attributes), words));
    };
    made.paragraph = (words) => wrapped(words, WIDTH).forEach((line) => {
      made.words(0, made.height + TEXT, line);
      made.height += LINE;
    });
    made.svg = () => {
      charts += 1;
      const id = "atoll-chart-" + charts;
      const box = "0 0 " + WIDTH + " " + coordinate(made.height + GAP);
      return element("svg", { class: "chart", viewBox: box, role: "img", "aria-labelledby": id,
        "font-size": TEXT, fill: "currentColor", direction },
      element("title", { id }, title), ...made.parts);
    };
    made.height = GAP; // where toolkits.charts has its legend, which one series does not need
    return made;
  }

  function bar(on, value, written, unit) {
    const longest = WIDTH - GAP - breadth(written) - 2;
    const length = Math.min(Math.max(Number(value) * unit - 2, 0), longest);
    const left = document.dir === "rtl" ? on.x(1 + length) : 1;
    if (length > 0) {
      on.parts.push(element("rect", { class: "series-1", x: coordinate(left),
        y: coordinate(on.height), width: coordinate(length), height: BAR, fill: "currentColor",
        stroke: "currentColor", "stroke-width": "1.5" }));
    }
    on.words(length + GAP, on.height + BAR - 3, written);
  }

  /** Draw a bar from 0 to 100 for each label. */
  function bars({ labels, values, title }) {
    const on = sheet(title);
    const texts = values.map(Atoll.numbers.written);
    const room = WIDTH - GAP - Math.max(0, ...texts.map(breadth));
    labels.forEach((label, row) => {
      on.paragraph(label);
      const top = on.height + 2;
      on.height += GAP / 2;
      bar(on, values[row], texts[row], room / MAXIMUM);
      on.height += BAR;
      const [x, y, end] = [on.x(0.5), top, on.height + 1].map(coordinate);
      const d = "M" + x + " " + y + "V" + end;
      on.parts.push(element("path", { d, stroke: "currentColor" }));
      on.height += 2 * GAP;
    });
    return on.svg();
  }

  /** Give the place on an axis: the first stands upright, the rest follow as one reads. */
  function point(on, axis, axes, share) {
    const turn = (2 * Math.PI * axis) / axes;
    const middle = on.height + RADIUS + LINE;
    const across = WIDTH / 2 + share * RADIUS * Math.sin(turn);
    return [on.x(across), middle - share * RADIUS * Math.cos(turn)];
  }

  /** Draw the rings and the numbered axes, and write the scale beside the first. */
  function web(on, axes) {
    const all = Array.from({ length: axes }, (_, axis) => axis);
    const pen = { class: "grid", fill: "none", stroke: "currentColor", "stroke-opacity": ".35" };
    const draw = (d) => on.parts.push(element("path", Object.assign({ d }, pen)));
    for (let ring = 1; ring <= RINGS; ring += 1) {
      draw(path(all.map((axis) => point(on, axis, axes, ring / RINGS))) + "Z");
    }
    all.forEach((axis) => {
      draw(path([point(on, axis, axes, 0), point(on, axis, axes, 1)]));
      const [x, y] = point(on, axis, axes, 1 + 11 / RADIUS);
      on.words(on.x(x), y + 5, String(axis + 1), { "text-anchor": "middle" });
    });
    [0.5, 1].forEach((share) => {
      const y = point(on, 0, axes, share)[1];
      on.words(WIDTH / 2 + 4, y + TEXT, Atoll.numbers.written(String(share * MAXIMUM)));
    });
  }

  function outline(on, values) {
    const points = values.map((value, axis) => {
      const share = Math.min(Math.max(Number(value) / MAXIMUM, 0), 1);
      return point(on, axis, values.length, share);
    });
    on.parts.push(element("path", { class: "series-1", d: path(points) + "Z",
      fill: "currentColor", "fill-opacity": ".12", stroke: "currentColor", "stroke-width": "2" }));
    points.forEach(([x, y]) => {
      on.parts.push(element("circle", { class: "series-1", fill: "currentColor",
        cx: coordinate(x), cy: coordinate(y), r: "4" }));
    });
  }

  /** Draw a radar of 3 to 12 axes; of other numbers, bars. A key below names the axes. */
  function radar(content) {
    const { labels, values, title } = content;
    if (labels.length < FEWEST_AXES || labels.length > MOST_AXES) return bars(content);
    const on = sheet(title);
    web(on, labels.length);
    outline(on, values);
    on.height += 2 * (RADIUS + LINE);
    labels.forEach((label, row) =>
      on.paragraph(row + 1 + ". " + label + ": " + Atoll.numbers.written(values[row])));
    return on.svg();
  }

  Atoll.charts = { bars, radar };
})();
