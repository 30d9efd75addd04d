/**
 * Who learns on a phone: the one who was signed in when there last was a line, and nobody after
 * signing out. What is answered is kept on the phone at once, and the bar says what of it the server
 * has.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const learning = Atoll.learning;
  const sending = Atoll.sending;

  /** Put the words of this page over those of the player. */
  function addWords() {
    const words = Atoll.byId("atoll-words").content;
    Atoll.byId("keep-words").content.querySelectorAll("[data-word]").forEach((word) => {
      const found = words.querySelector('[data-word="' + word.dataset.word + '"]');
      if (found) found.textContent = word.textContent;
      else words.append(word.cloneNode(true));
    });
  }

  const moment = (at) => new Date(at).toLocaleString(document.documentElement.lang);

  function stateOf({ here, at }) {
    const { is } = sending.state;
    if (is === "signed-out" && here) return Atoll.word("keep-signed-out");
    if (here) return Atoll.word(is === "failed" ? "keep-failed" : "keep-waiting");
    return at ? Atoll.word("keep-sent", { time: moment(at) }) : "";
  }

  function signIn() {
    const address = "/in/?next=" + encodeURIComponent(location.pathname);
    return Atoll.make("a", { href: address }, Atoll.word("keep-sign-in"));
  }

  /** Answers of whoever has signed out wait; new ones have to be somebody's. */
  function showNobody(bar) {
    const word = sending.waiting().length ? "keep-signed-out" : "keep-nobody";
    Atoll.fill(bar, Atoll.make("span", { "data-keep-state": "signed-out" }, Atoll.word(word)), signIn());
  }

  function showState() {
    const { person } = learning;
    const bar = Atoll.byId("atoll-net").firstElementChild;
    if (!person) return showNobody(bar);
    const count = sending.count(person.actor, learning.course.activity);
    const held = Atoll.storage.isHolding() ? "not-kept" : "keep-states";
    const values = { name: person.name, here: count.here, there: count.there };
    const says = Atoll.make("span", {},
      Atoll.word(held, Object.assign({ answers: learning.answers() }, values)));
    const isOut = sending.state.is === "signed-out";
    const more = Atoll.make("span", { "data-keep-state": sending.state.is }, stateOf(count));
    const others = othersWait();
    Atoll.fill(bar, says, more, others && Atoll.make("span", {}, others), isOut ? signIn() : null);
    return showProgress(count, others);
  }

  /** Whoever was here before: their answers are theirs, and wait. */
  function othersWait() {
    const others = sending.waiting().filter(([actor]) => actor !== learning.person.actor);
    const number = others.reduce((sum, [, each]) => sum + each, 0);
    return number ? Atoll.word("keep-others", { number }) : "";
  }

  /** The screen of progress says the same in full, and what was set aside. */
  function showProgress(count, others) {
    Atoll.byId("keep-here").textContent = count.here;
    Atoll.byId("keep-there").textContent = count.there;
    Atoll.byId("keep-says").textContent = stateOf(count);
    Atoll.fill(Atoll.byId("keep-aside"),
      others && Atoll.make("p", {}, others),
      count.aside.length && Atoll.panel(false, Atoll.word("keep-aside", { number: count.aside.length }),
        Atoll.make("ul", {}, ...Array.from(new Set(count.aside), (why) => Atoll.make("li", {}, why)))));
  }

  /** Learn as whoever is signed in, and as nobody when the server knows of nobody. */
  function follow() {
    const person = sending.remembered();
    const actorOf = (each) => (each ? each.actor : "");
    if (actorOf(person) !== actorOf(learning.person)) learning.choose(person);
    else learning.refresh();
  }

  Atoll.startCarrying = function () {
    Atoll.byId("keep-send").addEventListener("click", () => sending.send());
  };

  Atoll.startPeople = function () {
    let waiting = 0;
    learning.whenChanged(showState);
    learning.whenChanged(() => {
      const { person, course } = learning;
      const { here } = person ? sending.count(person.actor, course.activity) : { here: 0 };
      if (here > waiting) sending.soon();
      waiting = here;
    });
    learning.choose(sending.remembered());
    sending.whenTold(follow);
    sending.start();
  };

  addWords();
})();
