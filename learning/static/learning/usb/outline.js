/**
 * One screen at a time, chosen by the address: #slug. The browser's back button works, the outline
 * says what is done, and a pager leads on.
 *
 * <section class="usb-screen" id="slug" data-title="…">  <nav class="out"> links to them
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const ICONS = { done: "✓", started: "◐", new: "○", reading: "·" };
  const START = "atoll-start";
  const isWide = () => matchMedia("(min-width: 60rem)").matches;
  const screens = () => Array.from(document.querySelectorAll(".usb-screen"));
  const links = () => Array.from(document.querySelectorAll('.out a[href^="#"]'));
  const slugOf = (link) => decodeURIComponent(link.getAttribute("href").slice(1));

  function target() {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch (error) {
      // An address with a stray % leads to its plain text, or nowhere.
    }
    return Atoll.byId(id || START);
  }

  function reveal(screen) {
    screens().forEach((each) => each.classList.toggle("usb-open", each === screen));
    links().forEach((link) => {
      if (slugOf(link) === screen.id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    const title = Atoll.learning.course.title;
    const isStart = screen.id === START;
    document.title = isStart ? title : screen.dataset.title + " – " + title;
    document.querySelector(".out details").open = isWide();
  }

  /** Opening a lesson begins the course, for whoever is learning. */
  function begin(screen) {
    const isLesson = screen.dataset.lesson || screen.dataset.assessment;
    const { person, standing } = Atoll.learning;
    if (person && isLesson && !standing.hasBegun) Atoll.learning.append([]);
  }

  /** Show what the address names; `isFirst` leaves the focus where the browser put it. */
  Atoll.openScreen = function (isFirst) {
    const found = target();
    const screen = found && found.closest(".usb-screen");
    if (!screen && !isFirst) return;
    reveal(screen || Atoll.byId(START));
    begin(screen || Atoll.byId(START));
    if (screen && found !== screen) found.scrollIntoView();
    else scrollTo(0, 0);
    if (!isFirst) screen.querySelector("h1").focus({ preventScroll: true });
  };

  function addPagers() {
    const order = screens().filter((screen) => !screen.classList.contains("usb-script"));
    const step = (word, screen) =>
      screen && Atoll.button("#" + screen.id, Atoll.word(word, { title: screen.dataset.title }));
    order.slice(1).forEach((screen, place) => {
      const steps = [step("back", order[place]), step("next", order[place + 2])];
      screen.append(Atoll.make("div", { class: "pager" }, ...steps));
    });
  }

  function showStates() {
    const { states, done, total } = Atoll.learning.standing;
    links().forEach((link) => {
      const state = states[slugOf(link)];
      if (!state) return;
      const icon = link.querySelector(".st");
      icon.textContent = ICONS[state];
      icon.classList.toggle("o", state !== "done");
      link.querySelector(".vh").textContent = " (" + Atoll.word(state) + ")";
    });
    screens().forEach((screen) => {
      const next = screen.querySelector(".pager .btn:nth-child(2)");
      const isOpen = ["new", "started"].includes(states[screen.id]);
      if (next) next.classList.toggle("q", isOpen);
    });
    if (!total) return;
    Atoll.byId("atoll-bar").max = total;
    Atoll.byId("atoll-bar").value = done;
    Atoll.byId("atoll-bar-text").textContent = Atoll.word("count", { done, total });
  }

  function addBar() {
    const label = Atoll.make("label", { for: "atoll-bar" }, Atoll.word("progress"));
    const bar = Atoll.make("progress", { id: "atoll-bar", max: "1", value: "0" });
    const text = Atoll.make("span", { id: "atoll-bar-text" });
    Atoll.byId("atoll-notice").after(Atoll.make("div", { class: "prog" }, label, bar, text));
  }

  Atoll.startOutline = function () {
    document.documentElement.classList.add("usb-scripted");
    addPagers();
    if (Atoll.learning.standing.total) addBar();
    Atoll.learning.whenChanged(showStates);
    addEventListener("hashchange", () => Atoll.openScreen(false));
    document.querySelector(".skip").addEventListener("click", (event) => {
      event.preventDefault();
      Atoll.byId("atoll-main").focus();
    });
  };
})();
