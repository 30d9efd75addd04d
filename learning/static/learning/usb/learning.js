/**
 * The course that is open, who is learning it, and where they stand. Others listen for changes.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const NOBODY = { statements: () => [], draft: () => ({ texts: {}, answers: {} }) };
  const listeners = [];

  const learning = {
    course: null,
    person: null,
    ledger: NOBODY,
    progress: {},
    standing: null,
    returnTo: "",

    whenChanged: (listener) => listeners.push(listener),

    /** Read everything again and tell the others. */
    refresh() {
      learning.progress = Atoll.fold(learning.ledger.statements());
      learning.standing = Atoll.standing(learning.course, learning.progress);
      listeners.forEach((listener) => listener());
    },

    choose(person) {
      learning.person = person;
      learning.ledger = person ? Atoll.ledger(learning.course, person) : NOBODY;
      learning.refresh();
    },

    /** Add statements for the person; their id and count are made by the ledger. */
    append(builders) {
      learning.ledger.append(builders);
      learning.refresh();
    },

    /** Tell whether somebody is learning; if not, ask who, and come back here afterwards. */
    hasPerson() {
      if (learning.person) return true;
      learning.returnTo = location.hash;
      location.hash = "#atoll-people";
      return false;
    },

    answers() {
      const all = learning.ledger.statements().map(Atoll.facts);
      return all.filter((each) => each.verb === "answered").length;
    },
  };

  Atoll.learning = learning;
})();
