/**
 * What a calculator gives for what was filled in, by the rules of toolkits.instruments.calculating:
 * each formula is exact, and each line is rounded once, half up, when it is given.
 *
 * Names of words: the label of a line is "line-<code>", a warning "warn-<code>".
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const { fraction, add, subtract, multiply, divide, sum } = Atoll.numbers;
  const { compare, larger, rounded } = Atoll.numbers;
  const { fault, textOf, numberOf, valueFault } = Atoll.filling;

  const [PERCENT, HOURS, SECONDS, KILOBYTES, DAYS] = ["%", "h", "s", "KB", "d"];
  const PARTS = ["osi", "tii", "hci"];
  const INCOMES = {
    share: "income",
    "share-low": "income-low",
    "share-people": "income-people",
    "share-poor": "income-poor",
  };
  const PERSON_LINES = [
    ["hours", 1, HOURS],
    ["visits", 1, ""],
    ["money", 2, ""],
    ["days", 2, DAYS],
    ["pay", 2, ""],
  ];
  // KB, compressed; our proposal
  const PART_LIMITS = { html: 15, css: 15, scripts: 20, pictures: 10, fonts: 0, media: 0 };
  const PAGE_PARTS = Object.keys(PART_LIMITS).concat("weight");
  const [PAGE_LIMIT, REQUEST_LIMIT, NEXT_PAGE_LIMIT] = [60, 10, 15]; // KB, files, KB; our proposal
  const [OFFLINE_SHARE, BASKET, WORKING_DAY, MEGABYTE] = [10, 2000, 8, 1000]; // %, MB, hours, KB
  const [TARGET, ROUNDING] = ["0.02", "0.0001"];

  const whole = (value) => fraction(value);
  const isAbove = (number, limit) => compare(number, whole(limit)) > 0;
  const isBelow = (number, limit) => compare(number, whole(limit)) < 0;
  const times = (number, value) => multiply(number, whole(value));

  /** Give an outcome: {code, value, places, unit}. */
  const line = (code, value, places, unit = "") => ({ code, value, places, unit });

  function checkEgdi(calculator, of) {
    const faults = [];
    PARTS.forEach((part) => {
      const value = of[part] || whole(0);
      const raised = add(value, of[part + "-rise"] || whole(0));
      if (isAbove(value, 1)) faults.push(fault(part, "above-one"));
      else if (isBelow(raised, 0) || isAbove(raised, 1)) {
        faults.push(fault(part + "-rise", "rise-above-one"));
      }
    });
    return faults;
  }

  function egdi(of, calculator) {
    const total = sum(PARTS.map((part) => of[part]));
    const mean = divide(total, whole(3));
    const lines = [line("sum", total, 5), line("egdi", mean, 4)];
    if (of.published) {
      const difference = subtract(of.published, mean);
      lines.push(line("difference", larger(difference, subtract(whole(0), difference)), 5));
    }
    const rises = PARTS.map((part) => of[part + "-rise"]).filter(Boolean);
    if (rises.length) {
      const gain = divide(sum(rises), whole(3));
      lines.push(line("gain", gain, 4), line("egdi-new", add(of.published || mean, gain), 4));
    }
    const next = (calculator.levels || []).find((band) => {
      const ahead = compare(whole(band.from_value), mean);
      return ahead > 0 || (band.above && ahead === 0);
    });
    if (!next) return lines;
    return lines.concat(line("next-level", times(subtract(whole(next.from_value), mean), 3), 5));
  }

  function warnEgdi(of, found) {
    const isFar = found.difference && !isBelow(found.difference, ROUNDING);
    return isFar ? ["differs"] : [];
  }

  function affordability(of) {
    const lines = [];
    Object.keys(INCOMES).filter((name) => of[INCOMES[name]]).forEach((name) => {
      lines.push(line(name, times(divide(of.price, of[INCOMES[name]]), 100), 1, PERCENT));
    });
    [["", "income"], ["-people", "income-people"]].forEach(([suffix, income]) => {
      if (!of[income]) return;
      const target = times(of[income], TARGET);
      lines.push(line("target-price" + suffix, target, 2));
      lines.push(line("gap" + suffix, larger(subtract(of.price, target), whole(0)), 2));
    });
    const megabyte = divide(of.price, of["basket-megabytes"] || whole(BASKET));
    return lines.concat(line("megabyte-price", megabyte, 4), taskPrice(of, megabyte));
  }

  function taskPrice(of, megabyte) {
    const [task, day, lines] = [of["task-megabytes"], of["day-megabytes"], []];
    if (!task) return lines;
    let online = multiply(task, megabyte);
    lines.push(line("task-price", online, 4));
    if (day && of["day-price"]) {
      online = multiply(divide(task, day), of["day-price"]);
      lines.push(line("task-day-price", online, 4));
    }
    if (day) lines.push(line("day-pack-used", times(divide(task, day), 100), 1, PERCENT));
    if (of.fare) lines.push(line("task-fare-saved", subtract(of.fare, online), 2));
    return lines;
  }

  function warnAffordability(of, found) {
    const shares = Object.keys(INCOMES).map((name) => found[name]).filter(Boolean);
    const most = shares.reduce(larger);
    const target = times(whole(TARGET), 100);
    const isOver = compare(found.share, target) <= 0 && compare(most, target) > 0;
    return [isOver && "over-target", isAbove(most, OFFLINE_SHARE) && "offline"];
  }

  function onePerson(of, when) {
    const paid = (name) => of[name + "-" + when] || whole(0);
    const visits = paid("visits");
    const hours = divide(multiply(visits, add(paid("travel"), paid("counter"))), whole(60));
    const fares = multiply(visits, paid("fare"));
    const days = divide(hours, whole(WORKING_DAY));
    const money = sum([fares, paid("fee"), paid("copies"), paid("helper")]);
    return { hours, visits, money, days, pay: of["day-pay"] && multiply(days, of["day-pay"]) };
  }

  const saved = (name, before, after, places, unit) => [
    line(name + "-before", before, places, unit),
    line(name + "-after", after, places, unit),
    line(name + "-saved", subtract(before, after), places, unit),
  ];

  function timeCostVisit(of) {
    const [before, after] = [onePerson(of, "before"), onePerson(of, "after")];
    const person = PERSON_LINES.filter(([name]) => before[name]).map(([name, places, unit]) =>
      saved(name, before[name], after[name], places, unit));
    const year = PERSON_LINES.slice(0, 3).map(([name, places, unit]) =>
      saved("year-" + name, ...[before, after].map((each) => multiply(each[name], of.cases)),
        places, unit));
    return [].concat(...person, ...year);
  }

  function warnTimeCostVisit(of, found) {
    const hours = found["hours-saved"];
    return [
      isAbove(hours, 0) && isBelow(found["money-saved"], 0) && "cost-moved",
      compare(found["visits-saved"], whole(0)) === 0 && "no-visit-saved",
      !isAbove(hours, 0) && "no-hour-saved",
    ];
  }

  function checkPageBudget(calculator, of) {
    const faults = [];
    const codes = calculator.inputs.map((field) => field.code);
    const weights = codes.filter((code) => PAGE_PARTS.includes(code));
    if (!weights.some((code) => of[code] && compare(of[code], whole(0)) !== 0)) {
      faults.push(fault(weights[0] || "", "no-weight"));
    }
    if (of.pages && isBelow(of.pages, 1)) faults.push(fault("pages", "no-page"));
    return faults;
  }

  function pageBudget(of) {
    const weight = sum(PAGE_PARTS.map((part) => of[part]).filter(Boolean));
    const seconds = divide(times(weight, 8), of.speed);
    const lines = [
      line("kilobytes", weight, 1, KILOBYTES),
      line("over", larger(subtract(weight, whole(PAGE_LIMIT)), whole(0)), 1, KILOBYTES),
      line("seconds", seconds, 1, SECONDS),
    ];
    if (of.requests && of.latency) {
      const waiting = divide(multiply(of.requests, of.latency), whole(1000));
      lines.push(line("seconds-waiting", add(seconds, waiting), 1, SECONDS));
    }
    return lines.concat(pagePrices(of, weight));
  }

  function pagePrices(of, weight) {
    const next = of["next-page"] || weight;
    const pages = of.pages || whole(1);
    const task = add(weight, multiply(subtract(pages, whole(1)), next));
    const isPriced = of["pack-price"] && of["pack-megabytes"];
    const kilobyte = isPriced && divide(of["pack-price"], times(of["pack-megabytes"], MEGABYTE));
    const price = isPriced && multiply(task, kilobyte);
    return [
      isPriced && line("page-price", multiply(weight, kilobyte), 4),
      of.pages && line("task-kilobytes", task, 1, KILOBYTES),
      isPriced && of.pages && line("task-price", price, 4),
      isPriced && of["day-pay"] &&
        line("task-share", times(divide(price, of["day-pay"]), 100), 2, PERCENT),
      isPriced && of.people && line("year-price", multiply(price, of.people), 2),
    ].filter(Boolean);
  }

  function warnPageBudget(of, found) {
    const heavy = Object.keys(PART_LIMITS).map(
      (part) => of[part] && isAbove(of[part], PART_LIMITS[part]) && part + "-too-heavy");
    return [
      isAbove(found.over, 0) && "too-heavy",
      of.requests && isAbove(of.requests, REQUEST_LIMIT) && "too-many-files",
      of["next-page"] && isAbove(of["next-page"], NEXT_PAGE_LIMIT) && "next-too-heavy",
    ].concat(heavy);
  }

  // `needs`: what must be there; `positive`: what is divided by; `signed`: what may be below 0;
  // `measure`: the line that the bands read, unless the definition names another.
  const FORMULAS = {
    egdi: {
      needs: PARTS,
      positive: [],
      signed: PARTS.map((part) => part + "-rise"),
      measure: "egdi",
      check: checkEgdi,
      give: egdi,
      warn: warnEgdi,
    },
    affordability: {
      needs: ["price", "income"],
      positive: Object.keys(INCOMES).map((name) => INCOMES[name])
        .concat("basket-megabytes", "day-megabytes"),
      signed: [],
      measure: "share",
      check: () => [],
      give: affordability,
      warn: warnAffordability,
    },
    "time-cost-visit": {
      needs: ["cases", "visits-before", "travel-before", "counter-before", "visits-after",
        "travel-after", "counter-after"],
      positive: [],
      signed: [],
      measure: "hours-after",
      check: () => [],
      give: timeCostVisit,
      warn: warnTimeCostVisit,
    },
    "page-budget": {
      needs: ["speed"],
      positive: ["speed", "pack-megabytes", "day-pay"],
      signed: [],
      measure: "kilobytes",
      check: checkPageBudget,
      give: pageBudget,
      warn: warnPageBudget,
    },
  };

  function formulaFaults(calculator, formula, of) {
    const missing = formula.needs.filter((code) => !of[code]).map((code) => fault(code, "needed"));
    const odd = Object.keys(of).map((code) => {
      const isZeroOrBelow = compare(of[code], whole(0)) <= 0;
      if (formula.positive.includes(code) && isZeroOrBelow) return fault(code, "above-zero");
      const mayBe = formula.signed.includes(code) || !isBelow(of[code], 0);
      return mayBe ? null : fault(code, "not-negative");
    });
    return missing.concat(odd.filter(Boolean), formula.check(calculator, of));
  }

  /** Give {inputs: {code: text}, of: {code: fraction}, faults}. */
  function readNumbers(calculator, values) {
    const [inputs, of, faults] = [{}, {}, []];
    calculator.inputs.forEach((field) => {
      const written = textOf(values, field.code);
      const isNumber = field.type === "number";
      const found = isNumber ? numberOf(field, written) : { fault: valueFault(field, written) };
      if (found.fault) faults.push(found.fault);
      if (!found.number) return;
      inputs[field.code] = found.number;
      of[field.code] = fraction(found.number);
    });
    const told = faults.map((each) => each.path);
    const more = formulaFaults(calculator, FORMULAS[calculator.formula], of);
    return { inputs, of, faults: faults.concat(more.filter((each) => !told.includes(each.path))) };
  }

  /** Give the band that the exact `value` of the outcome `code` falls in, or null. */
  function bandOf(calculator, code, value) {
    const measured = calculator.measure || FORMULAS[calculator.formula].measure;
    if (code !== measured && !code.startsWith(measured + "-")) return null;
    const reached = (calculator.levels || []).filter((band) => {
      const ahead = compare(value, whole(band.from_value));
      return ahead > 0 || (ahead === 0 && !band.above);
    });
    return reached[reached.length - 1] || null;
  }

  /**
   * Calculate from `values`, each as a person wrote it, under its field's code.
   * Give {inputs, lines: [{code, value, unit, band}], band, warnings: [code]}, or {faults}.
   */
  function calculate(calculator, values) {
    const { inputs, of, faults } = readNumbers(calculator, values);
    if (faults.length) return { faults };
    const formula = FORMULAS[calculator.formula];
    const found = {};
    const bands = {};
    const lines = formula.give(of, calculator).map(({ code, value, places, unit }) => {
      found[code] = value;
      bands[code] = bandOf(calculator, code, value);
      const band = bands[code] ? bands[code].title : "";
      return { code, value: rounded(value, places), unit, band };
    });
    const band = bands[calculator.measure || formula.measure] || null;
    const warnings = formula.warn(of, found).filter(Boolean);
    return { inputs, lines, band, warnings, faults: [] };
  }

  Atoll.calculating = { calculate };
})();
