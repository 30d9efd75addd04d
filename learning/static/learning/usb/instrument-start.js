/**
 * Instruments that can be filled in: above the paper version of each stands a card with its
 * worksheets. Data: <script type="application/json" id="atoll-tools">{activity: definition}.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const { make, word } = Atoll;
  const { field, button, actions } = Atoll.fields;
  const SHOW = {
    assessment: Atoll.showAssessment,
    calculator: Atoll.showCalculator,
    canvas: Atoll.showCanvas,
  };
  const MOST_BYTES = 5 * 1024 * 1024;

  /** What a tab remembers of a worksheet until it is closed: which one is open, and where. */
  function memory(activity) {
    const key = "atoll/1/sheet/" + activity;
    let now = { id: "", step: "" };
    try {
      now = Object.assign(now, JSON.parse(sessionStorage.getItem(key)));
    } catch (error) {
      // It is not open after a reload.
    }
    return {
      now: () => now,
      set(changes) {
        now = Object.assign({}, now, changes);
        try {
          sessionStorage.setItem(key, JSON.stringify(now));
        } catch (error) {
          // As above.
        }
      },
    };
  }

  function addTool(screen, lesson, definition) {
    const sheets = Atoll.sheets(lesson.activity);
    const { now, set } = memory(lesson.activity);
    const notice = make("div", { role: "alert" });
    const content = make("div", {});
    const paper = make("div", { class: "usb-print" });
    const tool = make("div", { class: "card usb-tool" }, notice, content, paper);
    const shownPaper = { make: () => [] };
    screen.querySelector("h1").after(tool);

    function tell(isKept) {
      Atoll.fill(notice, !isKept && Atoll.panel(false, word("tool-refused")));
    }

    const view = {
      definition,
      lesson,
      sheet: () => sheets.find(now().id) || opened,
      step: () => now().step,
      stay: (step) => set({ step }),
      paper: (give) => (shownPaper.make = give),
      change(alter) {
        const sheet = view.sheet();
        alter(sheet);
        opened = sheet;
        tell(sheets.put(sheet));
      },
      go(step) {
        set({ step });
        show(true);
      },
      saveTable(name, rows) {
        const file = Atoll.tables.fileName(".csv", lesson.slug, view.sheet().title, name);
        Atoll.tables.save(file, "text/csv;charset=utf-8", Atoll.tables.csv(rows));
      },
    };
    // What is on the screen: if another tab deletes it, the next answer brings it back whole.
    let opened = null;

    function open(id) {
      set({ id, step: "" });
      show(true);
    }

    function saveFile() {
      const name = Atoll.tables.fileName(".worksheet.json", lesson.slug, view.sheet().title);
      Atoll.tables.save(name, "application/json", Atoll.writeSheet(lesson, view.sheet()));
    }

    /** Ask once more before a worksheet is gone. */
    function askToDelete(place) {
      const gone = () => {
        sheets.remove(now().id);
        opened = null;
        open("");
      };
      const stay = () => Atoll.fill(place);
      const sure = word("tool-delete-sure", { title: view.sheet().title });
      Atoll.fill(place, Atoll.panel(false, sure,
        actions(button("tool-delete-yes", gone), button("tool-delete-no", stay))));
      place.focus();
    }

    function openSheet(sheet) {
      const asking = make("div", { tabindex: "-1" });
      const isOlder = sheet.edition && sheet.edition !== Atoll.learning.course.edition;
      const name = { label: word("tool-name"), type: "text" };
      return [
        actions(button("tool-all", () => open(""))),
        make("h2", { tabindex: "-1" }, sheet.title || word("tool-untitled")),
        isOlder && make("p", { class: "muted" }, word("tool-older")),
        ...SHOW[definition.kind](view),
        make("div", { class: "usb-foot" },
          make("details", {}, make("summary", {}, word("tool-about-sheet")),
            field(name, "title", sheet.title, (text) => view.change((each) => (each.title = text)))),
          make("p", { class: "muted" }, word("tool-saved")),
          asking,
          actions(button("tool-save", saveFile), button("tool-delete", () => askToDelete(asking)))),
      ];
    }

    function load(event, told) {
      const file = event.target.files[0];
      if (!file) return;
      const say = (isOk, name, values) => {
        Atoll.fill(told, Atoll.panel(isOk, word(name, values)));
        told.focus();
      };
      const take = (text) => {
        const found = Atoll.readSheet(text);
        if (!found) return say(false, "tool-file-none");
        if (found.instrument !== lesson.activity) {
          return say(false, "tool-file-other", { name: found.name });
        }
        const { isKnown, isTwin, sheet } = sheets.add(found.sheet);
        show(false);
        return say(true, "tool-file-" + (isKnown ? "known" : isTwin ? "twin" : "loaded"),
          { title: sheet.title });
      };
      if (file.size > MOST_BYTES) return void say(false, "tool-file-none");
      const reader = new FileReader();
      reader.onload = () => take(reader.result);
      reader.onerror = () => say(false, "file-unreadable");
      reader.readAsText(file);
      event.target.value = "";
    }

    function listItem(sheet) {
      const made = make("button", { class: "btn q", type: "button", dir: "auto" },
        word("tool-open", { title: sheet.title || word("tool-untitled") }));
      made.addEventListener("click", () => open(sheet.id));
      const changed = word("tool-changed", { day: sheet.changed.slice(0, 10) });
      return make("li", {}, made, " ", make("span", { class: "muted" }, changed));
    }

    const told = make("div", { tabindex: "-1", role: "status" });

    /** Show the worksheets there are, and how to begin another. */
    function listSheets() {
      const all = sheets.all();
      let title = "";
      const form = make("form", { novalidate: "" },
        field({ label: word("tool-name"), hint: word("tool-name-about"), type: "text" }, "new", "",
          (text) => (title = text)),
        actions(make("button", { class: "btn" }, word("tool-new"))));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const sheet = sheets.make(Atoll.tidy(title), Atoll.learning.course.edition);
        tell(!Atoll.storage.held(sheets.key));
        open(sheet.id);
      });
      const id = "load-" + lesson.activity;
      const file = make("input", { type: "file", id, accept: ".json,application/json" });
      file.addEventListener("change", (event) => load(event, told));
      return [
        make("h2", { tabindex: "-1" }, word("tool-title")),
        make("p", {}, word("tool-" + definition.kind)),
        make("p", { class: "muted" }, word("tool-stays")),
        all.length && make("ul", { class: "usb-sheets" }, ...all.map(listItem)),
        form,
        make("div", { class: "field" }, make("label", { for: file.id }, word("tool-load")), file),
        told,
      ];
    }

    /** Show the open worksheet or the list; `moves`: the reader is led to it. */
    function show(moves) {
      opened = sheets.find(now().id);
      shownPaper.make = () => [];
      Atoll.fill(content, ...(opened ? openSheet(opened) : listSheets()));
      screen.classList.toggle("usb-filling", Boolean(opened));
      if (!moves) return;
      Atoll.fill(told);
      const heading = content.querySelector('h3[tabindex="-1"]');
      const target = opened && now().step !== "" && heading ? heading : content.querySelector("h2");
      target.focus();
      target.scrollIntoView();
    }

    addEventListener("beforeprint", () => Atoll.fill(paper, ...(opened ? shownPaper.make() : [])));
    addEventListener("storage", (event) => {
      if (event.key === null || event.key === "atoll/1/" + sheets.key) show(false);
    });
    show(false);
  }

  function start() {
    const tools = JSON.parse(Atoll.byId("atoll-tools").textContent);
    const lessons = Atoll.learning.course.lessons.filter((lesson) => tools[lesson.activity]);
    lessons.forEach((lesson) => {
      addTool(Atoll.byId(lesson.slug), lesson, tools[lesson.activity]);
    });
    addEventListener("beforeunload", (event) => {
      if (!Atoll.storage.isHolding()) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }

  // A browser without exact whole numbers keeps the paper version.
  if (typeof BigInt === "function") start();
})();
