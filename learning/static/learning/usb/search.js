/**
 * Finding lessons on a page without a server: <form id="atoll-search" data-atollsearch …>.
 *
 * The indices (`search-<language>.js`) were loaded before; how they are written says
 * learning/publishing/exporters/search_index.py, and words are folded as learning/bundles/words.py
 * folds them. Without scripts the form stays hidden, and the page lists every course.
 *
 *     <form id="atoll-search" data-page="{course}.html#{place}" hidden><input type="search"></form>
 *     <p id="atoll-found-count" role="status"></p><ol id="atoll-found"></ol>
 *     <template id="atoll-search-words"><i data-word="none">…</i> …</template>
 */
(function () {
  "use strict";

  const ARTICLE = /^(?:وال|فال|بال|كال|ال|لل)(?=.{3})/;
  const UNSPACED =
    /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\u{20000}-\u{3ffff}]/u;
  const SAME = {
    æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th", ё: "е", ß: "ss",
    أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ى: "ي", ی: "ي", ئ: "ي", ؤ: "و", ک: "ك", ة: "ه",
  };
  const DROPPED = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\p{Cf}]/u;
  const SYMBOLS = Array.from({ length: 94 }, (_, place) => String.fromCharCode(0x21 + place))
    .filter((symbol) => !'"\\<~!'.includes(symbol))
    .join("");
  const LOW = 74;
  const HIGH = SYMBOLS.length - LOW;
  const MOST = 40; // results shown
  const WEIGHTS = { title: 8, heading: 3, text: 1 };

  // Folding

  function digit(letter) {
    const code = letter.codePointAt(0);
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1;
    return String(code - zero);
  }

  function folded(letter) {
    if (SAME[letter]) return SAME[letter];
    if (DROPPED.test(letter)) return "";
    if (/[0-9]/.test(letter)) return letter;
    if (/\p{Nd}/u.test(letter)) return digit(letter);
    return /[\p{L}\p{N}\p{M}]/u.test(letter) ? letter : " ";
  }

  function plain(letter) {
    const apart = letter.normalize("NFKD");
    if (/^[\p{Script=Latin}\p{Script=Greek}]/u.test(apart)) {
      return apart.toLowerCase().replace(/ς/g, "σ").replace(/\p{M}/gu, "");
    }
    return letter.normalize("NFKC").toLowerCase();
  }

  const fold = (text) =>
    Array.from(Array.from(text.normalize("NFC"), plain).join(""), folded).join("");

  // Words

  function shorter(word, stemmed) {
    return word.length > 3 ? stemmed : word;
  }

  function stem(word) {
    if (/[^\x00-\x7f]/.test(word)) return word.replace(ARTICLE, "");
    let found = word;
    if (/[^s]s$/.test(found)) found = shorter(found, found.slice(0, -1));
    if (found.endsWith("ie")) return shorter(found, found.slice(0, -1));
    return found.endsWith("y") ? shorter(found, found.slice(0, -1) + "i") : found;
  }

  /** Give the words of a text; of a script without spaces its clusters, and each two of them. */
  function words(text) {
    const found = [];
    fold(text).split(/\s+/).filter(Boolean).forEach((word) => {
      let run = [];
      let spaced = "";
      const close = () => {
        if (spaced) found.push(stem(spaced));
        run.forEach((cluster, place) => {
          found.push(cluster);
          if (place + 1 < run.length) found.push(cluster + run[place + 1]);
        });
        run = [];
        spaced = "";
      };
      for (const letter of word) {
        if (UNSPACED.test(letter)) {
          if (spaced) close();
          const last = run[run.length - 1];
          const joins = last && (/\p{M}/u.test(letter) || /[\u17d2\u1039]$/.test(last));
          if (joins) run[run.length - 1] += letter;
          else run.push(letter);
        } else {
          if (run.length) close();
          spaced += letter;
        }
      }
      close();
    });
    return found;
  }

  // Indices

  function numbers(told) {
    const found = [];
    let place = -1;
    let number = 0;
    let weight = 1;
    for (const symbol of told) {
      const value = SYMBOLS.indexOf(symbol);
      number += value * weight;
      weight *= HIGH;
      if (value < LOW) {
        place += number + 1;
        found.push(place);
        number = 0;
        weight = 1;
      }
    }
    return found;
  }

  /** Give an index as the search needs it: each term with a map of documents to weights. */
  function opened(index) {
    const documents = index.documents.map(([course, place, title, headings]) => ({
      course: index.courses[course],
      place,
      title,
      headings: headings.map((number) => index.headings[number]),
    }));
    const terms = new Map();
    const note = (term, number, weight) => {
      if (!terms.has(term)) terms.set(term, new Map());
      const held = terms.get(term);
      if (weight > (held.get(number) || 0)) held.set(number, weight);
    };
    let term = "";
    index.terms.split(" ").slice(0, -1).forEach((written) => {
      const sign = written.includes("!") ? "!" : "~";
      const [rest, told] = written.slice(1).split(sign);
      // Characters are counted as Python counts them.
      term = Array.from(term).slice(0, SYMBOLS.indexOf(written[0])).join("") + rest;
      const named = numbers(told);
      const left = new Set(named);
      const holding = sign === "~" ? named : documents.map((_, number) => number).filter((number) => !left.has(number));
      holding.forEach((number) => note(term, number, WEIGHTS.text));
    });
    documents.forEach(({ title, headings }, number) => {
      headings.forEach((heading) => words(heading).forEach((word) => note(word, number, WEIGHTS.heading)));
      words(title).forEach((word) => note(word, number, WEIGHTS.title));
    });
    return { ...index, documents, terms };
  }

  /** Take in another index of the same language, so that a word is as rare as it is in both. */
  function join(index, other) {
    const before = index.documents.length;
    index.documents.push(...other.documents);
    other.terms.forEach((held, term) => {
      if (!index.terms.has(term)) index.terms.set(term, new Map());
      held.forEach((weight, number) => index.terms.get(term).set(before + number, weight));
    });
  }

  let indices = null;

  /** Give one index a language, however many were loaded. */
  function all() {
    if (indices) return indices;
    const found = new Map();
    (window.AtollSearch || []).map(opened).forEach((index) => {
      if (found.has(index.language)) join(found.get(index.language), index);
      else found.set(index.language, index);
    });
    indices = Array.from(found.values());
    return indices;
  }

  // Asking

  /** Count the slips between two words: letters more, fewer, other, or two changed about. */
  function slips(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, place) => place);
    for (let row = 1; row <= one.length; row += 1) {
      const line = [row];
      for (let column = 1; column <= other.length; column += 1) {
        const same = one[row - 1] === other[column - 1];
        let least = Math.min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
        const turned = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
        if (turned) least = Math.min(least, before[column - 2] + 1);
        line.push(least);
      }
      if (Math.min(...line) > most) return most + 1;
      [before, last] = [last, line];
    }
    return last[other.length];
  }

  /** Give the terms that a word means, each with how well: itself, what it begins, what is near. */
  function meant(word, terms) {
    const found = [];
    if (terms.has(word)) found.push([word, 1]);
    if (word.length > 2) {
      for (const term of terms.keys()) {
        if (term !== word && term.startsWith(word)) found.push([term, 0.6]);
      }
    }
    if (found.length || word.length < 4) return found;
    const most = word.length < 8 ? 1 : 2;
    for (const term of terms.keys()) {
      const count = slips(word, term, most);
      if (count <= most) found.push([term, 0.4 / count]);
    }
    return found;
  }

  /** Give what an index finds, best first: {document, matched, score, near}. */
  function asked(question, index) {
    const hits = new Map();
    const count = index.documents.length;
    new Set(words(question)).forEach((word) => {
      const best = new Map();
      meant(word, index.terms).forEach(([term, fit]) => {
        const holding = index.terms.get(term);
        const rarity = Math.log(1 + count / holding.size);
        holding.forEach((weight, number) => {
          const worth = weight * fit * rarity;
          const known = best.get(number);
          if (!known || worth > known.worth) best.set(number, { worth, term, word });
        });
      });
      best.forEach(({ worth, term }, number) => {
        const hit = hits.get(number) || { index, number, score: 0, matched: 0, terms: [], near: [] };
        hit.score += worth;
        hit.matched += 1;
        hit.terms.push(term);
        if (!term.startsWith(word)) hit.near.push(term);
        hits.set(number, hit);
      });
    });
    return Array.from(hits.values());
  }

  /** Find a question in every index: only what holds the most of its words. */
  function find(question) {
    const hits = all().flatMap((index) => asked(question, index));
    const most = Math.max(0, ...hits.map((hit) => hit.matched));
    return hits
      .filter((hit) => hit.matched === most)
      .sort((one, other) => other.score - one.score || one.number - other.number)
      .map((hit) => {
        const { course, place, title, headings } = hit.index.documents[hit.number];
        const holds = (text) => words(text).some((word) => hit.terms.includes(word));
        return {
          course: course[0],
          courseTitle: course[1],
          place,
          title,
          language: hit.index.language,
          isInTitle: holds(title),
          heading: headings.find(holds) || "",
          near: hit.near,
        };
      });
  }

  window.AtollFinding = { fold, words, find };

  // The page

  const form = document.getElementById("atoll-search");
  if (!form) return;
  const phrases = document.getElementById("atoll-search-words").content;
  const phrase = (name) => phrases.querySelector('[data-word="' + name + '"]').textContent;

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    Object.keys(attributes).forEach((name) => element.setAttribute(name, attributes[name]));
    element.append(...children);
    return element;
  }

  function address(hit) {
    const page = form.dataset.page.replace("{course}", encodeURIComponent(hit.course));
    return page.replace("{place}", encodeURIComponent(hit.place)).replace(/#$/, "");
  }

  function line(hit) {
    const link = make("a", { href: address(hit), lang: hit.language, dir: "auto" }, hit.title);
    const where = hit.isInTitle ? phrase("title") : hit.heading ? phrase("heading") : phrase("text");
    const said = make("small", { class: "muted" });
    if (hit.place) said.append(make("span", { lang: hit.language, dir: "auto" }, hit.courseTitle), " · ");
    said.append(where);
    if (!hit.isInTitle && hit.heading) {
      said.append(" ", make("q", { lang: hit.language, dir: "auto" }, hit.heading));
    }
    return make("li", {}, link, said);
  }

  function show() {
    const question = form.elements.q.value.trim();
    const hits = question ? find(question) : [];
    const near = Array.from(new Set(hits.slice(0, MOST).flatMap((hit) => hit.near))).slice(0, 3);
    const count = document.getElementById("atoll-found-count");
    const list = document.getElementById("atoll-found");
    list.replaceChildren(...hits.slice(0, MOST).map(line));
    list.hidden = !hits.length;
    if (!question) count.textContent = "";
    else if (!hits.length) count.textContent = phrase("none");
    else if (near.length) count.textContent = phrase("near") + " " + near.join(", ");
    else count.textContent = phrase("count") + " " + hits.length;
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    show();
  });
  form.hidden = false;
  if (form.elements.q.value) show();
})();
