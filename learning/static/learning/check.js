/**
 * Answers without leaving the place: sends a check in the background and shows what the server
 * says where the reader is. Without this file the form works too, with a page load.
 *
 *   <form data-check method="post" id="q-…"> … <div data-feedback tabindex="-1">…</div></form>
 */
(function () {
  "use strict";

  function replace(selector, from) {
    var here = document.querySelector(selector);
    var there = from.querySelector(selector);
    if (here && there) {
      here.replaceWith(document.importNode(there, true));
    }
  }

  function send(form) {
    var selector = "#" + CSS.escape(form.id);
    return fetch(location.pathname, { method: "POST", body: new FormData(form) })
      .then(function (response) {
        if (response.status >= 500 || response.status === 403) {
          throw new Error(String(response.status));
        }
        return response.text();
      })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        var wasOpen = document.querySelector(".out details");
        wasOpen = wasOpen && wasOpen.open;
        if (!page.querySelector(selector)) {
          throw new Error("another page");
        }
        replace(selector, page);
        replace("[data-progress]", page);
        replace("[data-status]", page);
        replace(".out", page);
        var outline = document.querySelector(".out details");
        if (outline && wasOpen) {
          outline.open = true;
        }
        document.dispatchEvent(new Event("atoll-shown"));
        var feedback = document.querySelector(selector + " [data-feedback]");
        if (feedback) {
          feedback.focus();
        }
      });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("[data-check]") || !window.fetch) {
      return;
    }
    event.preventDefault();
    var button = form.querySelector("button:not([type])");
    button.disabled = true;
    send(form).catch(function () {
      // The plain way shows the browser's own message when the network is away, and loses nothing.
      button.disabled = false;
      form.removeAttribute("data-check");
      form.submit();
    });
  });
})();
