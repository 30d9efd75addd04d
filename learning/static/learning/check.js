/**
 * Sends a check in the background and shows what the server says where the reader is. Without this
 * file the form works too, with a page load.
 *
 * Without a network the answer stays on the device, under the learner's id and the question, and
 * goes later, in order. On a shared PC, and of nobody, only until the tab is closed.
 *
 *   <div data-unsent="…" data-learner="UUID" hidden>
 *     <p></p> <button>Send now</button> <button hidden>Discard</button></div>
 *   <form data-check method="post" id="q-…"> … <div data-feedback tabindex="-1">…</div></form>
 */
(function () {
  "use strict";

  const UNSENT = "atoll-unsent/";
  const DRAFT = "atoll-draft/";
  const PERSON = "atoll/1/keeping/person"; // who learns in kept courses
  const AGAIN = 30000; // ms until it is tried again
  const notice = document.querySelector("[data-unsent]");
  const words = notice ? notice.dataset : {};
  const learner = words.learner || "";
  const held = {}; // what the browser refuses to keep
  const [sentence, again, discard] = notice ? notice.children : [];
  // gone: keys of answers to no question; urgent: number of forms being sent.
  let [running, token, gone, urgent] = [null, "", [], 0];

  function store() {
    return learner && !("shared" in words) ? localStorage : sessionStorage;
  }

  const keyOf = (kind, id) => kind + learner + location.pathname + "#" + id;

  /** Give what `act` gives, or `otherwise` where the browser refuses. */
  function safely(act, otherwise) {
    try {
      return act();
    } catch (error) {
      return otherwise;
    }
  }

  function put(key, value) {
    held[key] = value;
    safely(() => {
      store().setItem(key, value);
      delete held[key];
    });
  }

  function remove(key) {
    delete held[key];
    safely(() => store().removeItem(key));
  }

  const keys = () => Object.keys(held).concat(safely(() => Object.keys(store()), []));
  const get = (key) => held[key] || safely(() => store().getItem(key), null);
  const read = (key) => safely(() => JSON.parse(get(key)), null);

  /** Give what waits, oldest first: {key, path, id, fields, number}. */
  function waiting() {
    const beginning = UNSENT + learner + "/";
    return keys()
      .filter((key) => key.startsWith(beginning))
      .map((key) => {
        const [path, id] = key.slice(beginning.length - 1).split("#");
        return Object.assign({ key, path, id }, read(key));
      })
      .filter((each) => each.fields)
      .sort((one, other) => one.number - other.number);
  }

  function keep(form, fields) {
    const number = waiting().reduce((most, each) => Math.max(most, each.number), 0) + 1;
    put(keyOf(UNSENT, form.id), JSON.stringify({ number, fields }));
  }

  /** Say what `word` stands for; nothing, without one. */
  function say(word) {
    if (!notice) return;
    sentence.textContent = words[word] || "";
    notice.className = word === "sent" ? "fb ok" : "fb bad";
    again.hidden = word === "sent" || !waiting().length;
    discard.hidden = word !== "gone";
    notice.hidden = !word;
  }

  function replace(selector, from) {
    const here = document.querySelector(selector);
    const there = from.querySelector(selector);
    if (here && there) here.replaceWith(document.importNode(there, true));
  }

  /** Throw "refused" or "gone"; after any other fault it is tried again. */
  function fail(word) {
    throw Object.assign(new Error(), { word });
  }

  /** Send a form; give the page that comes back if it is that question's, for that learner. */
  async function post(path, id, fields) {
    const sent = new FormData();
    fields.forEach(([name, value]) => sent.append(name, value));
    sent.set("csrfmiddlewaretoken", token);
    const response = await fetch(path, { method: "POST", body: sent });
    const { status } = response;
    if (status === 403) fail("refused");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    // What a captive portal says is no page of ours.
    if (status >= 500 || !page.querySelector('link[href*="atoll"]')) fail();
    if (status === 404 || status === 410) fail("gone");
    const told = page.querySelector("[data-unsent]");
    if (notice && !(told && told.dataset.learner === learner)) fail("refused");
    if (!page.getElementById(id)) fail("gone");
    return page;
  }

  const fieldsOf = (form) =>
    Array.from(new FormData(form)).filter(([name]) => name !== "csrfmiddlewaretoken");

  /** Show what the page says of a question, unless its form says something newer by now. */
  function show(id, page, fields) {
    const form = document.getElementById(id);
    const isSame = form && JSON.stringify(fieldsOf(form)) === JSON.stringify(fields);
    const outline = document.querySelector(".out details");
    const wasOpen = outline && outline.open;
    ["[data-progress]", "[data-status]", ".out"].forEach((each) => replace(each, page));
    if (isSame) {
      replace("#" + CSS.escape(id), page);
      remove(keyOf(DRAFT, id));
    }
    const details = document.querySelector(".out details");
    if (details && wasOpen) details.open = true;
    document.dispatchEvent(new Event("atoll-shown"));
  }

  /** Give how it went; an answer that was changed meanwhile waits on. */
  async function sendOne({ key, path, id }) {
    const before = get(key);
    if (!before) return "sent";
    const { fields } = JSON.parse(before);
    try {
      const page = await post(path, id, fields);
      if (get(key) === before) remove(key);
      if (path === location.pathname) show(id, page, fields);
      return "sent";
    } catch (error) {
      if (error.word === "gone") gone.push(key);
      return error.word || "unsent";
    }
  }

  /** Send what waits, in order; what is refused keeps nothing back. */
  async function round() {
    const found = [];
    gone = [];
    for (const each of waiting()) {
      if (urgent) return;
      found.push(await sendOne(each));
      if (found.includes("unsent")) break;
    }
    const word = ["unsent", "refused", "gone", "sent"].find((each) => found.includes(each));
    if (word) say(word);
  }

  function sendWaiting() {
    running = running || round().finally(() => (running = null));
    return running;
  }

  function showSent(form, page, fields) {
    remove(keyOf(UNSENT, form.id));
    say("");
    show(form.id, page, fields);
    const feedback = document.querySelector("#" + CSS.escape(form.id) + " [data-feedback]");
    if (feedback) feedback.focus();
    sendWaiting();
  }

  function showUnsent(form, fields, word) {
    form.querySelector("button:not([type])").disabled = false;
    if (notice && !word) {
      keep(form, fields);
      form.after(notice);
      say(keyOf(UNSENT, form.id) in held ? "lost" : "unsent");
      notice.focus();
      return;
    }
    // The plain way: the server says why, and keeps what it can.
    remove(keyOf(UNSENT, form.id));
    form.removeAttribute("data-check");
    form.submit();
  }

  /** Send a form while nothing else is sent: no older answer may come after it. */
  async function postAlone(form, fields) {
    urgent += 1;
    try {
      await running;
      // A form that waited and was sent just now is not there any more.
      return form.isConnected && (await post(location.pathname, form.id, fields));
    } finally {
      urgent -= 1;
    }
  }

  function submit(form) {
    const fields = fieldsOf(form);
    form.querySelector("button:not([type])").disabled = true;
    token = form.elements.csrfmiddlewaretoken.value;
    postAlone(form, fields).then(
      (page) => page && showSent(form, page, fields),
      ({ word }) => showUnsent(form, fields, word),
    );
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-check]") && window.fetch) {
      event.preventDefault();
      submit(form);
    } else if (/\/out\/$/.test(form.action) && learner) leave(event);
  });

  /** Nothing typed here stays, and what is lost is named. Kept courses keep theirs. */
  function leave(event) {
    if (waiting().length && !confirm(words.leave)) return event.preventDefault();
    const isTyped = (key) => [UNSENT, DRAFT].some((kind) => key.startsWith(kind + learner + "/"));
    return keys().filter(isTyped).concat(PERSON).forEach(remove);
  }

  /** Kept courses go on as whoever is signed in. */
  function follow() {
    const before = JSON.parse(localStorage.getItem(PERSON));
    if (!before || before.actor === learner) return;
    localStorage.removeItem(PERSON);
    if (learner) put(PERSON, JSON.stringify({ actor: learner, name: words.name }));
  }

  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-check] textarea")) put(keyOf(DRAFT, target.form.id), target.value);
  });

  function takeUp() {
    document.querySelectorAll("[data-check] textarea").forEach((area) => {
      const draft = get(keyOf(DRAFT, area.form.id));
      if (draft !== null) area.value = draft;
    });
    const field = document.querySelector("[name=csrfmiddlewaretoken]");
    token = field ? field.value : "";
    if (waiting().length) say("unsent");
    else if (othersWait()) say("others");
    safely(follow);
    sendWaiting();
  }

  const othersWait = () =>
    safely(() => Object.keys(localStorage).some((key) => key.startsWith(UNSENT)));

  if (!notice) return;
  again.addEventListener("click", sendWaiting);
  discard.addEventListener("click", () => {
    gone.forEach(remove);
    say(waiting().length ? "unsent" : "");
  });
  addEventListener("online", sendWaiting);
  document.addEventListener("visibilitychange", () => document.hidden || sendWaiting());
  setInterval(sendWaiting, AGAIN);
  addEventListener("beforeunload", (event) => {
    if (!Object.keys(held).some((key) => key.startsWith(UNSENT))) return;
    event.preventDefault();
    event.returnValue = "";
  });
  takeUp();
})();
