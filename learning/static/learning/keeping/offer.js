/**
 * The card that keeps one course: size first, progress, stop and go on, update, remove.
 *
 *   <section data-keep="slug" data-language="en" data-learner="UUID" data-name="…" hidden>
 *     <p data-keep-says role="status"></p> <progress hidden></progress> <p data-keep-does></p>
 *   </section>
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const keeper = Atoll.keeper;
  const language = document.documentElement.lang;
  const PERSON = "atoll/1/keeping/person"; // who learns in kept courses; see sending.js

  const UNITS = [["gigabyte", 1e9, 1], ["megabyte", 1e6, 1], ["kilobyte", 1e3, 0]];

  /** Give a size as people say it: 1.3 MB, 40 kB; 1 MB is a million bytes. */
  Atoll.size = function (bytes) {
    const [unit, one, digits] = UNITS.find((each) => bytes >= each[1]) || UNITS[2];
    const style = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits };
    const number = digits ? bytes / one : Math.ceil(bytes / one);
    return new Intl.NumberFormat(language, style).format(number);
  };

  /** Kept courses go on as whoever is signed in, and as nobody after that; the shelf knows nobody. */
  function follow({ learner, name }, isKept) {
    try {
      const isNeeded = isKept || localStorage.getItem(PERSON);
      if (learner === "") localStorage.removeItem(PERSON);
      else if (learner && isNeeded) localStorage.setItem(PERSON, JSON.stringify({ actor: learner, name }));
    } catch (error) {
      // Where nothing is kept, nobody learns in kept courses.
    }
  }

  function button(word, values, act, isQuiet) {
    const made = Atoll.make("button", { class: isQuiet ? "btn q small" : "btn q", type: "button" },
      Atoll.word(word, values));
    made.addEventListener("click", act);
    return made;
  }

  /** Make `card` keep its course; `changed` is called when something is kept or removed. */
  Atoll.keepWith = function (card, changed) {
    const { keep: slug, language: spoken } = card.dataset;
    const [says, bar, does] = ["[data-keep-says]", "progress", "[data-keep-does]"]
      .map((selector) => card.querySelector(selector));
    let stopping = null;

    function show(sentence, ...buttons) {
      says.textContent = sentence;
      bar.hidden = true;
      Atoll.fill(does, ...buttons);
    }

    function tell({ done, total, place, files }) {
      bar.hidden = false;
      bar.max = total || 1;
      bar.value = done;
      const values = { done: Atoll.size(done), total: Atoll.size(total), place, files };
      says.textContent = Atoll.word("keep-fetching", values);
    }

    async function fetchNow(plan) {
      if (isOther(await keeper.isKept(slug))) return refresh();
      stopping = new AbortController();
      Atoll.fill(does, button("keep-stop", {}, () => stopping.abort()));
      try {
        await keeper.keep(plan, stopping.signal, tell);
        await refresh();
      } catch (error) {
        const word = { QuotaExceededError: "keep-full", AbortError: "keep-stopped" }[error.name];
        await refresh(Atoll.word(word || "keep-broken"));
      }
      return finish();
    }

    async function remove() {
      await keeper.remove(slug);
      await refresh(Atoll.word("keep-removed"));
      finish();
    }

    /** The button that was pressed is gone: go on where it says what happened. */
    function finish() {
      says.focus();
      if (changed) changed();
    }

    /** The same course in another language has the same address: it is not replaced unasked. */
    const isOther = (kept) => Boolean(kept && kept.language !== spoken);

    const open = () => Atoll.make("a", { class: "btn q", href: "/keep/" + slug + "/" }, Atoll.word("keep-open"));

    async function asked() {
      try {
        return await keeper.plan(slug, spoken);
      } catch (error) {
        return null; // no line, or the course is no longer offered: what is here can be used
      }
    }

    async function refresh(first) {
      const [kept, wanted, plan] = [await keeper.isKept(slug), await keeper.isWanted(slug), await asked()];
      follow(card.dataset, Boolean(kept));
      const say = (sentence) => (first ? first + " " + sentence : sentence);
      const away = kept || wanted ? button("keep-remove", {}, remove, true) : null;
      if (!plan || isOther(kept)) {
        const title = isOther(kept) ? kept.title + " – " : "";
        const here = kept ? title + Atoll.word("keep-kept", { size: Atoll.size(keeper.space(kept)) }) : "";
        return show(say(here || Atoll.word("keep-no-line")), kept && open(), away);
      }
      const files = await keeper.left(plan);
      const values = { size: Atoll.size(keeper.wire(files)), files: files.length };
      const fetching = (word) => button(word, values, () => fetchNow(plan));
      if (kept && kept.mark === plan.mark) {
        return show(say(Atoll.word("keep-kept", { size: Atoll.size(keeper.space(kept)) })), open(), away);
      }
      if (kept) return show(say(Atoll.word("keep-newer", values)), open(), fetching("keep-update"), away);
      const isHalf = wanted && wanted.language === spoken;
      const word = isHalf ? "keep-go-on" : "keep-offer";
      return show(say(Atoll.word(isHalf ? "keep-half" : "keep-what", values)), fetching(word), away);
    }

    card.hidden = false;
    return refresh();
  };

  addEventListener("submit", ({ target }) => {
    if (/\/out\/$/.test(target.action)) follow({ learner: "" });
  });
  document.querySelectorAll("[data-keep]").forEach((card) => {
    follow(card.dataset);
    if (keeper.canKeep()) Atoll.keepWith(card);
  });
})();
