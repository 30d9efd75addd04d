/**
 * One visit of a step, as cmi5 has it: `initialized` first, then answers, `completed` and `passed`
 * once for the learner's registration, `failed` at most at the end of a visit that did not pass,
 * and `terminated` last. What this browser keeps is the journal: answers that could not be sent
 * wait for the network, or for the next visit. In the modes Browse and Review only the beginning
 * and the end are told.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const WAIT = 20000; // ms until an unreachable platform is tried again
  const MOST = 25; // statements a request
  const STATE = "atoll"; // our document beside LMS.LaunchData
  const MOST_LAST = 20000; // characters of answers, and of memory, in what outlives the page
  const VISIT = "atoll/1/visit/";
  const { platform, learning } = Atoll;
  const launch = Atoll.launchOf(location.search);
  if (!launch) return;

  const client = Atoll.cmi5Client(launch);
  const begun = Date.now();
  let start = () => {};
  let data = null; // LMS.LaunchData, when the visit has begun
  let statements = null;
  let told = { answers: {}, completed: false, passed: false };
  let lastState = "";
  let first = null;
  const made = {}; // verdicts: said again, one is the same to the letter, or a platform refuses it
  let visit = Object.assign({ at: 0, isOver: false }, readVisit());
  let isBusy = false;
  let isWanted = false;
  let timer = 0;

  function readVisit() {
    try {
      return JSON.parse(sessionStorage.getItem(VISIT + launch.fetch));
    } catch (error) {
      return null;
    }
  }

  /** Keep what a reload must know: a visit begins and ends once. */
  function writeVisit(change) {
    visit = Object.assign({}, visit, change);
    try {
      sessionStorage.setItem(VISIT + launch.fetch, JSON.stringify(visit));
    } catch (error) {
      // After a reload the platform itself will refuse.
    }
  }

  const isNormal = () => data !== null && !["Browse", "Review"].includes(data.launchMode);
  const journal = () => platform.key() + "/" + launch.registration;
  const now = () => Math.max(Date.now(), visit.at);
  const length = () => now() - visit.at;

  function learnerOf(actor) {
    const { account, mbox, mbox_sha1sum, openid } = actor;
    const id = account ? JSON.stringify([account.homePage, account.name])
      : mbox || mbox_sha1sum || openid || "";
    return { id, name: typeof actor.name === "string" ? actor.name : "" };
  }

  function readJournal(state) {
    const here = Atoll.storage.read(journal()) || {};
    const there = state || {};
    told = {
      answers: here.answers || {},
      completed: Boolean(here.completed || there.completed),
      passed: Boolean(here.passed || there.passed),
    };
  }

  const writeJournal = () => Atoll.storage.write(journal(), told);

  /** Begin the visit: the token, what the platform says, what it remembers, `initialized`. */
  async function open() {
    await client.authorise();
    const found = await client.state("LMS.LaunchData");
    if (!found) throw new Error("LMS.LaunchData is missing");
    await client.preferences().catch(rethrowUnreachable);
    const state = await client.state(STATE).catch(rethrowUnreachable);
    statements = Atoll.cmi5Statements(launch, found);
    if (!visit.at) await initialise();
    data = found;
    offerReturn(found.returnURL);
    start(state && state.memory ? JSON.stringify(state.memory) : "");
    readJournal(state);
  }

  async function initialise() {
    const at = Date.now();
    first = first || statements.initialized(at); // the same one, if nobody answered
    await client.send([first]);
    writeVisit({ at: Date.parse(first.timestamp) });
  }

  /** The step can be learned without what was asked for, if somebody answered at all. */
  function rethrowUnreachable(error) {
    if (error instanceof client.Unreachable) throw error;
    return null;
  }

  function untold() {
    const ids = new Set(platform.scope().ids);
    return learning.ledger.statements().map(Atoll.facts)
      .filter((each) => each.verb === "answered" && ids.has(each.activity))
      .filter((each) => !Atoll.isRestored(each) && !(each.id in told.answers))
      .sort((a, b) => a.time - b.time || a.seq - b.seq);
  }

  /** An answer of an earlier visit is told in this one, which has begun later. */
  const answered = (facts) =>
    statements.answered(
      Math.max(facts.time, visit.at), facts,
      Atoll.interactionOf(learning.course.questions[facts.activity]));

  function judgement() {
    const { score } = platform.scope();
    return score && { score, isPassed: Atoll.isMastered(score, data.masteryScore) };
  }

  /** Give what is to be told once, as [name, statement]. */
  function verdicts() {
    const judged = judgement();
    const isPassed = Boolean(judged && judged.isPassed);
    if (platform.scope().isComplete || isPassed) {
      made.completed = made.completed || statements.completed(now(), length());
    }
    if (isPassed) {
      made.passed = made.passed || statements.passed(now(), length(), judged.score);
    }
    return Object.entries(made).filter(([name]) => !told[name]);
  }

  function stateNow(most) {
    const open_ = document.querySelector(".usb-open");
    const at = open_ ? open_.id : "";
    const text = Atoll.remember(learning.course, learning.progress, at, most);
    const { completed, passed } = told;
    return { memory: JSON.parse(text), completed, passed };
  }

  async function keepState(isLast) {
    const state = stateNow(isLast ? MOST_LAST : Infinity);
    const text = JSON.stringify(state);
    if (text === lastState) return;
    await client.keepState(STATE, state, isLast);
    lastState = text;
  }

  async function tell() {
    if (!data) await open();
    if (!isNormal()) return;
    for (let left = untold(); left.length; left = untold()) {
      const some = left.slice(0, MOST);
      await client.send(some.map(answered));
      some.forEach((each) => (told.answers[each.id] = 1));
      writeJournal();
    }
    const found = verdicts();
    if (found.length) await client.send(found.map(([, statement]) => statement));
    found.forEach(([name]) => (told[name] = true));
    writeJournal();
    await keepState(false);
  }

  async function ask() {
    isBusy = true;
    isWanted = false;
    let isTold = false;
    let isLater = false;
    try {
      await tell();
      isTold = true;
    } catch (error) {
      isLater = error instanceof client.Unreachable;
      if (!learning.person) start("");
      if (error.isOver) end();
    }
    isBusy = false;
    if (visit.isOver) return;
    platform.say(isTold && isNormal());
    clearTimeout(timer);
    if (isLater) timer = setTimeout(want, WAIT);
    else if (isWanted && isTold) want();
  }

  /** Have the platform told, now or as soon as it can be. */
  function want() {
    isWanted = true;
    if (!visit.isOver && !isBusy) ask();
  }

  function end() {
    writeVisit({ isOver: true });
    platform.end();
  }

  /** Give as many answers as fit into a request that outlives its page. */
  function lastAnswers() {
    let room = MOST_LAST;
    return untold().map(answered).filter((each) => {
      room -= JSON.stringify(each).length;
      return room > 0;
    });
  }

  /**
   * Give the last statements of the visit; answers that do not fit are told in the next one. Nobody
   * hears whether these came: a verdict counts as told only when it was answered, and the next
   * visit says it again.
   */
  function last() {
    const answers = isNormal() ? lastAnswers() : [];
    const found = isNormal() ? verdicts() : [];
    const judged = isNormal() ? judgement() : null;
    const isFailed = judged && !judged.isPassed && !told.passed && hasTried();
    const ending = isFailed ? [statements.failed(now(), length(), judged.score)] : [];
    return answers.concat(
      found.map(([, statement]) => statement), ending, statements.terminated(now(), length()));
  }

  /** Tell whether the test was handed in during this visit. */
  function hasTried() {
    const { assessment } = learning.course;
    const found = assessment && learning.progress[assessment.activity];
    return Boolean(found && found.last_at >= begun);
  }

  /** End the visit. The page goes away: what is sent now is not waited for. */
  function leave() {
    if (visit.isOver || !data || navigator.onLine === false) return Promise.resolve();
    const ending = last();
    writeVisit({ isOver: true });
    const sent = client.sendLast(ending).catch(() => {});
    if (isNormal()) keepState(true).catch(() => {});
    return sent;
  }

  /** A platform that says where to go back to gets its learner back. */
  function offerReturn(address) {
    const button = Atoll.byId("lms-leave");
    if (!address || !/^https?:/i.test(address)) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      await leave();
      location.assign(address);
    });
  }

  addEventListener("online", want);
  addEventListener("offline", () => visit.isOver || platform.say(false));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => {
    if (event.persisted && visit.isOver) platform.end();
  });
  document.addEventListener("visibilitychange", want);

  start = platform.joinLate({ learner: learnerOf(launch.actor), changed: want });
  // When start.js has made the page a player.
  addEventListener("DOMContentLoaded", () => {
    if (!visit.isOver) return want();
    start("");
    return platform.end();
  });
})();
