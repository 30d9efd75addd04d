/**
 * Carrying progress: saved as a file on one computer, loaded on another, brought home at the end.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const learning = Atoll.learning;
  const MAX_BYTES = 10 * 1024 * 1024;

  function save() {
    if (!learning.hasPerson()) return;
    const { course, person } = learning;
    const text = Atoll.writeProgressFile(course, person, learning.ledger.statements());
    const address = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
    const name = Atoll.progressFileName(course.slug, person.name);
    const link = Atoll.make("a", { href: address, download: name, hidden: "" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000); // ms; some browsers save late
    Atoll.byId("atoll-saved").textContent = Atoll.word("file-saved", { name });
  }

  function tell(isOk, ...sentences) {
    const [title, ...rest] = sentences;
    const place = Atoll.byId("atoll-loaded");
    Atoll.fill(place, Atoll.panel(isOk, title, ...rest.map((each) => Atoll.make("p", {}, each))));
    place.focus();
  }

  /** Add the statements of each actor in the file to that actor's own ledger. */
  function take(found) {
    const course = learning.course.activity;
    const ours = found.statements.filter((each) => Atoll.facts(each).course === course);
    if (!ours.length) {
      const word = found.person || found.statements.length ? "file-other" : "file-none";
      return tell(false, Atoll.word(word, { title: found.title }));
    }
    const actor = Atoll.facts(ours[0]).actor;
    const mine = ours.filter((each) => Atoll.facts(each).actor === actor);
    const named = found.person && found.person.actor === actor ? found.person : {};
    const name = Atoll.tidy(named.name || "") || Atoll.word("somebody");
    const person = Atoll.addPerson({ actor, name, code: named.code || "" });
    const added = Atoll.ledger(learning.course, person).merge(mine);
    const damaged = found.damaged + ours.length - mine.length;
    learning.returnTo = "#atoll-progress";
    Atoll.choosePerson(person);
    return tell(!damaged, Atoll.word("file-loaded", { name: person.name }),
      Atoll.word("file-added", { added, known: mine.length - added }),
      damaged > 0 && Atoll.word("file-damaged", { damaged }));
  }

  function load(event) {
    const file = event.target.files[0];
    if (!file) return;
    if (file.size > MAX_BYTES) {
      tell(false, Atoll.word("file-none"));
      return;
    }
    const reader = new FileReader();
    reader.onload = () => take(Atoll.readProgressFile(reader.result));
    reader.onerror = () => tell(false, Atoll.word("file-unreadable"));
    reader.readAsText(file);
    event.target.value = "";
  }

  function showHeld() {
    const held = Atoll.byId("atoll-held");
    const word = learning.person ? "file-holds" : "no-answers";
    const name = learning.person ? learning.person.name : "";
    held.textContent = Atoll.word(word, { name, answers: learning.answers() });
  }

  Atoll.startCarrying = function () {
    Atoll.byId("atoll-save").addEventListener("click", save);
    Atoll.byId("atoll-load").addEventListener("change", load);
    learning.whenChanged(showHeld);
  };
})();
