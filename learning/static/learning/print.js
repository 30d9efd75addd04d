/**
 * A button that prints the page. Without this file it stays hidden: browsers print by themselves.
 *
 *   <button data-print hidden>Print</button>
 */
(function () {
  "use strict";

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  });
})();
