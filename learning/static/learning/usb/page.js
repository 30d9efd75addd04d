/**
 * Small things every other file uses: words in the page's language, and elements.
 * Whatever a person typed or a file brought becomes text, never HTML.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const FOREIGN = { ltr: /[\u0590-\u08ff\ufb1d-\ufefc]/, rtl: /[A-Za-z]/ };

  /** Keep a name in the other direction of writing from turning the words around it. */
  function isolated(value) {
    const text = String(value);
    return FOREIGN[document.dir || "ltr"].test(text) ? "\u2068" + text + "\u2069" : text;
  }

  /** Give the phrase `name` from <template id="atoll-words">, with {places} filled in. */
  Atoll.word = function (name, values) {
    const words = document.getElementById("atoll-words").content;
    const found = words.querySelector('[data-word="' + name + '"]');
    const phrase = found ? found.textContent : name;
    return phrase.replace(/\{(\w+)\}/g, (place, key) => isolated((values || {})[key]));
  };

  /** Make an element: Atoll.make("p", {class: "muted"}, "text", element, …). */
  Atoll.make = function (tag, attributes, ...children) {
    const element = document.createElement(tag);
    Object.keys(attributes || {}).forEach((name) => element.setAttribute(name, attributes[name]));
    element.append(...children.filter(Boolean));
    return element;
  };

  Atoll.byId = (id) => document.getElementById(id);

  /** Replace what is in `element`. */
  Atoll.fill = function (element, ...children) {
    element.textContent = "";
    element.append(...children.filter(Boolean));
  };

  /** Give a link that looks like a button; quiet unless it is the page's main one. */
  Atoll.button = (address, text, isMain) =>
    Atoll.make("a", { class: isMain ? "btn" : "btn q", href: address }, text);

  /** Give a panel of feedback: {isOk, title}, then what it says. */
  Atoll.panel = (isOk, title, ...children) =>
    Atoll.make(
      "div",
      { class: isOk ? "fb ok" : "fb bad" },
      Atoll.make("strong", {}, (isOk ? "✓ " : "✗ ") + title),
      ...children,
    );
})();
