/**
 * The platform's side of SCORM: an object in a window around this one, or in the one that opened
 * it. Every call can fail; none may stop the page.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const FURTHEST = 100; // windows, as many as the standards' own examples climb at most

  /** Give the object called `name` in `frame` or around it; windows of others cannot be read. */
  function around(frame, name) {
    let here = frame;
    for (let climbed = 0; here && climbed < FURTHEST; climbed += 1) {
      try {
        if (here[name]) return here[name];
      } catch (error) {
        return null;
      }
      if (here === here.parent) return null;
      here = here.parent;
    }
    return null;
  }

  function opener(frame) {
    try {
      return frame.opener;
    } catch (error) {
      return null;
    }
  }

  function find(name) {
    const found = around(window, name);
    if (found) return found;
    const outer = opener(window) || opener(window.top);
    return outer ? around(outer, name) : null;
  }

  /** Give {open, get, set, commit, close} of the platform, or null where there is none. */
  Atoll.findPlatform = function (dialect) {
    const api = find(dialect.api);
    if (!api) return null;

    function call(name, ...values) {
      try {
        return String(api[dialect.prefix + name](...values));
      } catch (error) {
        return "";
      }
    }

    const isDone = (name, ...values) => call(name, ...values) === "true";
    const get = (element) => {
      const found = call("GetValue", element);
      return ["undefined", "null"].includes(found) ? "" : found;
    };
    return {
      // A page that was loaded again finds the session it left open, and goes on with it.
      open: () => isDone("Initialize", "") || get(dialect.learnerId) !== "",
      get,
      set: (element, value) => isDone("SetValue", element, String(value)),
      commit: () => isDone("Commit", ""),
      close: () => isDone(dialect.finish, ""),
    };
  };
})();
