/**
 * What this browser keeps. Where it refuses (full, switched off), things are held in memory until
 * the page closes, and whoever listens is told. What cannot be read is put aside, never deleted.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const PREFIX = "atoll/1/";
  const held = {};
  let refused = () => {};

  function putAside(key, text) {
    try {
      localStorage.setItem(PREFIX + "damaged/" + Date.now() + "/" + key, text);
      localStorage.removeItem(PREFIX + key);
    } catch (error) {
      // There is no room to put it aside: leave it where it is and write over nothing.
      held[key] = held[key] || null;
      refused();
    }
  }

  Atoll.storage = {
    /** Have `listener` called when something cannot be kept. */
    onRefused(listener) {
      refused = listener;
    },

    /** Give what the browser keeps under `key`, or null. */
    stored(key) {
      let text = null;
      try {
        text = localStorage.getItem(PREFIX + key);
        return text === null ? null : JSON.parse(text);
      } catch (error) {
        if (text !== null && !(key in held)) putAside(key, text);
        return null;
      }
    },

    /** Give what is only in memory under `key`, or null. */
    held(key) {
      return held[key] || null;
    },

    read(key) {
      return held[key] || Atoll.storage.stored(key);
    },

    /** Keep `value`; give whether the browser took it. */
    write(key, value) {
      try {
        if (held[key] === null) throw new Error("something damaged is there");
        localStorage.setItem(PREFIX + key, JSON.stringify(value));
        delete held[key];
        return true;
      } catch (error) {
        held[key] = value;
        refused();
        return false;
      }
    },

    /** Tell whether anything is kept or held under a key that begins with `beginning`. */
    owns(beginning) {
      const keys = Object.keys(held).map((key) => PREFIX + key);
      try {
        keys.push(...Object.keys(localStorage));
      } catch (error) {
        // Nothing is kept in a browser that refuses.
      }
      return keys.some((key) => key.startsWith(PREFIX + beginning));
    },

    /** Tell whether something would be lost if the page closed now. */
    isHolding: () => Object.keys(held).some((key) => held[key] !== null),

    /** Tell whether a change of the browser's `storageKey` is one of ours. */
    isOurs: (storageKey) => storageKey === null || storageKey.startsWith(PREFIX),
  };
})();
