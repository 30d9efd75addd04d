/**
 * The player inside a learning platform: its learner is the person, so nobody is asked who they
 * are. Without a platform the page stays what it is on a memory stick.
 *
 * Atoll.platform.join({
 *   learner: {id, name},  memory: text or "",  at: screen or "",
 *   changed: called when there may be something to tell the platform,
 * });
 * Atoll.platform.say(true or false)  says whether the platform has everything.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const learning = Atoll.learning;
  const NOW = "atoll/1/platform";
  const root = document.documentElement;
  const step = Atoll.stepOf(location.search);
  let isKept = null; // nothing is known yet
  let isOver = false;

  /** Give the person of a learner of this platform; the platform's own name for them stays here. */
  function personOf({ id, name }) {
    const actor = Atoll.statementId({ platform: location.origin, learner: Atoll.tidy(id) });
    return { actor, name: Atoll.tidy(name) || Atoll.word("somebody"), code: "" };
  }

  function showPlace() {
    if (!learning.person || isKept === null) return;
    const word = isOver ? "lms-over" : isKept ? "lms-kept" : "lms-waiting";
    const values = { name: learning.person.name, answers: learning.answers() };
    const text = Atoll.make("span", {}, Atoll.word(word, values));
    Atoll.fill(Atoll.byId("atoll-net").firstElementChild, text);
  }

  /** Go on where the platform says that they were, unless the address says where. */
  function goTo(screen) {
    const wanted = step || screen;
    if (location.hash || !wanted || !Atoll.byId(wanted)) return;
    history.replaceState(history.state, "", "#" + encodeURIComponent(wanted));
    // The browser would go to the screen's heading, past who is learning and what is kept.
    const later = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
    addEventListener("load", () => later(() => scrollTo(0, 0)), { once: true });
  }

  function remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(NOW));
    } catch (error) {
      return null;
    }
  }

  function keep(person) {
    try {
      sessionStorage.setItem(NOW, JSON.stringify(person));
    } catch (error) {
      // A reload asks the platform again.
    }
  }

  /** Show what this page is inside a platform: its words come before those of a stick. */
  function enter() {
    root.classList.add("lms");
    const words = Atoll.byId("atoll-lms-words").content.cloneNode(true);
    Atoll.byId("atoll-words").content.prepend(words);
  }

  /** Add to the ledger what the platform remembers and this browser does not know. */
  function restore(person, text) {
    const memory = Atoll.recall(text);
    if (!memory) return;
    const ledger = Atoll.ledger(learning.course, person);
    const missing = Atoll.restored(learning.course, memory, Atoll.fold(ledger.statements()));
    if (missing.length) ledger.append(missing);
  }

  function begin(person, memory, changed) {
    keep(person);
    restore(person, memory); // first, since fields are filled in when somebody is chosen
    learning.choose(person);
    learning.whenChanged(showPlace);
    learning.whenChanged(changed);
    showPlace();
    changed();
  }

  function showBack() {
    const link = Atoll.byId("lms-back");
    const now = document.querySelector(".usb-open");
    const home = Atoll.byId(step);
    link.hidden = !home || now === home;
    if (home) link.textContent = Atoll.word("back", { title: home.dataset.title });
  }

  function stayInStep() {
    root.classList.add("lms-one");
    Atoll.byId("lms-back").href = "#" + encodeURIComponent(step);
    addEventListener("hashchange", () => setTimeout(showBack)); // when the screen has changed
    goTo("");
  }

  Atoll.platform = {
    step,

    join({ learner, memory, at, changed }) {
      enter();
      goTo(at);
      Atoll.startPeople = () => begin(personOf(learner), memory, changed);
    },

    /**
     * As `join`, where the platform's memory comes later, by the function that this gives. Who
     * answers before is not kept waiting: then the memory is added to what they did.
     */
    joinLate({ learner, changed }) {
      enter();
      const person = personOf(learner);
      const start = (memory) => {
        if (!learning.person) begin(person, memory, changed);
        else if (Atoll.recall(memory)) restore(person, memory);
        learning.refresh();
      };
      Atoll.startPeople = () => learning.refresh();
      learning.hasPerson = () => {
        if (!learning.person) start("");
        return true;
      };
      return start;
    },

    /** Go on without the platform as the one who was here before; give whether there is one. */
    goOnAlone() {
      const person = remembered();
      if (!person || typeof person.actor !== "string") return false;
      enter();
      isKept = false;
      Atoll.startPeople = () => begin(person, "", () => {});
      return true;
    },

    say(isWithPlatform) {
      isKept = isWithPlatform;
      showPlace();
    },

    /** Say that the platform takes nothing more until it opens this again. */
    end() {
      isOver = true;
      Atoll.platform.say(false);
    },

    /** Give where the person stands in what was launched. */
    scope: () =>
      Atoll.scopeOf(learning.course, learning.standing, learning.progress, step),

    /** Give the key under which this browser keeps what it knows of the platform. */
    key: () => learning.person.actor + "/" + learning.course.activity + "/platform/" + step,
  };

  // The stick's start page is not here.
  document.querySelector(".mark").setAttribute("href", "#" + encodeURIComponent(step || "atoll-start"));
  if (step) stayInStep();
})();
