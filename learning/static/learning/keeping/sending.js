/**
 * Bringing answers home: what a ledger holds and the server does not have yet is posted to it, in
 * small batches, as often as it takes. Only a receipt that names a statement makes it "sent": a
 * captive portal, an error page or a cut line change nothing. Sending twice is harmless.
 *
 * Atoll.sending.start()  sends now, when the line comes back, when the page is shown or left
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const FORMAT = "atoll-keeping/1";
  const PREFIX = "atoll/1/";
  const LEDGER = /^atoll\/1\/([0-9a-f-]{36})\/([0-9a-f-]{36})$/;
  const BATCH = 20; // statements
  const BEACON = 50000; // characters; browsers send 64 KiB on the way out, and no more
  const OUTBOX = 200; // statements that are left with the worker
  const WAITS = [5, 20, 60, 300]; // seconds until it is tried again
  const listeners = [];
  const state = { is: "waiting", learner: null };
  let [token, failures, timer, now, isAsked] = ["", 0, 0, null, false];

  const storage = Atoll.storage;
  const PERSON = "keeping/person";
  const homeKey = (actor, course) => actor + "/" + course + "/home";

  /** Give what is known to be on the server: {ids, aside: {id: reason}, at, until}. */
  function home(actor, course) {
    const found = storage.read(homeKey(actor, course)) || {};
    return Object.assign({ ids: [], aside: {}, at: "", until: "" }, found);
  }

  function keepHome(actor, course, change) {
    const record = home(actor, course);
    const ids = new Set(record.ids);
    change(record, ids);
    record.ids = Array.from(ids);
    storage.write(homeKey(actor, course), record);
  }

  /** Give the statements the device made for `actor` that the server does not have. */
  function pending(actor, course) {
    const ledger = storage.read(actor + "/" + course);
    const { ids, aside } = home(actor, course);
    const known = new Set(ids);
    const isOwn = (each) =>
      each && each.id && each.actor && each.actor.account && each.actor.account.name === actor;
    return ((ledger && ledger.statements) || []).filter(
      (each) => isOwn(each) && !known.has(each.id) && !(each.id in aside));
  }

  const isAnswer = (each) => !each.verb.id.endsWith("/registered");

  /** Give [actor, course] of every ledger in this browser. */
  function ledgers() {
    try {
      return Object.keys(localStorage).map((key) => LEDGER.exec(key)).filter(Boolean)
        .map(([, actor, course]) => [actor, course]);
    } catch (error) {
      return [];
    }
  }

  /** Ask our server; whatever is not said in our format was not said by it. */
  function ask(address, options) {
    const how = { cache: "no-store", credentials: "same-origin", redirect: "error" };
    return fetch(address, Object.assign(how, options))
      .then((response) => response.json().then((found) => {
        if (!found || found.format !== FORMAT) throw new Error("another format");
        return Object.assign(found, { status: response.status });
      }));
  }

  /** Give who learns here, as far as is known without a line: {actor, name}, or null. */
  function remembered() {
    const person = storage.read(PERSON);
    return person && person.actor ? person : null;
  }

  function meet() {
    return ask("/keep/me").then((found) => {
      token = found.token;
      state.learner = found.learner;
      // {} is nobody: a key cannot be removed where the browser refuses.
      if (found.learner || remembered()) storage.write(PERSON, found.learner || {});
      return found.learner;
    });
  }

  function post(actor, statements, isLeaving) {
    return ask("/keep/statements", {
      method: "POST",
      keepalive: isLeaving,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ format: FORMAT, learner: actor, statements }),
    });
  }

  /** Note what a receipt names; give how many of the batch it settled. */
  function settle(actor, course, batch, receipt) {
    if (receipt.status !== 200 || receipt.learner !== actor) throw new Error("no receipt");
    const sent = new Set(receipt.stored.concat(receipt.already));
    const aside = {};
    receipt.aside.forEach((each) => (aside[each.id] = each.reason));
    let settled = 0;
    keepHome(actor, course, (record, ids) => {
      batch.forEach(({ id }) => {
        if (sent.has(id)) ids.add(id);
        else if (id in aside) record.aside[id] = aside[id];
        else return;
        settled += 1;
      });
      record.at = receipt.at;
    });
    return settled;
  }

  async function sendCourse(actor, course) {
    let size = BATCH;
    for (let rest = pending(actor, course); rest.length; rest = pending(actor, course)) {
      const batch = rest.slice(0, size);
      const receipt = await post(actor, batch, false);
      size = receipt.status === 413 ? batch.length >> 1 : BATCH;
      if (receipt.status === 413 && size) continue;
      const settled = settle(actor, course, batch, receipt);
      if (!settled) throw new Error("nothing settled");
      tell();
    }
  }

  /** Bring down what the learner did elsewhere in `course`; `slug` is its address. */
  async function pull(actor, course, slug, language) {
    for (let goesOn = "", more = true; more; goesOn = "&on=1") {
      const since = encodeURIComponent(home(actor, course.activity).until);
      const address = "/keep/" + slug + "/statements?language=" + language + "&since=" + since;
      const found = await ask(address + goesOn);
      if (found.status === 404) return; // withdrawn: there is nothing more to be told
      if (found.status !== 200 || found.learner !== actor) throw new Error("nothing told");
      Atoll.ledger(course, { actor }).merge(found.statements);
      keepHome(actor, course.activity, (record, ids) => {
        found.statements.forEach((each) => ids.add(each.id));
        record.until = found.until;
      });
      more = found.more;
    }
  }

  async function round(course) {
    const learner = await meet();
    if (!learner) return "signed-out";
    for (const [actor, each] of ledgers()) {
      if (actor === learner.actor) await sendCourse(actor, each);
    }
    if (course) await pull(learner.actor, course, course.slug, document.documentElement.lang);
    return "sent";
  }

  function tell(is) {
    if (is) state.is = is;
    listeners.forEach((listener) => listener(state));
  }

  /**
   * Leave what waits with the worker, which sends it when there is a line and the page is gone. The
   * browser holds it a second time: what it sent is "already" there when the page asks.
   */
  async function handOver(actor) {
    const worker = window.SyncManager && (await navigator.serviceWorker.getRegistration());
    if (!worker || !actor) return;
    const statements = ledgers().filter(([each]) => each === actor)
      .flatMap(([, course]) => pending(actor, course)).slice(0, OUTBOX);
    const outbox = await caches.open("atoll-keep-outbox");
    await outbox.put("/keep/outbox", new Response(JSON.stringify({ learner: actor, statements })));
    await worker.sync.register("atoll-send");
  }

  function tryLater() {
    const person = state.learner || remembered();
    handOver(person && person.actor).catch(() => {}); // a browser without it sends from the page
    clearTimeout(timer);
    const wait = WAITS[Math.min(failures, WAITS.length - 1)];
    failures += 1;
    timer = setTimeout(send, wait * 1000);
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(send, 500); // ms; a test that is handed in makes many statements at once
  }

  /** Send everything of whoever is signed in; one round at a time. */
  function send() {
    isAsked = Boolean(now);
    if (now) return now;
    clearTimeout(timer);
    now = round(Atoll.learning && Atoll.learning.course).then(
      (is) => {
        failures = 0;
        tell(is);
      },
      () => {
        tell("failed");
        tryLater();
      },
    ).then(() => {
      now = null;
      if (isAsked) soon();
    });
    return now;
  }

  /** The page goes away: send what fits, without waiting for a receipt; it is asked for next time. */
  function leave() {
    if (!token || !state.learner) return;
    const { actor } = state.learner;
    ledgers().filter(([each]) => each === actor).forEach(([, course]) => {
      const batch = pending(actor, course).slice(0, BATCH);
      if (!batch.length || JSON.stringify(batch).length > BEACON) return;
      post(actor, batch, true).then((receipt) => settle(actor, course, batch, receipt))
        .catch(() => {});
    });
  }

  Atoll.sending = {
    state,
    send,
    soon,
    whenTold: (listener) => listeners.push(listener),
    remembered,

    /** Count what `actor` has in `course`: {here, there, aside: [reasons], at}. */
    count(actor, course) {
      const record = home(actor, course);
      const ledger = storage.read(actor + "/" + course);
      const known = new Set(record.ids);
      const all = ((ledger && ledger.statements) || []).filter(isAnswer);
      return {
        here: pending(actor, course).filter(isAnswer).length,
        there: all.filter((each) => known.has(each.id)).length,
        aside: Object.values(record.aside),
        at: record.at,
      };
    },

    /** Give [actor, number] for each person whose answers wait on this device. */
    waiting() {
      const numbers = {};
      ledgers().forEach(([actor, course]) => {
        const number = pending(actor, course).filter(isAnswer).length;
        if (number) numbers[actor] = (numbers[actor] || 0) + number;
      });
      return Object.entries(numbers);
    },

    /** Forget what this device holds of `course`, as far as the server has it all. */
    forget(course) {
      ledgers().filter(([, each]) => each === course).forEach(([actor]) => {
        if (pending(actor, course).length) return;
        ["", "/home", "/draft"].forEach((end) =>
          localStorage.removeItem(PREFIX + actor + "/" + course + end));
      });
    },

    start() {
      send();
      addEventListener("online", send);
      addEventListener("pagehide", leave);
      document.addEventListener("visibilitychange", () => document.hidden || send());
    },
  };
})();
