/**
 * Answers without leaving the place: sends a check in the background and shows what the server
 * says where the reader is. Without this file the form works too, with a page load.
 *
 * Without a network the answer stays on the device, under the learner's id and the question, and
 * goes when the network is back, in order; so does what is being written. On a shared PC, and of
 * somebody nobody knows, only until the tab is closed.
 *
 *   <div data-unsent="…" data-learner="UUID" hidden><p></p> <button>Send now</button></div>
 *   <form data-check method="post" id="q-…"> … <div data-feedback tabindex="-1">…</div></form>
 */
(function () {
  "use strict";

  const UNSENT = "atoll-unsent/";
  const DRAFT = "atoll-draft/";
  const AGAIN = 30000; // ms until it is tried again by itself
  const notice = document.querySelector("[data-unsent]");
  const words = notice ? notice.dataset : {};
  const learner = words.learner || "";
  const held = {}; // what the browser refuses to keep
  let [isSending, token] = [false, ""];

  function store() {
    return learner && !("shared" in words) ? localStorage : sessionStorage;
  }

  const keyOf = (kind, id) => kind + learner + location.pathname + "#" + id;

  function put(key, value) {
    try {
      store().setItem(key, value);
      delete held[key];
    } catch (error) {
      held[key] = value;
    }
  }

  function remove(key) {
    delete held[key];
    try {
      store().removeItem(key);
    } catch (error) {
      // What could not be kept need not be removed.
    }
  }

  function keys() {
    try {
      return Object.keys(store()).concat(Object.keys(held));
    } catch (error) {
      return Object.keys(held);
    }
  }

  function get(key) {
    try {
      return held[key] || store().getItem(key);
    } catch (error) {
      return null;
    }
  }

  function read(key) {
    try {
      return JSON.parse(get(key));
    } catch (error) {
      return null;
    }
  }

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

  function say(sentence, isSent) {
    if (!notice) return;
    notice.firstElementChild.textContent = sentence;
    notice.className = isSent ? "fb ok" : "fb bad";
    notice.lastElementChild.hidden = isSent || !waiting().length;
    notice.hidden = !sentence;
  }

  function replace(selector, from) {
    const here = document.querySelector(selector);
    const there = from.querySelector(selector);
    if (here && there) here.replaceWith(document.importNode(there, true));
  }

  /** Throw what happened: `isAway` if the server was not reached, so that it can be tried again. */
  function fail(isAway) {
    throw Object.assign(new Error("not sent"), { isAway });
  }

  /** Send a form; give the page that comes back if it is that question's, for that learner. */
  function post(path, id, fields) {
    const sent = new FormData();
    fields.forEach(([name, value]) => sent.append(name, value));
    sent.set("csrfmiddlewaretoken", token);
    return fetch(path, { method: "POST", body: sent })
      .catch(() => fail(true))
      .then((response) => {
        if (response.status >= 500) fail(true);
        if (response.status === 403) fail(false);
        return response.text();
      })
      .then((text) => {
        const page = new DOMParser().parseFromString(text, "text/html");
        // What a captive portal says is no page of ours.
        if (!page.querySelector('link[href*="atoll"]')) fail(true);
        const told = page.querySelector("[data-unsent]");
        const isTheirs = !notice || (told && told.dataset.learner === learner);
        if (!isTheirs || !page.getElementById(id)) fail(false);
        return page;
      });
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

  /** Send what waits, one after the other; what is changed meanwhile waits on. */
  async function sendWaiting() {
    const all = waiting();
    if (isSending || !all.length) return;
    isSending = true;
    try {
      for (const { key, path, id, fields } of all) {
        const before = get(key);
        const page = await post(path, id, fields);
        if (get(key) === before) remove(key);
        if (path === location.pathname) show(id, page, fields);
      }
      say(words.sent, true);
    } catch (error) {
      say(error.isAway ? words.unsent : words.refused);
    }
    isSending = false;
  }

  function submit(form) {
    const fields = fieldsOf(form);
    const button = form.querySelector("button:not([type])");
    button.disabled = true;
    token = form.elements.csrfmiddlewaretoken.value;
    post(location.pathname, form.id, fields).then(
      (page) => {
        remove(keyOf(UNSENT, form.id));
        say("");
        show(form.id, page, fields);
        const feedback = document.querySelector("#" + CSS.escape(form.id) + " [data-feedback]");
        if (feedback) feedback.focus();
        sendWaiting();
      },
      (error) => {
        button.disabled = false;
        if (error.isAway && notice) {
          keep(form, fields);
          form.after(notice);
          say(keyOf(UNSENT, form.id) in held ? words.lost : words.unsent);
          notice.focus();
          return;
        }
        // The plain way: the server says why, and keeps what it can.
        form.removeAttribute("data-check");
        form.submit();
      },
    );
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-check]") && window.fetch) {
      event.preventDefault();
      submit(form);
    } else if (/\/out\/$/.test(form.action) && learner) leave(event);
  });

  /** Nothing of a learner stays behind; what would be lost is named first. */
  function leave(event) {
    if (waiting().length && !confirm(words.leave)) event.preventDefault();
    else keys().filter((key) => key.includes("/" + learner + "/")).forEach(remove);
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
    if (waiting().length) say(words.unsent);
    else if (othersWait()) say(words.others);
    sendWaiting();
  }

  function othersWait() {
    try {
      return Object.keys(localStorage).some((key) => key.startsWith(UNSENT));
    } catch (error) {
      return false;
    }
  }

  if (!notice) return;
  notice.lastElementChild.addEventListener("click", sendWaiting);
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
