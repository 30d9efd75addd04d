/**
 * A launch by cmi5, and the few requests to the platform that it needs (cmi5 §8, §10, §11; xAPI
 * 1.0.3). Every request gives a promise of what was answered; Unreachable is thrown where nobody
 * answered, so that trying again makes sense.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const VERSION = "1.0.3"; // of xAPI
  const BUSY = [408, 429, 500, 502, 503, 504];
  const TOKEN = "atoll/1/token/";

  class Unreachable extends Error {}
  class Refused extends Error {
    constructor(what, status) {
      super(what + ": " + status);
      this.isOver = [401, 403].includes(status); // the visit's token is no longer taken
    }
  }

  /** Give {endpoint, fetch, actor, registration, activityId} of the address, or null. */
  Atoll.launchOf = function (query) {
    const given = new URLSearchParams(query);
    const launch = {};
    ["endpoint", "fetch", "actor", "registration", "activityId"].forEach((name) => {
      launch[name] = given.get(name);
    });
    if (!Object.values(launch).every(Boolean)) return null;
    try {
      launch.actor = JSON.parse(launch.actor);
      launch.endpoint = launch.endpoint.replace(/\/*$/, "/");
      return launch;
    } catch (error) {
      return null;
    }
  };

  async function answerOf(address, options) {
    let answer = null;
    try {
      answer = await fetch(address, Object.assign({ cache: "no-store" }, options));
    } catch (error) {
      throw new Unreachable(error.message);
    }
    if (BUSY.includes(answer.status)) throw new Unreachable(String(answer.status));
    return answer;
  }

  function kept(key) {
    try {
      return sessionStorage.getItem(key);
    } catch (error) {
      return null;
    }
  }

  function keep(key, value) {
    try {
      sessionStorage.setItem(key, value);
    } catch (error) {
      // It holds until the page is loaded again.
    }
  }

  Atoll.cmi5Client = function (launch) {
    const key = TOKEN + launch.fetch;
    const about = {
      activityId: launch.activityId,
      agent: JSON.stringify(launch.actor),
      registration: launch.registration,
    };
    let token = kept(key);

    /** Get the token, once: the address works a single time. */
    async function authorise() {
      if (token) return;
      const answer = await answerOf(launch.fetch, { method: "POST" });
      const found = await answer.json().catch(() => ({}));
      if (!found["auth-token"]) throw new Refused(found["error-text"] || "fetch", answer.status);
      token = found["auth-token"];
      keep(key, token);
    }

    function ask(method, resource, parameters, content, isLast) {
      const address = launch.endpoint + resource + "?" + new URLSearchParams(parameters);
      const headers = {
        "Authorization": "Basic " + token,
        "X-Experience-API-Version": VERSION,
      };
      if (content !== undefined) headers["Content-Type"] = "application/json";
      const body = content === undefined ? undefined : JSON.stringify(content);
      return answerOf(address.replace(/\?$/, ""), { method, headers, body, keepalive: isLast });
    }

    async function read(resource, parameters) {
      const answer = await ask("GET", resource, parameters);
      if (answer.status === 404) return null;
      if (!answer.ok) throw new Refused(resource, answer.status);
      return answer.json().catch(() => null);
    }

    async function post(statements, isLast) {
      const answer = await ask("POST", "statements", {}, statements, isLast);
      // One that is there already is as good as sent.
      if (!answer.ok && answer.status !== 409) throw new Refused("statements", answer.status);
      return answer.ok;
    }

    /** Send one by one: what a platform will never take must not keep the others back. */
    async function postEach(statements) {
      for (const statement of statements) {
        await post([statement]).catch((error) => {
          if (error instanceof Unreachable || error.isOver) throw error;
        });
      }
    }

    return {
      Unreachable,
      authorise,

      state: (stateId) => read("activities/state", Object.assign({ stateId }, about)),

      /** Keep a document; platforms that refuse it only lose the other computer's beginning. */
      keepState: (stateId, content, isLast) =>
        ask("PUT", "activities/state", Object.assign({ stateId }, about), content, isLast),

      preferences: () =>
        read("agents/profile", { agent: about.agent, profileId: "cmi5LearnerPreferences" }),

      /** Send statements. Doing it twice is safe. */
      async send(statements) {
        const isSent = await post(statements).catch((error) => {
          if (error instanceof Unreachable || error.isOver) throw error;
          return false;
        });
        if (!isSent && statements.length > 1) await postEach(statements);
      },

      /** Send statements while the page goes away; nobody waits for the answer. */
      sendLast: (statements) => post(statements, true),
    };
  };
})();
