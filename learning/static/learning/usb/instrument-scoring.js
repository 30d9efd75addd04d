/**
 * What the answers to an assessment come to, by the rules of toolkits.instruments.scoring and
 * planning: exact fractions, rounded half up to one decimal only when shown; a question that is
 * not answered counts as absent, and is counted apart.
 *
 * Answers are {code: {value: "yes" | "no" | "", evidence}}.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const { fraction, multiply, divide, sum, compare, rounded } = Atoll.numbers;
  const [PLACES, MOST_PRIORITIES, MOST_OF_A_DIMENSION] = [1, 4, 2];
  const NO_ANSWER = { value: "", evidence: "" };

  /** Read an answer as it arrives; what is neither yes nor no is no answer. */
  function answer(found) {
    const { value, evidence } = found || NO_ANSWER;
    return {
      value: value === "yes" || value === "no" ? value : "",
      evidence: typeof evidence === "string" ? evidence.trim().split(/\s+/).join(" ") : "",
    };
  }

  const of = (answers, question) => answer((answers || {})[question.code]);
  const weightOf = (question) => question.weight || 1;
  const weigh = (questions) => questions.reduce((total, each) => total + weightOf(each), 0);
  const percent = (exact) => rounded(exact, PLACES);

  /** Give every question as {question, dimension}, in order. */
  function questionsOf(assessment) {
    const all = assessment.dimensions.map((dimension) =>
      dimension.questions.map((question) => ({ question, dimension })));
    return [].concat(...all);
  }

  function dimensionResult(dimension, answers) {
    const questions = dimension.questions;
    const having = (value) => questions.filter((each) => of(answers, each).value === value);
    const share = divide(fraction(weigh(having("yes"))), fraction(weigh(questions)));
    return {
      dimension,
      asked: questions.length,
      yes: having("yes").length,
      no: having("no").length,
      unanswered: having("").length,
      share,
      percent: percent(multiply(share, fraction(100))),
    };
  }

  function gap({ question, dimension }) {
    const gained = fraction(dimension.weight * weightOf(question));
    const adds = divide(gained, fraction(weigh(dimension.questions)));
    return { question, dimension, adds, percent: percent(adds) };
  }

  /** Give the questions with `value` as gaps, with what adds most to the total first. */
  function gapsOf(assessment, answers, value) {
    const isOne = ({ question }) => of(answers, question).value === value;
    const found = questionsOf(assessment).filter(isOne);
    const placed = found.map((each, place) => Object.assign(gap(each), { place }));
    return placed.sort((a, b) => compare(b.adds, a.adds) || a.place - b.place);
  }

  /** Give {label, dimensions, total, percent, level, gaps, unanswered, withoutEvidence}. */
  function score(assessment, answers) {
    const dimensions = assessment.dimensions.map((each) => dimensionResult(each, answers));
    const parts = dimensions.map((each) => multiply(each.share, fraction(each.dimension.weight)));
    const total = sum(parts);
    const reached = assessment.levels.filter(
      (level) => compare(fraction(level.from_percent), total) <= 0);
    return {
      label: assessment.label,
      dimensions,
      total,
      percent: percent(total),
      level: reached[reached.length - 1],
      gaps: gapsOf(assessment, answers, "no"),
      unanswered: gapsOf(assessment, answers, ""),
      withoutEvidence: questionsOf(assessment).map((each) => each.question).filter((question) => {
        const found = of(answers, question);
        return found.value === "yes" && !found.evidence;
      }),
    };
  }

  /** Give the questions that two answered differently; other evidence is no difference. */
  function differences(assessment, first, second) {
    const pairs = questionsOf(assessment).map(({ question, dimension }) => (
      { question, dimension, first: of(first, question), second: of(second, question) }));
    return pairs.filter((pair) => pair.first.value !== pair.second.value);
  }

  /** Give the percent of questions that both answered alike. */
  function agreement(assessment, first, second) {
    const asked = questionsOf(assessment).length;
    const alike = asked - differences(assessment, first, second).length;
    return percent(divide(fraction(100 * alike), fraction(asked)));
  }

  /** Give `decision` with the evidence of all who answered the same, each once. */
  function agreed(decision, ...answers) {
    const alike = answers.filter((each) => each.value === decision.value);
    const evidence = [decision].concat(alike).map((each) => each.evidence).filter(Boolean);
    return { value: decision.value, evidence: Array.from(new Set(evidence)).join(" · ") };
  }

  /** Give {answers} that stand, or {faults}: the differences that have no yes or no yet. */
  function reconcile(assessment, first, second, decisions) {
    const differing = differences(assessment, first, second).map((each) => each.question);
    const faults = differing.filter((question) => !of(decisions, question).value);
    if (faults.length) {
      return { faults: faults.map((each) => ({ path: each.code, name: "undecided", values: {} })) };
    }
    const answers = {};
    questionsOf(assessment).forEach(({ question }) => {
      const [one, other] = [of(first, question), of(second, question)];
      const decision = differing.includes(question) ? of(decisions, question) : one;
      answers[question.code] = agreed(decision, one, other);
    });
    return { answers, faults: [] };
  }

  /** Give the gaps that add most to the total, at most two of one dimension. */
  function priorities(result, most = MOST_PRIORITIES) {
    const chosen = [];
    result.gaps.forEach((each) => {
      const alike = chosen.filter((other) => other.dimension === each.dimension);
      if (chosen.length < most && alike.length < MOST_OF_A_DIMENSION) chosen.push(each);
    });
    return chosen;
  }

  Atoll.scoring = { answer, score, differences, agreement, reconcile, priorities, questionsOf,
    MOST_PRIORITIES };
})();
