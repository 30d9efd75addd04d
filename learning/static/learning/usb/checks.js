/**
 * Checks and reflections in lessons: answered as often as one likes, kept at once.
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
    learning.append([
      (common) => Atoll.answered(common, { question: id, parent: lesson, response, correct }),
    ]);
  }

  function addCheck(paper, lesson) {
    const id = paper.dataset.question;
    const question = learning.course.questions[id];
    const fieldset = Atoll.fieldset(paper, question);
    const { form, feedback, done } = formFor(paper, "check", fieldset);

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = Atoll.chosenIn(fieldset);
      if (!chosen.length) return say(feedback, Atoll.panel(false, Atoll.word("choose-first")));
      if (!learning.hasPerson()) return undefined;
      answer(id, lesson, Atoll.responseOf(question, chosen), Atoll.isRight(question, chosen));
      return say(feedback, Atoll.feedback(fieldset, question, chosen, "not-quite"));
    });

    follow(id, done, (found, wasNobody) => {
      if (wasNobody && Atoll.chosenIn(fieldset).length) return;
      const chosen = found && found.last_response ? found.last_response.split("[,]") : [];
      Atoll.choose(fieldset, chosen);
      const isAnswered = chosen.length > 0;
      Atoll.fill(feedback, isAnswered && Atoll.feedback(fieldset, question, chosen, "not-quite"));
    });
  }

  function addReflection(paper, lesson) {
    const id = paper.dataset.question;
    const prompt = paper.querySelector(".usb-prompt");
    prompt.id = "prompt-" + id;
    const attributes = { rows: "5", maxlength: "2000", "aria-labelledby": prompt.id };
    const area = Atoll.make("textarea", attributes);
    const { form, feedback, done } = formFor(paper, "save", prompt, area);

    area.addEventListener("change", () => {
      if (learning.person) learning.ledger.keepDraft((draft) => (draft.texts[id] = area.value));
    });

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = Atoll.tidy(area.value);
      if (!text) return say(feedback, Atoll.panel(false, Atoll.word("write-first")));
      if (!learning.hasPerson()) return undefined;
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
        const add = question.type === "reflection" ? addReflection : addCheck;
        add(paper, screen.dataset.lesson);
      });
    });
  };
})();
