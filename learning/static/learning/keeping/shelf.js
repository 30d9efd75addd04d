/**
 * What is kept on this device, whose answers wait here, and how much room is left. The same page
 * stands in for every other one while there is no line.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const { keeper, sending } = Atoll;

  async function showSpace() {
    if (!navigator.storage || !navigator.storage.estimate) return;
    const { quota, usage } = await navigator.storage.estimate();
    const values = { used: Atoll.size(usage), free: Atoll.size(quota - usage) };
    Atoll.byId("keep-space").textContent = Atoll.word("keep-space", values);
  }

  function showAnswers() {
    const number = sending.waiting().reduce((total, [, each]) => total + each, 0);
    const person = sending.remembered();
    const mine = sending.waiting().find(([actor]) => person && actor === person.actor);
    const { is } = sending.state;
    Atoll.byId("keep-answers").textContent =
      Atoll.word(number ? "keep-answers-here" : "keep-answers-none", { number });
    const word = !number || is === "waiting" ? "" : is === "failed" ? "keep-failed" : "keep-signed-out";
    Atoll.byId("keep-why").textContent = word ? Atoll.word(is === "sent" && !mine ? "keep-not-yours" : word) : "";
    Atoll.byId("keep-send").hidden = !number;
    Atoll.byId("keep-in").hidden = is !== "signed-out";
  }

  /** Where a course was removed, what the server has of its answers need not stay. */
  async function forgetRemoved(before) {
    const now = (await keeper.kept()).map((plan) => plan.activity);
    before.filter((plan) => !now.includes(plan.activity)).forEach((plan) => sending.forget(plan.activity));
  }

  async function showCourses() {
    const [kept, wanted] = [await keeper.kept(), await keeper.wanted()];
    const all = kept.concat(wanted.filter((plan) => !kept.some((each) => each.slug === plan.slug)));
    const list = Atoll.byId("keep-courses");
    Atoll.byId("keep-none").hidden = all.length > 0;
    const changed = () => forgetRemoved(kept).then(showSpace);
    Atoll.fill(list, ...all.map((plan) => {
      const card = Atoll.byId("keep-card").content.firstElementChild.cloneNode(true);
      Object.assign(card.dataset, { keep: plan.slug, language: plan.language });
      const link = Atoll.make("a", { href: "/keep/" + plan.slug + "/", lang: plan.language }, plan.title);
      card.querySelector("h2").append(link);
      Atoll.keepWith(card, changed);
      return card;
    }));
  }

  if (!keeper.canKeep()) {
    Atoll.byId("keep-cannot").hidden = false;
  } else {
    Atoll.byId("keep-offline").hidden = location.pathname === "/keep/" && navigator.onLine;
    showCourses();
    showSpace();
  }
  Atoll.byId("keep-send").addEventListener("click", () => sending.send());
  sending.whenTold(showAnswers);
  showAnswers();
  sending.start();
})();
