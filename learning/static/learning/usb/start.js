/**
 * The beginning: the page is whole without scripts; here it becomes a player.
 * If anything fails on the way, the page stays as it was.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const learning = Atoll.learning;

  function showNet() {
    const name = learning.person && learning.person.name;
    const word = name ? (Atoll.storage.isHolding() ? "not-kept" : "kept") : "nobody";
    const text = Atoll.word(word, { name, answers: learning.answers() });
    const link = Atoll.make("a", { href: "#atoll-people" }, Atoll.word(name ? "change" : "who"));
    Atoll.fill(Atoll.byId("atoll-net").firstElementChild, Atoll.make("span", {}, text), link);
  }

  function showContinue() {
    const { isComplete, hasBegun, next } = learning.standing;
    if (isComplete) {
      const title = Atoll.make("h2", {}, "✓ " + Atoll.word("complete"));
      const text = Atoll.make("p", {}, Atoll.word("complete-next"));
      const button = Atoll.button("#atoll-progress", Atoll.word("home"), true);
      const card = Atoll.make("div", { class: "card key" }, title, text, button);
      return Atoll.fill(Atoll.byId("atoll-continue"), card);
    }
    const word = Atoll.word(hasBegun ? "continue" : "start", { title: next ? next.title : "" });
    const button = next && Atoll.button("#" + next.slug, word, true);
    return Atoll.fill(Atoll.byId("atoll-continue"), Atoll.make("p", {}, button));
  }

  function warn() {
    const link = Atoll.make("a", { href: "#atoll-progress" }, Atoll.word("home"));
    const text = Atoll.make("p", {}, link);
    Atoll.fill(Atoll.byId("atoll-notice"), Atoll.panel(false, Atoll.word("refused"), text));
  }

  function startTracking() {
    document.querySelectorAll(".usb-script").forEach((element) => (element.hidden = false));
    Atoll.storage.onRefused(warn);
    Atoll.startChecks();
    Atoll.startAssessments();
    Atoll.startCarrying();
    learning.whenChanged(showNet);
    addEventListener("storage", (event) => {
      if (Atoll.storage.isOurs(event.key)) learning.refresh();
    });
    addEventListener("beforeunload", (event) => {
      if (!Atoll.storage.isHolding()) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }

  learning.course = JSON.parse(Atoll.byId("atoll-course").textContent);
  learning.refresh();
  learning.whenChanged(showContinue);
  if (learning.standing.total) startTracking();
  Atoll.startOutline();
  if (learning.standing.total) Atoll.startPeople();
  else learning.refresh();
  Atoll.openScreen(true);
})();
