/**
 * Learn from SCORM packages in a real browser, against the run-time of scorm-again. Started by
 * .ci/lms/judge-scorm:
 *
 *   node scorm-check.mjs scorm12|scorm2004 WORK NAME…
 *
 * WORK holds each package unpacked, by its name. One line a package is printed:
 * `scorm12 scorm-again pass NAME`. Answers are taken from the facts each page carries.
 */
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";

import puppeteer from "puppeteer-core";

const [STANDARD, WORK, ...NAMES] = process.argv.slice(2);
const HERE = path.dirname(fileURLToPath(import.meta.url));
const BROWSER = process.env.CHROMIUM || "/usr/bin/chromium";
const PATIENCE = 20000; // ms, for anything awaited
const TEXT = "The land register,\nالسجل";
const TYPES = {
  ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml",
  ".txt": "text/plain", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp",
};
const IS_OLD = STANDARD === "scorm12";
const ELEMENTS = IS_OLD
  ? { status: "cmi.core.lesson_status", raw: "cmi.core.score.raw" }
  : { status: "cmi.completion_status", raw: "cmi.score.raw" };
const SHARED = {
  "/platform.html": path.join(HERE, "platform.html"),
  "/scorm-again.js": path.join(HERE, `node_modules/scorm-again/dist/${STANDARD}.min.js`),
};

// ---------------------------------------------------------------- the server

function serve() {
  const root = path.resolve(WORK);
  const server = http.createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const file = SHARED[asked] || path.join(root, path.normalize(asked));
    fs.readFile(file, (error, content) => {
      const type = TYPES[path.extname(file)] || "application/octet-stream";
      response.writeHead(error ? 404 : 200, { "Content-Type": type });
      response.end(error ? "" : content);
    });
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

// ---------------------------------------------------------------- what a person does

function expect(isTrue, sentence) {
  if (!isTrue) throw new Error(sentence);
}

async function launch(tab, base, name, parameters = "") {
  const unit = encodeURIComponent(parameters);
  await tab.goto(`${base}/platform.html?standard=${STANDARD}&unit=${unit}`);
  await tab.evaluate((address) => {
    document.querySelector("iframe").src = address;
  }, `${encodeURIComponent(name)}/index.html${parameters}`);
  const frame = await (await tab.waitForSelector("iframe")).contentFrame();
  await frame.waitForSelector("html.usb-scripted");
  return frame;
}

async function leave(tab) {
  await tab.evaluate(() => {
    document.querySelector("iframe").src = "about:blank";
  });
  await tab.waitForFunction(() => frames[0].location.href === "about:blank");
}

const kept = (tab) => tab.evaluate(() => JSON.parse(localStorage.getItem(place) || "{}"));
const told = (frame) =>
  frame.waitForFunction(
    () => Atoll.byId("atoll-net").textContent.includes(
      Atoll.word("lms-kept", { name: Atoll.learning.person.name, answers: Atoll.learning.answers() })),
  );
const waiting = (frame) =>
  frame.waitForFunction(
    () => Atoll.byId("atoll-net").textContent.includes(
      Atoll.word("lms-waiting", { name: Atoll.learning.person.name, answers: Atoll.learning.answers() })),
  );

/**
 * Answer every question of the lessons, or of the one at `slug`, through their forms; wrongly before
 * where that can be done.
 */
function answerLessons(frame, text, slug = "") {
  return frame.evaluate((written, wanted) => {
    const { questions, lessons } = Atoll.learning.course;
    const pairs = { matching: (each) => `${each.id}[.]${each.target}` };
    const right = (question) => {
      const { type, options } = question;
      if (type === "numeric") return [question.lowest];
      if (type === "fillin") return [question.accepted[0]];
      if (type === "poll") return [options[0].id];
      if (type === "ordering") return Atoll.entriesOf(question, options.map((each) => each.id));
      if (type === "matching") return options.map(pairs.matching);
      return options.filter((each) => each.correct).map((each) => each.id);
    };
    const send = (form) => form.requestSubmit();
    const walk = (card) => {
      for (let turn = 0; turn < 50 && card.querySelector("fieldset"); turn += 1) {
        card.querySelector("input").checked = true;
        send(card.querySelector("form"));
      }
    };
    const wrong = (form, fieldset, question) => {
      const found = question.options.filter((each) => !each.correct);
      if (!found.length || !["single", "truefalse"].includes(question.type)) return;
      Atoll.choose(fieldset, [found[0].id]);
      send(form);
    };
    const chosen = lessons.filter((lesson) => !wanted || lesson.slug === wanted);
    chosen.forEach((lesson) => lesson.questions.forEach((id) => {
      const question = questions[id];
      const card = document.querySelector(`[data-question="${id}"]`);
      const form = card.querySelector("form");
      if (question.type === "scenario") return walk(card);
      if (question.type === "reflection") {
        card.querySelector("textarea").value = written;
        return send(form);
      }
      const fieldset = form.querySelector("fieldset");
      wrong(form, fieldset, question);
      Atoll.choose(fieldset, right(question));
      return send(form);
    }));
  }, text, slug);
}

/** Take the final assessment, all right or all wrong; give whether there is one. */
function takeAssessment(frame, isRight) {
  return frame.evaluate((rightly) => {
    const { assessment, questions } = Atoll.learning.course;
    if (!assessment) return false;
    location.hash = "#" + assessment.slug;
    document.querySelector("#atoll-attempt > p:last-child .btn, #atoll-attempt .btn.q").click();
    const { attempt } = Atoll.learning.ledger.draft();
    const ids = Atoll.draw(attempt, assessment.questions, assessment.draw);
    const fieldsets = Array.from(document.querySelectorAll("#atoll-attempt fieldset"));
    ids.forEach((id, place) => {
      const question = questions[id];
      const { type, options } = question;
      const turned = (all) => (rightly ? all : all.slice(1).concat(all[0]));
      const targets = turned(options.map((each) => each.target));
      const chosen = {
        numeric: () => [rightly ? question.lowest : "999999"],
        fillin: () => [rightly ? question.accepted[0] : "?"],
        ordering: () => Atoll.entriesOf(question, turned(options.map((each) => each.id))),
        matching: () => options.map((each, at) => `${each.id}[.]${targets[at]}`),
      }[type] || (() => {
        const found = options.filter((each) => each.correct === rightly).map((each) => each.id);
        return type === "multiple" && rightly ? found : found.slice(0, 1);
      });
      Atoll.choose(fieldsets[place], chosen());
    });
    document.querySelector("#atoll-attempt form").requestSubmit();
    return true;
  }, isRight);
}

// ---------------------------------------------------------------- the check

async function learn(tab, base, name) {
  let frame = await launch(tab, base, name);
  await told(frame);
  await tab.setOfflineMode(true);
  await answerLessons(frame, TEXT);
  await waiting(frame);
  expect(!("cmi.interactions.0.id" in (await kept(tab))), "values arrived without a network");
  await tab.setOfflineMode(false);
  await told(frame);
  const hasAssessment = await takeAssessment(frame, false);
  await told(frame);
  let found = await kept(tab);
  const before = Number(found["cmi.suspend_data"].length);
  expect(before > 0 && before <= (IS_OLD ? 4096 : 64000), `suspend_data is ${before} long`);
  if (hasAssessment) expect(found[ELEMENTS.status] === "incomplete", found[ELEMENTS.status]);
  await leave(tab);

  frame = await launch(tab, base, name);
  await told(frame);
  const done = await frame.evaluate(() => Atoll.learning.standing);
  expect(done.done === done.total - (hasAssessment ? 1 : 0), `${done.done} of ${done.total} done`);
  await takeAssessment(frame, true);
  await told(frame);
  await leave(tab);
  found = await kept(tab);
  if (IS_OLD) expect(found[ELEMENTS.status] === (hasAssessment ? "passed" : "completed"), "status");
  else expect(found[ELEMENTS.status] === "completed", "completion_status");
  if (hasAssessment) expect(found[ELEMENTS.raw] === "100", `score ${found[ELEMENTS.raw]}`);
  if (hasAssessment && !IS_OLD) expect(found["cmi.success_status"] === "passed", "success");
  const count = Object.keys(found).filter((each) => /^cmi\.interactions\.\d+\.id$/.test(each));
  const refused = await tab.evaluate(() => refused);
  expect(refused.length === 0, `refused: ${refused.slice(0, 3).join("; ")}`);
  return `${count.length} interactions, suspend_data ${before}`;
}

/** A package by lesson: each lesson and test is a unit, and the platform keeps each one's standing. */
async function learnUnits(tab, base, name, units) {
  let [count, longest] = [0, 0];
  for (const unit of units) {
    await learnUnit(tab, base, name, unit);
    const found = await visit(tab, base, name, unit, async () => {});
    count += Object.keys(found).filter((each) => /^cmi\.interactions\.\d+\.id$/.test(each)).length;
    longest = Math.max(longest, found["cmi.suspend_data"].length);
  }
  expect(longest <= (IS_OLD ? 4096 : 64000), `suspend_data is ${longest} long`);
  return `${units.length} units, ${count} interactions, suspend_data ${longest}`;
}

/** Do what the unit asks for; a lesson that asks anything is not complete before. */
function learnUnit(tab, base, name, unit) {
  const slug = new URLSearchParams(unit).get("step");
  return visit(tab, base, name, unit, async (frame) => {
    const [isTest, isAsking] = await frame.evaluate((wanted) => {
      const { assessment, lessons } = Atoll.learning.course;
      const lesson = lessons.find((each) => each.slug === wanted);
      return [Boolean(assessment) && assessment.slug === wanted,
        Boolean(lesson) && lesson.questions.length > 0];
    }, slug);
    const status = (await kept(tab))[ELEMENTS.status];
    if (isTest || isAsking) expect(status === "incomplete", `${slug} begins as ${status}`);
    if (isTest) await takeAssessment(frame, true);
    if (isAsking) await answerLessons(frame, TEXT, slug);
  });
}

/** Open a unit, do something there, and give what the platform holds: it must be done. */
async function visit(tab, base, name, unit, deed) {
  const slug = new URLSearchParams(unit).get("step");
  const frame = await launch(tab, base, name, unit);
  await told(frame);
  const isHere = await frame.evaluate((wanted) => location.hash === `#${wanted}`, slug);
  expect(isHere, `${unit} opens another place`);
  await deed(frame);
  await told(frame);
  const refused = await tab.evaluate(() => refused);
  expect(refused.length === 0, `refused: ${refused.slice(0, 3).join("; ")}`);
  await leave(tab);
  const found = await kept(tab);
  const isDone = ["completed", ...(IS_OLD ? ["passed"] : [])].includes(found[ELEMENTS.status]);
  expect(isDone, `${slug} is ${found[ELEMENTS.status]}`);
  return found;
}

/** Give how each unit of a manifest is opened, where there are several. */
function unitsOf(manifest) {
  const found = [...manifest.matchAll(/<item [^>]*parameters="([^"]*)"/g)];
  return found.map((each) => each[1].replaceAll("&amp;", "&"));
}

/** What is only read tells nothing: it has to open without a complaint. */
async function read(tab, base, name) {
  await tab.goto(`${base}/${encodeURIComponent(name)}/index.html`);
  await tab.waitForSelector("html.usb-scripted");
  return "reading";
}

async function judge(browser, base, name) {
  const manifest = fs.readFileSync(path.join(WORK, name, "imsmanifest.xml"), "utf8");
  const isReading = /scormtype="asset"/i.test(manifest);
  const context = await browser.createBrowserContext();
  const tab = await context.newPage();
  tab.setDefaultTimeout(PATIENCE);
  const complaints = [];
  tab.on("pageerror", (error) => complaints.push(error.message));
  try {
    const units = unitsOf(manifest);
    const learned = units.length ? learnUnits : learn;
    const said = await (isReading ? read : learned)(tab, base, name, units);
    expect(!complaints.length, complaints.join("; "));
    console.log(`${STANDARD} scorm-again pass ${name} (${said})`);
    return true;
  } catch (error) {
    console.log(`${STANDARD} scorm-again fail ${name}: ${error.message}`);
    return false;
  } finally {
    await context.close();
  }
}

const server = await serve();
const browser = await puppeteer.launch({
  executablePath: BROWSER,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
let areSound = true;
for (const name of NAMES) {
  const base = `http://127.0.0.1:${server.address().port}`;
  areSound = (await judge(browser, base, name)) && areSound;
}
await browser.close();
server.close();
process.exit(areSound ? 0 : 1);
