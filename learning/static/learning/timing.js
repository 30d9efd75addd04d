/**
 * The time of an attempt: minutes left, saved each minute, handed in at the end. The server
 * measures; without this file the buttons do the same.
 *   <form data-attempt> <p data-seconds="900" data-left="…"><b data-clock></b></p>
 */
(function () {
  "use strict";

  var form = document.querySelector("[data-attempt]");
  var place = form.querySelector("[data-seconds]");
  var end = performance.now() + place.dataset.seconds * 1000;
  var said;

  function tick() {
    var left = Math.ceil((end - performance.now()) / 60000);
    if (left <= 0) {
      clearInterval(timer);
      form.submit();
    } else if (left !== said) {
      place.querySelector("[data-clock]").textContent =
        place.dataset.left.replace("{minutes}", left);
      if (said) {
        var filled = new FormData(form);
        filled.append("act", "keep");
        // Away from the server: what is in the form stays, and is sent again in a minute.
        fetch(form.action, { method: "POST", body: filled }).catch(function () {});
      }
      said = left;
    }
  }

  var timer = setInterval(tick, 1000);
})();
