/**
 * Locks the page of a shared PC when nobody touches it, by the time since the page was opened and
 * not by the clock on the wall. What is typed stays behind the lock. Without this file the server
 * asks for the PIN at the next click, and keeps what was sent.
 *
 *   <dialog data-lock="600" data-lock-now="…" data-not-yet="…">
 *     <form method="post" data-unlock>… <input name="password"> <p data-lock-error hidden></p></form>
 *   </dialog>
 */
(function () {
  "use strict";

  var dialog = document.querySelector("[data-lock]");
  if (!dialog || !dialog.showModal || !window.fetch) {
    return;
  }
  var form = dialog.querySelector("[data-unlock]");
  var secret = form.elements.password;
  var error = form.querySelector("[data-lock-error]");
  var limit = Number(dialog.dataset.lock) * 1000;
  var touched = performance.now();
  var told = touched;
  var isLocked = false;
  var others = window.BroadcastChannel ? new BroadcastChannel("atoll-lock") : null;

  function post(address, fields) {
    var sent = new FormData();
    sent.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    Object.keys(fields || {}).forEach(function (name) {
      sent.append(name, fields[name]);
    });
    return fetch(address, { method: "POST", body: sent, redirect: "manual" });
  }

  function lock() {
    isLocked = true;
    post(dialog.dataset.lockNow).catch(function () {
      // Away from the server: the page is covered all the same, and the server locks by itself.
    });
    if (!dialog.open) {
      dialog.showModal();
    }
  }

  function unlock() {
    isLocked = false;
    touched = told = performance.now();
    secret.value = "";
    error.hidden = true;
    dialog.close();
  }

  function complain(sentence) {
    error.textContent = sentence;
    error.hidden = false;
    secret.value = "";
    secret.focus();
  }

  function touch(isHere) {
    var now = performance.now();
    // After a long rest the first touch may be the next person's: lock instead of going on.
    if (isLocked || now - touched >= limit) {
      return check();
    }
    if (isHere && others && now - touched > 1000) {
      others.postMessage("touched");
    }
    touched = now;
  }

  function check() {
    var now = performance.now();
    if (!isLocked && now - touched >= limit) {
      lock();
    } else if (!isLocked && touched > told && now - told >= limit / 2) {
      told = now;
      post(dialog.dataset.notYet).catch(function () {
        told = touched - 1;
      });
    }
  }

  ["keydown", "pointerdown", "scroll", "input"].forEach(function (kind) {
    document.addEventListener(kind, function () { touch(true); }, { passive: true, capture: true });
  });
  if (others) {
    others.onmessage = function () { touch(false); };
  }
  dialog.addEventListener("cancel", function (event) { event.preventDefault(); });
  dialog.addEventListener("close", function () {
    if (isLocked) {
      dialog.showModal();
    }
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    post(form.action, { password: secret.value })
      .then(function (response) {
        if (response.type === "opaqueredirect") {
          return unlock();
        }
        return response.text().then(function (text) {
          var page = new DOMParser().parseFromString(text, "text/html");
          var why = page.querySelector("main .fb.bad ul");
          complain(why ? why.textContent.trim() : error.dataset.away);
        });
      })
      .catch(function () { complain(error.dataset.away); });
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      location.reload();
    }
  });
  document.addEventListener("visibilitychange", check);
  setInterval(check, Math.min(5000, limit / 4));
})();
