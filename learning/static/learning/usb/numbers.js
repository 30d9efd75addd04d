/**
 * Numbers as people write them, and exact fractions of whole numbers: {over, under}, both BigInt.
 * No binary fraction takes part in a score. The rules are those of toolkits.instruments.numbers.
 *
 * const { fraction, divide, rounded } = Atoll.numbers;
 * rounded(divide(fraction("2"), fraction("3")), 4)  →  "0.6667"
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const MOST_DIGITS = 15; // written by a person
  // The zeros of the scripts whose digits are read; each script has its ten digits in a row.
  const ZEROS = ["٠", "۰", "०", "০", "๐", "໐", "༠", "၀", "០"];
  const SIGNS = { "\u066b": ".", "\u066c": "'", "\u060c": ",", "\u2212": "-" };
  const APART = /([0-9])[ '\u2019\u00a0\u202f\u2009](?=[0-9]{3}(?![0-9]))/g; // of thousands
  const GROUPED = /^[1-9][0-9]{0,2}([.,])[0-9]{3}(\1[0-9]{3})*$/;
  const LAKHS = /^[1-9][0-9]?(,[0-9]{2})+,[0-9]{3}$/; // 12,34,567, as South Asia writes it
  const PLAIN = /^([0-9]*)(?:\.([0-9]*))?$/;

  const big = (value) => BigInt(value); // no literals (1n): old browsers must be able to read on

  function divisor(one, other) {
    let [a, b] = [one < 0 ? -one : one, other];
    while (b) [a, b] = [b, a % b];
    return a;
  }

  /** Give over/under in its lowest terms; `under` is not 0. */
  function ratio(over, under) {
    const sign = under < 0 ? big(-1) : big(1);
    const common = divisor(over, under * sign) * sign;
    return { over: over / common, under: under / common };
  }

  /** Give the fraction that a whole number, or a plain decimal such as "-0.25", is. */
  function fraction(value) {
    const [whole, digits = ""] = String(value).split(".");
    return ratio(big(whole + digits), big("1" + "0".repeat(digits.length)));
  }

  const ZERO = () => fraction(0);
  const add = (a, b) => ratio(a.over * b.under + b.over * a.under, a.under * b.under);
  const negative = (a) => ({ over: -a.over, under: a.under });
  const subtract = (a, b) => add(a, negative(b));
  const multiply = (a, b) => ratio(a.over * b.over, a.under * b.under);
  const divide = (a, b) => ratio(a.over * b.under, a.under * b.over);
  const sum = (all) => all.reduce(add, ZERO());

  /** Give a number below, equal to or above 0, as `a` is to `b`. */
  function compare(a, b) {
    const difference = a.over * b.under - b.over * a.under;
    if (difference === big(0)) return 0;
    return difference < 0 ? -1 : 1;
  }

  const larger = (a, b) => (compare(a, b) < 0 ? b : a);

  /** Round half up, away from zero: give text with exactly `places` digits after the point. */
  function rounded(number, places) {
    const isBelow = number.over < 0;
    const scaled = (isBelow ? -number.over : number.over) * big("1" + "0".repeat(places));
    const whole = (big(2) * scaled + number.under) / (big(2) * number.under);
    const digits = String(whole).padStart(places + 1, "0");
    const cut = digits.length - places;
    const text = places ? digits.slice(0, cut) + "." + digits.slice(cut) : digits;
    return isBelow && whole ? "-" + text : text;
  }

  function inOurDigits(text) {
    return Array.from(text, (character) => {
      const code = character.codePointAt(0);
      const zero = ZEROS.map((each) => each.codePointAt(0)).find(
        (each) => each <= code && code < each + 10);
      return zero ? String(code - zero) : SIGNS[character] || character;
    }).join("");
  }

  function withBoth(written, sign) {
    const cut = written.lastIndexOf(sign);
    const [whole, part] = [written.slice(0, cut), written.slice(cut + 1)];
    if (!part || !(GROUPED.test(whole) || LAKHS.test(whole))) return written;
    return whole.replace(/[.,]/g, "") + "." + part;
  }

  /** Give `written` with a point as its decimal sign and no sign between thousands. */
  function withPoint(written, decimals) {
    const signs = Array.from(written.replace(/[^.,]/g, ""));
    if (new Set(signs).size === 2) return withBoth(written, signs[signs.length - 1]);
    const setsApart = () => (signs[0] === "," ? decimals < 3 : decimals === 0);
    if (GROUPED.test(written) && (signs.length > 1 || setsApart())) {
      return written.replace(/[.,]/g, "");
    }
    if (LAKHS.test(written)) return written.replace(/,/g, "");
    return written.replace(/,/g, ".");
  }

  /**
   * Read a number as a person writes it: 1200 · 1,200 · 1 200,5 · ١٬٢٠٠٫٥ · 1,20,000 · −3.
   * `decimals`: how many digits may follow the decimal sign.
   * Give {number: "1200.5"}, or {fault: name}.
   */
  function read(text, decimals) {
    const written = inOurDigits(text).trim().replace(APART, "$1");
    const sign = /^[-+]/.test(written) ? written[0] : "";
    const plain = withPoint(written.slice(sign.length).trim(), decimals);
    const found = PLAIN.exec(plain);
    if (!found || !/[0-9]/.test(plain)) return { fault: "not-a-number" };
    if (plain.replace(".", "").length > MOST_DIGITS) return { fault: "number-too-long" };
    const whole = found[1].replace(/^0+(?=.)/, "") || "0";
    const number = whole + (found[2] ? "." + found[2] : "");
    return { number: sign === "-" && /[1-9]/.test(number) ? "-" + number : number };
  }

  let marks = null;

  /** Give the signs that the page's language sets between thousands and before decimals. */
  function signs() {
    if (marks) return marks;
    marks = { group: "\u202f", point: "." };
    try {
      const language = document.documentElement.lang + "-u-nu-latn";
      const sample = /^12(.)345(.)6$/.exec((12345.6).toLocaleString(language));
      if (sample) marks = { group: sample[1], point: sample[2] };
    } catch (error) {
      // A language that the browser does not know gets a point and thin spaces.
    }
    return marks;
  }

  /** Write a plain number as the page's language does: 12345.60 → 12,345.60 in English. */
  function written(text) {
    const [whole, part] = String(text).split(".");
    const grouped = whole.replace(/(\d)(?=(\d{3})+$)/g, (digit) => digit + signs().group);
    const number = (part ? grouped + signs().point + part : grouped).replace("-", "\u2212");
    return number;
  }

  Atoll.numbers = { fraction, add, subtract, multiply, divide, sum, compare, larger, rounded, read,
    written };
})();
