/**
 * A test: an attempt draws its questions, is answered in one form and marked at once. An attempt
 * that is not handed in survives a reload. The final assessment can be tried again and again, as far
 * as its limits let; the test before the start is taken once, and nothing depends on it.
 *
 * A time limit is measured by this device: while the page is open by a clock that nobody can set
 * (performance.now), while it is closed by the clock on the wall. What is in the form when the time
 * is over counts, and so does what was kept when the page was closed before.
 *
 * <section data-assessment="UUID"> … <div data-question="UUID"> …
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const learning = Atoll.learning;
  const KEPT_EVERY = 10; // seconds

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

    const leave = () =>
      Atoll.leave(assessment, learning.progress[activity], Date.now(), isPretest);

    /** Give the rule of the test and its limits, a line each. */
    function rules() {
      const { attempts, waitHours, minutesLimit } = assessment;
      const { left } = leave();
      const word = attempts || waitHours ? "rule-limited" : "rule";
      const rule = { asked, percent: assessment.passPercent };
      const said = [Atoll.word(isPretest ? "pretest-rule" : word, rule)];
      if (!isPretest && attempts) said.push(Atoll.word("attempts-left", { left, attempts }));
      if (!isPretest && waitHours) said.push(Atoll.word("wait-rule", { hours: waitHours }));
      if (minutesLimit) said.push(Atoll.word("time-rule", { minutes: minutesLimit }));
      return said.map((each) => Atoll.make("p", {}, each));
    }

    /** Give a button to begin with, or why there is none; `word` names the button. */
    function door(word, style) {
      const { left, opensAt } = leave();
      const at = opensAt && new Date(opensAt).toLocaleString(document.documentElement.lang);
      if (left === 0) return !isPretest && Atoll.make("p", {}, Atoll.word("no-attempts"));
      if (opensAt) return Atoll.make("p", {}, Atoll.word("opens-at", { at }));
      const button = Atoll.make("button", { class: style, type: "button" }, Atoll.word(word));
      button.addEventListener("click", begin);
      return Atoll.make("p", {}, button);
    }

    function rest() {
      const found = learning.progress[activity];
      if (isPretest && found) return Atoll.fill(place, stand());
      const word = found && found.attempts ? "again" : "begin";
      return Atoll.fill(place, stand(), ...rules(), door(word, "btn"));
    }

    function begin() {
      if (!learning.hasPerson()) return;
      if (leave().left === 0 || leave().opensAt) return rest();
      const attempt = Atoll.uuid();
      keep((draft) => Object.assign(draft, { attempt, answers: {} }));
      if (assessment.minutesLimit) keepTime(assessment.minutesLimit * 60);
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

    const keepTime = (seconds) => keep((draft) => (draft.time = { seconds, at: Date.now() }));

    /** Give the seconds left, or null without a limit. */
    function secondsLeft() {
      const { time } = part(learning.ledger.draft());
      return time ? time.seconds - Math.max(0, Date.now() - time.at) / 1000 : null;
    }

    /** Count down in `clock` while `form` is on the page, then call `end`. */
    function countDown(form, clock, seconds, end) {
      const until = performance.now() + seconds * 1000;
      let kept = seconds;
      const timer = setInterval(() => {
        const left = (until - performance.now()) / 1000;
        if (!form.isConnected) clearInterval(timer);
        else if (left <= 0) {
          clearInterval(timer);
          end();
        } else {
          clock.textContent = Atoll.word("minutes-left", { minutes: Math.ceil(left / 60) });
          if (kept - left >= KEPT_EVERY) keepTime((kept = left));
        }
      }, 1000);
    }

    function showOver(attempt, items) {
      const button = Atoll.make("button", { class: "btn", type: "button" }, Atoll.word("hand-in"));
      button.addEventListener("click", () => handIn(attempt, items));
      Atoll.fill(place, Atoll.panel(false, Atoll.word("time-over"),
        Atoll.make("p", {}, Atoll.word("time-over-next"))), Atoll.make("p", {}, button));
    }

    function open() {
      const { attempt, answers } = part(learning.ledger.draft());
      const items = fields(attempt, answers);
      const seconds = secondsLeft();
      if (seconds !== null && seconds <= 0) {
        showOver(attempt, items);
        return;
      }
      const clock = Atoll.make("p", { class: "muted" });
      const summary = Atoll.make("div", { tabindex: "-1", role: "alert" });
      const button = Atoll.make("button", { class: "btn" }, Atoll.word("hand-in"));
      const sets = items.map((item) => Atoll.make("div", { class: "card" }, item.fieldset));
      const foot = Atoll.make("p", {}, button);
      const form = Atoll.make("form", { novalidate: "" }, clock, summary, ...sets, foot);
      const save = () => keep((draft) => {
        items.forEach(({ id, fieldset }) => {
          const chosen = Atoll.chosenIn(fieldset);
          // What is empty does not wipe out what another tab kept.
          if (chosen.length) draft.answers[id] = chosen;
        });
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
      if (seconds !== null) countDown(form, clock, seconds, () => end(save, attempt));
    }

    /** Hand in when the time is over: what is in the form, and what another tab kept beside it. */
    function end(save, attempt) {
      if (isHandedIn(attempt)) return close();
      save();
      return handIn(attempt, fields(attempt, part(learning.ledger.draft()).answers));
    }

    /** Tell whether this attempt was handed in, in another tab. */
    function isHandedIn(attempt) {
      const all = learning.ledger.statements().map(Atoll.facts);
      return all.some((each) => each.attempt === attempt && each.raw !== null);
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
      if (isHandedIn(attempt)) return close();
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
      close();
      return showResult(marked, raw, maximum);
    }

    /** Forget the attempt: it was handed in. */
    function close() {
      keep((draft) => {
        delete draft.attempt;
        delete draft.time;
        draft.answers = {};
      });
      rest();
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
      Atoll.fill(place, result, ...cards, isPretest ? null : door("again", "btn q"));
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
