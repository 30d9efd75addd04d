/**
 * Tells the platform where the learner stands, and every answer. What this browser keeps is the
 * journal: at each launch it is compared with what the platform has, and what is missing there is
 * said again. The platform is asked to keep things only while it can be reached: platforms answer
 * "true" without a network too, and lose it.
 *
 * Two windows may be open at once: standing, score and memory are the sum of both. Of answers given
 * in both at the same time the platform may list only one window's.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const MOST_INTERACTIONS = 250; // that every platform takes (SCORM 2004 RTE, SPM)
  const WAIT = 20000; // ms until an unreachable platform is tried again
  const MOST_LATENCY = 3600000; // ms; who took longer was away
  const { dialect, platform, learning } = Atoll;
  const api = Atoll.findPlatform(dialect);
  const begun = Date.now();
  const latencies = new Map();
  let since = begun; // when the question that is answered next came into sight
  let isOpen = Boolean(api && api.open());
  let isReachable = true;
  let isAsking = false;
  let isWanted = false;
  let timer = 0;

  if (!isOpen) {
    platform.goOnAlone();
    return;
  }

  const count = () => Number.parseInt(api.get("cmi.interactions._count"), 10);

  /** Set what the platform does not have yet; give whether it has it now. */
  const put = (element, value) => api.get(element) === value || api.set(element, value);

  function factsOf(each) {
    const question = learning.course.questions[each.activity];
    const { interactionType, correctResponsesPattern } = Atoll.interactionOf(question);
    return {
      id: each.activity,
      type: interactionType,
      patterns: correctResponsesPattern || [],
      response: each.response,
      success: each.success,
      time: each.time,
      latency: latencies.has(each.id) ? latencies.get(each.id) : null,
    };
  }

  /** Give the answers to tell of, in the order they were given. */
  function answersOf(scope) {
    const ids = new Set(scope.ids);
    return learning.ledger.statements().map(Atoll.facts)
      .filter((each) => each.verb === "answered" && ids.has(each.activity))
      .filter((each) => !Atoll.isRestored(each))
      .sort((a, b) => a.time - b.time || a.seq - b.seq);
  }

  /** Add the answers that the platform does not list yet. `told`: each one's place in its list. */
  function putAnswers(scope) {
    let next = count();
    if (!Number.isInteger(next)) return;
    const told = Atoll.storage.read(platform.key()) || {};
    Object.keys(told).forEach((id) => {
      if (told[id] >= next) delete told[id]; // it never arrived
    });
    answersOf(scope).filter((each) => !(each.id in told)).forEach((each) => {
      if (next >= MOST_INTERACTIONS) return;
      const beginning = "cmi.interactions." + next + ".";
      const all = dialect.interaction(factsOf(each));
      const isTaken = all.map(([name, value]) => api.set(beginning + name, value))[0];
      if (isTaken) told[each.id] = next;
      if (isTaken) next += 1;
    });
    Atoll.storage.write(platform.key(), told);
  }

  function putScore({ score }) {
    if (!score) return true;
    const known = Number.parseFloat(api.get(dialect.score + "raw"));
    if (known > score.percent) return true;
    const rest = [["min", "0"], ["max", "100"], ...dialect.scaled(score.percent)];
    const isTaken = put(dialect.score + "raw", String(score.percent));
    rest.forEach(([name, value]) => put(dialect.score + name, value));
    return isTaken;
  }

  function screen() {
    const open = document.querySelector(".usb-open");
    return open ? open.id : "";
  }

  function putMemory() {
    const at = screen();
    const memory = Atoll.remember(learning.course, learning.progress, at, dialect.most);
    put(dialect.at, at);
    api.set(dialect.exit, "suspend");
    api.set(dialect.sessionTime, dialect.span(Date.now() - begun));
    return put("cmi.suspend_data", memory);
  }

  /** Set everything; `keep` is called after each turn of the standing. Give whether all is told. */
  function tell(keep) {
    const scope = platform.scope();
    const isTold = [putMemory(), putScore(scope)].every(Boolean);
    putAnswers(scope);
    const turns = dialect.standing(scope, api.get);
    const areKept = turns.map((turn) => {
      const isSet = turn.map(([name, value]) => put(name, value)).every(Boolean);
      return keep() && isSet;
    });
    return isTold && areKept.every(Boolean);
  }

  async function ask() {
    isAsking = true;
    isWanted = false;
    isReachable = await Atoll.isReachable();
    const isKept = isOpen && isReachable && tell(api.commit);
    isAsking = false;
    platform.say(isKept);
    clearTimeout(timer);
    if (!isKept && isOpen) timer = setTimeout(want, WAIT);
    else if (isWanted) want();
  }

  /** Have the platform told, now or as soon as it can be. */
  function want() {
    isWanted = true;
    if (isOpen && !isAsking) ask();
  }

  function noteLatencies() {
    const now = Date.now();
    const span = Math.min(now - since, MOST_LATENCY);
    const fresh = learning.ledger.statements().map(Atoll.facts)
      .filter((each) => each.time >= since && each.time >= begun && !latencies.has(each.id));
    fresh.forEach((each) => latencies.set(each.id, span));
    if (fresh.length) since = now;
  }

  /** The page goes away: there is no time to ask whether the platform can be reached. */
  function leave() {
    if (!isOpen || !isReachable || Atoll.isCutOff()) return;
    tell(api.commit);
    api.close();
    isOpen = false;
  }

  function comeBack(event) {
    if (!event.persisted || isOpen) return;
    isOpen = api.open();
    want();
  }

  addEventListener("online", want);
  addEventListener("offline", () => {
    if (!Atoll.isCutOff()) return;
    isReachable = false;
    platform.say(false);
  });
  addEventListener("hashchange", () => (since = Date.now()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", comeBack);
  document.addEventListener("visibilitychange", want);

  platform.join({
    learner: { id: api.get(dialect.learnerId), name: api.get(dialect.learnerName) },
    memory: api.get("cmi.suspend_data"),
    at: api.get(dialect.at),
    changed() {
      noteLatencies();
      want();
    },
  });
})();
