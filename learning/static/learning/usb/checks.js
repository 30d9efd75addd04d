/**
 * Checks and reflections in lessons: answered as often as one likes, kept at once. When the tries
 * of a check are used up, its right answer is shown; done it is when it is answered rightly.
 *
 * <section data-lesson="UUID"> … <div data-question="UUID"> …
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const learning = Atoll.learning;

  /** Put a form in the place of a question on paper; `fields` come before the feedback. */
  function formFor(paper, word, ...fields) {
    const done = Atoll.make("p", { class: "tag ok", hidden: "" }, "✓ " + Atoll.word("done"));
    const feedback = Atoll.make("div", { role: "status", tabindex: "-1", class: "usb-feedback" });
    const button = Atoll.make("button", { class: "btn" }, Atoll.word(word));
    const form = Atoll.make("form", { novalidate: "" }, done, ...fields, feedback, button);
    Atoll.fill(paper, form);
    return { form, feedback, done };
  }

  const AGAIN = 1000; // ms; the same answer within it is a second click, and no second answer

  /** Give a function that tells whether `response` was sent a moment ago. */
  function clicks() {
    let last = { response: null, at: 0 };
    return function (response) {
      const now = { response, at: performance.now() };
      const isAgain = last.response === response && now.at - last.at < AGAIN;
      if (!isAgain) last = now;
      return isAgain;
    };
  }

  function say(feedback, panel) {
    Atoll.fill(feedback, panel);
    feedback.focus();
  }

  /** Call `fill` when another person learns; what was typed before anybody was named stays. */
  function follow(id, done, fill) {
    let actor = "";
    learning.whenChanged(() => {
      const found = learning.progress[id];
      const now = learning.person ? learning.person.actor : "";
      done.hidden = !(found && found.succeeded);
      if (now === actor) return;
      fill(found, actor === "");
      actor = now;
    });
  }

  function answer(id, lesson, response, correct) {
    const definition = Atoll.interactionOf(learning.course.questions[id]);
    const facts = { question: id, parent: lesson, response, correct, definition };
    learning.append([(common) => Atoll.answered(common, facts)]);
  }

  function addCheck(paper, lesson) {
    const id = paper.dataset.question;
    const question = learning.course.questions[id];
    const fieldset = Atoll.fieldset(paper, question);
    const word = question.type === "poll" ? "send-choice" : "check";
    const { form, feedback, done } = formFor(paper, word, fieldset);
    const trying = Atoll.make("p", { class: "muted" });
    form.lastElementChild.before(trying);
    const isAgain = clicks();

    function tries(parts) {
      const found = learning.progress[id] || { answers: 0, succeeded: false };
      const isRight = parts.length ? Atoll.mark(question, parts).isRight : null;
      return { found, ...Atoll.tries(question, found.answers, isRight) };
    }

    /** Give the feedback on parts, with the right answer if the tries are used up. */
    function told(parts) {
      const panel = Atoll.feedback(fieldset, question, parts, "not-quite");
      const { found, isShown } = tries(parts);
      if (isShown) panel.append(Atoll.rightAnswer(fieldset, question, !found.succeeded));
      return panel;
    }

    function count(parts) {
      const { found, number, most } = tries(parts);
      const isTold = number <= most && !found.succeeded;
      trying.textContent = isTold ? Atoll.word("try", { number, most }) : "";
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { parts, fault } = Atoll.readEntries(question, Atoll.chosenIn(fieldset));
      if (fault) return say(feedback, Atoll.panel(false, Atoll.faultSentence(question, fault)));
      if (!learning.hasPerson()) return undefined;
      if (isAgain(Atoll.responseOf(parts))) return undefined;
      answer(id, lesson, Atoll.responseOf(parts), Atoll.mark(question, parts).isRight);
      return say(feedback, told(parts));
    });

    learning.whenChanged(() => {
      const found = learning.progress[id];
      count(Atoll.partsOf(found ? found.last_response : ""));
    });

    follow(id, done, (found, wasNobody) => {
      if (wasNobody && Atoll.chosenIn(fieldset).length) return;
      const { parts } = Atoll.mark(question, Atoll.partsOf(found ? found.last_response : ""));
      Atoll.choose(fieldset, Atoll.entriesOf(question, parts));
      const isAnswered = parts.length > 0;
      Atoll.fill(feedback, isAnswered && told(parts));
    });
  }

  function addScenario(paper, lesson) {
    const id = paper.dataset.question;
    const question = learning.course.questions[id];
    const steps = paper.cloneNode(true); // what the case is told from
    const place = Atoll.make("div", {});
    const { form, feedback, done } = formFor(paper, "go-on", paper.firstElementChild, place);
    const button = form.querySelector("button");
    let parts = [];

    function show(now) {
      parts = now;
      const { nodes, word, focus } = Atoll.showCase(steps, question, parts);
      Atoll.fill(feedback);
      Atoll.fill(place, ...nodes);
      button.textContent = Atoll.word(word);
      return focus;
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!Atoll.walk(question, parts).here) return show([]).focus();
      const chosen = Atoll.chosenIn(place);
      if (!chosen.length) return say(feedback, Atoll.panel(false, Atoll.word("choose-first")));
      if (!learning.hasPerson()) return undefined;
      const further = parts.concat(chosen);
      if (!Atoll.walk(question, further).here) answer(id, lesson, Atoll.responseOf(further), null);
      return show(further).focus();
    });

    follow(id, done, (found, wasNobody) => {
      if (wasNobody && parts.length) return;
      show(Atoll.mark(question, Atoll.partsOf(found ? found.last_response : "")).parts);
    });
    show([]);
  }

  const OTHERS = { reflection: addReflection, scenario: addScenario };

  function addReflection(paper, lesson) {
    const id = paper.dataset.question;
    const prompt = paper.querySelector(".usb-prompt");
    prompt.id = "prompt-" + id;
    const attributes = { rows: "5", maxlength: "2000", "aria-labelledby": prompt.id };
    const area = Atoll.make("textarea", attributes);
    const { form, feedback, done } = formFor(paper, "save", prompt, area);
    const isAgain = clicks();

    area.addEventListener("change", () => {
      if (learning.person) learning.ledger.keepDraft((draft) => (draft.texts[id] = area.value));
    });

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = Atoll.tidy(area.value);
      if (!text) return say(feedback, Atoll.panel(false, Atoll.word("write-first")));
      if (!learning.hasPerson() || isAgain(text)) return undefined;
      answer(id, lesson, text, null);
      learning.ledger.keepDraft((draft) => delete draft.texts[id]);
      return say(feedback, Atoll.panel(true, Atoll.word("saved")));
    });

    follow(id, done, (found, wasNobody) => {
      Atoll.fill(feedback);
      if (wasNobody && area.value.trim()) return;
      area.value = learning.ledger.draft().texts[id] || (found ? found.last_response : "");
    });
  }

  Atoll.startChecks = function () {
    document.querySelectorAll("[data-lesson]").forEach((screen) => {
      if (!screen.classList.contains("usb-screen")) return;
      screen.querySelectorAll("[data-question]").forEach((paper) => {
        const question = learning.course.questions[paper.dataset.question];
        (OTHERS[question.type] || addCheck)(paper, screen.dataset.lesson);
      });
    });
  };
})();
