/**
 * Who is learning: several people can share one computer, each with a name of their own.
 * The page remembers who was chosen until its tab is closed.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const NOW = "atoll/1/now";
  const learning = Atoll.learning;

  function people() {
    const found = Atoll.storage.read("people");
    const isText = (value) => typeof value === "string";
    const isPerson = (each) => each && isText(each.actor) && isText(each.name);
    return Array.isArray(found) ? found.filter(isPerson) : [];
  }

  function remembered() {
    try {
      return sessionStorage.getItem(NOW);
    } catch (error) {
      return null;
    }
  }

  /** Have `person` learn; the page comes back to where they were asked who they are. */
  Atoll.choosePerson = function (person) {
    try {
      sessionStorage.setItem(NOW, person.actor);
    } catch (error) {
      // It is asked again after a reload.
    }
    learning.choose(person);
    location.hash = learning.returnTo || "#atoll-start";
    learning.returnTo = "";
  };

  /** Add a person, or complete the one with the same actor; give the person kept. */
  Atoll.addPerson = function (person) {
    const all = people();
    const known = all.find((each) => each.actor === person.actor);
    if (known) return known;
    // Who gave a name and then loaded their file would stand in the list twice.
    const isEmpty = (each) => each.name === person.name && !Atoll.storage.owns(each.actor + "/");
    const twin = all.find(isEmpty);
    const code = person.code || (twin ? twin.code : "");
    const added = Object.assign({}, person, { code });
    Atoll.storage.write("people", all.filter((each) => each !== twin).concat(added));
    return added;
  };

  function showNames() {
    const list = people().map((person) => {
      const isNow = learning.person && learning.person.actor === person.actor;
      const text = person.name + (person.code ? " · " + person.code : "") + (isNow ? " ✓" : "");
      const button = Atoll.make("button", { class: "btn q", type: "button", dir: "auto" }, text);
      if (isNow) button.setAttribute("aria-pressed", "true");
      button.addEventListener("click", () => Atoll.choosePerson(person));
      return Atoll.make("li", {}, button);
    });
    Atoll.fill(Atoll.byId("atoll-names"),
      list.length && Atoll.make("p", {}, Atoll.word("choose-name")),
      list.length && Atoll.make("ul", { class: "usb-names" }, ...list));
  }

  function complain(field, word) {
    const input = Atoll.byId("atoll-" + field);
    Atoll.byId("atoll-" + field + "-error").textContent = word ? "✗ " + Atoll.word(word) : "";
    if (word) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (word) input.focus();
  }

  function addNew(event) {
    event.preventDefault();
    const [nameField, codeField] = [Atoll.byId("atoll-name"), Atoll.byId("atoll-code")];
    const name = Atoll.tidy(nameField.value);
    const code = Atoll.cleanCode(codeField.value);
    const isTaken = people().some((each) => each.name.toLowerCase() === name.toLowerCase());
    const isMistyped = codeField.value.trim() && !code;
    complain("code", isMistyped ? "mistyped" : "");
    complain("name", name ? (isTaken ? "taken" : "") : "nameless");
    if (!name || isTaken || isMistyped) return;
    event.target.reset();
    Atoll.choosePerson(Atoll.addPerson({ actor: Atoll.uuid(), name, code }));
  }

  Atoll.startPeople = function () {
    Atoll.byId("atoll-new-person").addEventListener("submit", addNew);
    learning.whenChanged(showNames);
    const all = people();
    const last = all.find((each) => each.actor === remembered());
    learning.choose(last || (all.length === 1 ? all[0] : null));
  };
})();
