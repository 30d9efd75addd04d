/**
 * A test: an attempt draws its questions, is answered in one form and marked at once. An attempt
 * that is not handed in survives a reload. The final assessment can be tried again and again; the
 * test before the start is taken once, and nothing depends on it.
 *
 * <section data-assessment="UUID"> … <div data-question="UUID"> …
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const learning = Atoll.learning;

  Atoll.startAssessments = function () {
    const { assessment, pretest } = learning.course;
    if (pretest) start(pretest, true);
    if (assessment) start(assessment, false);
  };

  function start(assessment, isPretest) {
    const selector = '[data-assessment="' + assessment.activity + '"]';
    const screen = document.querySelector(selector);
    const activity = assessment.activity;
    const papers = {};
    screen.querySelectorAll("[data-question]").forEach((paper) => {
      papers[paper.dataset.question] = paper.cloneNode(true);
      paper.remove();
    });
    const place = Atoll.make("div", { id: isPretest ? "atoll-pretest" : "atoll-attempt" });
    screen.insertBefore(place, screen.querySelector(".pager"));
    const asked = Math.min(assessment.draw || Infinity, assessment.questions.length);

    /** Give the part of `draft` that holds this test's attempt. */
    function part(draft) {
      if (!isPretest) return draft;
      if (!draft.pretest) draft.pretest = { answers: {} };
      return draft.pretest;
    }

    const keep = (change) => learning.ledger.keepDraft((draft) => change(part(draft)));

    function stand() {
      const found = learning.progress[activity];
      if (!found || found.best_raw === null) return null;
      if (isPretest) return stood(found.best_raw, found.best_maximum);
      const values = { raw: found.best_raw, maximum: found.best_maximum };
      return Atoll.panel(found.passed, Atoll.word(found.passed ? "passed" : "not-yet"),
        Atoll.make("p", {}, Atoll.word("best", values)));
    }

    function stood(raw, maximum) {
      const score = Atoll.make("p", {}, Atoll.word("pretest-score", { raw, maximum }));
      return Atoll.panel(true, Atoll.word("pretest-done"), score);
    }

    function rest() {
      const isTaken = isPretest && learning.progress[activity];
      if (isTaken) return Atoll.fill(place, stand());
      const rule = { asked, percent: assessment.passPercent };
      const found = learning.progress[activity];
      const word = found && found.attempts ? "again" : "begin";
      const button = Atoll.make("button", { class: "btn", type: "button" }, Atoll.word(word));
      button.addEventListener("click", begin);
      const said = Atoll.word(isPretest ? "pretest-rule" : "rule", rule);
      return Atoll.fill(place, stand(), Atoll.make("p", {}, said),
        Atoll.make("p", {}, button));
    }

    function begin() {
      if (!learning.hasPerson()) return;
      const attempt = Atoll.uuid();
      keep((draft) => Object.assign(draft, { attempt, answers: {} }));
      open();
      Atoll.enter(place.querySelector("fieldset"));
    }

    function fields(attempt, answers) {
      const ids = Atoll.draw(attempt, assessment.questions, assessment.draw);
      return ids.map((id, index) => {
        const question = learning.course.questions[id];
        const number = Atoll.word("number", { number: index + 1, asked: ids.length });
        const label = Atoll.make("span", { class: "muted usb-number" }, number);
        const fieldset = Atoll.fieldset(papers[id].cloneNode(true), question, label);
        Atoll.choose(fieldset, answers[id] || []);
        return { id, question, fieldset, number };
      });
    }

    const read = ({ question, fieldset }) =>
      Atoll.readEntries(question, Atoll.chosenIn(fieldset));

    function open() {
      const { attempt, answers } = part(learning.ledger.draft());
      const items = fields(attempt, answers);
      const summary = Atoll.make("div", { tabindex: "-1", role: "alert" });
      const button = Atoll.make("button", { class: "btn" }, Atoll.word("hand-in"));
      const sets = items.map((item) => Atoll.make("div", { class: "card" }, item.fieldset));
      const foot = Atoll.make("p", {}, button);
      const form = Atoll.make("form", { novalidate: "" }, summary, ...sets, foot);
      const save = () => keep((draft) => {
        items.forEach((item) => (draft.answers[item.id] = Atoll.chosenIn(item.fieldset)));
      });
      form.addEventListener("change", save);
      // What is being typed has not changed its field yet when the page goes away.
      addEventListener("pagehide", () => form.isConnected && save());
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const missing = items.filter((item) => read(item).fault);
        if (missing.length) refuse(summary, missing);
        else handIn(attempt, items);
      });
      Atoll.fill(place, form);
    }

    function refuse(summary, missing) {
      const links = missing.map(({ fieldset, number, question }) => {
        const link = Atoll.make("a", { href: location.hash }, number);
        link.addEventListener("click", (event) => {
          event.preventDefault();
          Atoll.enter(fieldset);
        });
        const { fault } = read({ question, fieldset });
        const said = fault !== "nothing" && " – " + Atoll.faultSentence(question, fault);
        return Atoll.make("li", {}, link, said);
      });
      const list = Atoll.make("ul", {}, ...links);
      Atoll.fill(summary, Atoll.panel(false, Atoll.word("unanswered"), list));
      summary.focus();
    }

    function handIn(attempt, items) {
      const marked = items.map((item) => {
        const { parts } = read(item);
        return Object.assign({ parts, correct: Atoll.mark(item.question, parts).isRight }, item);
      });
      const [raw, maximum] = [marked.filter((item) => item.correct).length, marked.length];
      const passPercent = assessment.passPercent;
      const answers = marked.map(({ id, question, parts, correct }) => (common) => {
        const response = Atoll.responseOf(parts);
        const definition = Atoll.interactionOf(question);
        const facts = { question: id, parent: activity, response, correct, attempt, definition };
        return Atoll.answered(common, facts);
      });
      learning.append(answers.concat((common) =>
        Atoll.scored(common, { assessment: activity, attempt, raw, maximum, passPercent })));
      keep((draft) => {
        delete draft.attempt;
        draft.answers = {};
      });
      showResult(marked, raw, maximum);
    }

    function reviewLink(question) {
      const lesson = learning.course.lessons.find((each) => each.slug === question.review);
      if (!lesson) return null;
      const text = Atoll.word("read-again", { title: lesson.title });
      return Atoll.make("p", {}, Atoll.make("a", { href: "#" + lesson.slug }, text));
    }

    function showResult(marked, raw, maximum) {
      const isPass = Atoll.isPass(raw, maximum, assessment.passPercent);
      const score = Atoll.word("score", { raw, maximum, percent: assessment.passPercent });
      const panel = () => Atoll.panel(isPass, Atoll.word(isPass ? "passed" : "not-yet"),
        Atoll.make("p", {}, score),
        learning.standing.isComplete && Atoll.make("p", {}, Atoll.word("complete-next")),
        learning.standing.isComplete &&
          Atoll.make("p", {}, Atoll.make("a", { href: "#atoll-progress" }, Atoll.word("home"))));
      const result = Atoll.make("div", { tabindex: "-1", role: "status" },
        isPretest ? stood(raw, maximum) : panel());
      const cards = marked.map(({ question, fieldset, parts, correct }) => {
        const feedback = Atoll.feedback(fieldset, question, parts, "wrong");
        fieldset.disabled = true;
        return Atoll.make("div", { class: "card" }, fieldset, feedback,
          correct ? null : reviewLink(question));
      });
      const again = Atoll.make("button", { class: "btn q", type: "button" }, Atoll.word("again"));
      again.addEventListener("click", begin);
      Atoll.fill(place, result, ...cards, isPretest ? null : Atoll.make("p", {}, again));
      result.focus();
      result.scrollIntoView();
    }

    let actor = null;
    learning.whenChanged(() => {
      const now = learning.person ? learning.person.actor : "";
      if (now === actor) return;
      actor = now;
      if (part(learning.ledger.draft()).attempt) open();
      else rest();
    });
  }
})();
