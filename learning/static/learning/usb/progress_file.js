/**
 * Progress files, by the format of learning.xapi.progress_files: a heading, a statement a line,
 * and `{"end":N}`. Whatever happened to a file, each statement that is still whole is kept.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const FORMAT = "atoll-progress/1";

  function cut(text, most) {
    return typeof text === "string" ? Array.from(text).slice(0, most).join("") : "";
  }

  /** Give the text of the file. `person`: {actor, name, code}. */
  Atoll.writeProgressFile = function (course, person, statements) {
    const heading = {
      format: FORMAT,
      course: "urn:uuid:" + course.activity,
      title: course.title,
      edition: course.edition,
      learner: { actor: person.actor, name: person.name, code: person.code },
      statements: statements.length,
    };
    const lines = [JSON.stringify(heading)].concat(statements.map(Atoll.canonical));
    return lines.concat(JSON.stringify({ end: statements.length }), "").join("\n");
  };

  function isWhole(statement) {
    try {
      return Atoll.facts(statement) !== null && Atoll.statementId(statement) === statement.id;
    } catch (error) {
      return false;
    }
  }

  /** Give {person, title, statements, damaged}; `damaged` counts the lines that are not whole. */
  Atoll.readProgressFile = function (text) {
    const found = { person: null, title: "", statements: [], damaged: 0 };
    text.replace(/^\ufeff/, "").split("\n").forEach((line) => {
      if (!line.trim()) return;
      let part = null;
      try {
        part = JSON.parse(line);
      } catch (error) {
        // A line that is cut off or broken is counted below.
      }
      if (part && part.format === FORMAT) {
        const learner = part.learner || {};
        found.title = cut(part.title, 255);
        found.person = {
          actor: cut(learner.actor, 36),
          name: cut(learner.name, 150),
          code: Atoll.cleanCode(cut(learner.code, 20)),
        };
      } else if (part && isWhole(part)) found.statements.push(part);
      else if (!part || !("end" in part)) found.damaged += 1;
    });
    return found;
  };

  /** Give a file name that every disk takes: `progress-<slug>-<name>.progress`. */
  Atoll.progressFileName = function (slug, name) {
    const plain = (text) =>
      text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
        .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
    return "progress-" + (plain(slug) || "course") + "-" + (plain(name) || "learner") + ".progress";
  };
})();
