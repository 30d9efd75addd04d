/**
 * Learn from a USB copy in the stock Firefox, as a person does: from the double click to the
 * progress file, at the width of a small phone. Started by .ci/firefox:
 *
 *   node firefox-check.mjs COPY FIREFOX WORK
 *
 * COPY is a copy of the exported folder: it is moved into WORK. Into WORK come profile/,
 * downloads/, screens/ and the two progress files.
 * Answers are taken from the facts each page carries, so that other lessons need no change here.
 */
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import puppeteer from "puppeteer-core";

const [COPY, FIREFOX, WORK] = process.argv.slice(2).map((each) => path.resolve(each));
const SHORT = "egdi-in-seven-minutes";
const LONG = "digital-government-foundations";
const NAME = "Sina Tuʻi";
const TEXT = "The land register, السجل";
const WIDTH = 360; // CSS pixels
const PATIENCE = 10000; // ms, for anything awaited
const [PROFILE, DOWNLOADS, SCREENS] = ["profile", "downloads", "screens"].map((name) =>
  path.join(WORK, name),
);
const addressOf = (slug) => pathToFileURL(path.join(COPY, slug + ".html")).href;
const complaints = [];

// ---------------------------------------------------------------- the browser

function start() {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    headless: true,
    userDataDir: PROFILE,
    defaultViewport: { width: WIDTH, height: 740 },
    extraPrefsFirefox: {
      // As everybody's Firefox has it; the library would switch it off.
      "security.fileuri.strict_origin_policy": true,
      // Nothing listens at port 9: whatever asks for the network gets nothing.
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": 9,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": 9,
      "browser.download.folderList": 2,
      "browser.download.dir": DOWNLOADS,
      "browser.download.useDownloadDir": true,
      "browser.download.always_ask_before_handling_new_types": false,
    },
  });
}

/** Give a tab that notes whatever the browser complains of or asks the network for. */
async function newTab(browser) {
  const tab = await browser.newPage();
  tab.setDefaultTimeout(PATIENCE);
  tab.on("console", (message) => complaints.push("console: " + message.text()));
  tab.on("pageerror", (error) => complaints.push("error: " + error.message));
  tab.on("request", (request) => {
    if (/^(https?|wss?|ftp):/.test(request.url())) complaints.push("network: " + request.url());
  });
  return tab;
}

async function press(tab, selector) {
  const element = await tab.waitForSelector(selector, { visible: true });
  await element.click();
}

/** Press what leads to another screen of the page, and wait for it. */
async function follow(tab, selector, screen) {
  await press(tab, selector);
  await shown(tab, "#" + screen + ".usb-open");
}

const shown = (tab, selector) => tab.waitForSelector(selector, { visible: true });
const seeScreen = (tab, name) => tab.screenshot({ path: path.join(SCREENS, name + ".png") });
const factsOf = (tab) => tab.$eval("#atoll-course", (each) => JSON.parse(each.textContent));

function expect(isTrue, sentence) {
  if (!isTrue) throw new Error(sentence);
}

// ---------------------------------------------------------------- what a person does

async function nameOneself(tab) {
  await follow(tab, '#atoll-net a[href="#atoll-people"]', "atoll-people");
  await seeScreen(tab, "people");
  await tab.type("#atoll-name", NAME);
  await press(tab, "#atoll-new-person .btn");
  await shown(tab, "#atoll-start.usb-open");
}

async function openFromOutline(tab, slug) {
  if (!(await tab.$(".out details[open]"))) await press(tab, ".out summary");
  await follow(tab, `.out a[href="#${slug}"]`, slug);
}

/** Make exactly these options chosen. */
async function choose(tab, card, ids) {
  for (const option of await tab.$$(card + " input")) {
    const [value, isChosen] = await option.evaluate((each) => [each.value, each.checked]);
    if (ids.includes(value) !== isChosen) await option.click();
  }
}

const idsOf = (question, isCorrect) =>
  question.options.filter((each) => each.correct === isCorrect).map((each) => each.id);

async function answerWrongThenRight(tab, card, question) {
  await choose(tab, card, idsOf(question, false).slice(0, 1));
  await press(tab, card + " .btn");
  await shown(tab, card + " .fb.bad");
  await choose(tab, card, idsOf(question, true));
  await press(tab, card + " .btn");
  await shown(tab, card + " .fb.ok");
}

async function write(tab, card) {
  await tab.type(card + " textarea", TEXT);
  await press(tab, card + " .btn");
  await shown(tab, card + " .fb.ok");
}

/** Say more in a reflection, and wait until one record more is kept. */
async function writeMore(tab, facts) {
  const isReflection = (id) => facts.questions[id].type === "reflection";
  const lesson = facts.lessons.find((each) => each.questions.some(isReflection));
  const card = `#${lesson.slug} [data-question="${lesson.questions.find(isReflection)}"]`;
  const told = () => document.getElementById("atoll-net").textContent;
  const before = await tab.evaluate(told);
  await openFromOutline(tab, lesson.slug);
  await write(tab, card);
  const isMore = (text) => document.getElementById("atoll-net").textContent !== text;
  await tab.waitForFunction(isMore, {}, before);
}

async function doLesson(tab, facts, lesson) {
  await openFromOutline(tab, lesson.slug);
  for (const id of lesson.questions) {
    const card = `#${lesson.slug} [data-question="${id}"]`;
    const question = facts.questions[id];
    if (question.type === "reflection") await write(tab, card);
    else await answerWrongThenRight(tab, card, question);
  }
}

/** Answer the questions of an attempt; of the first one wrongly, if that is wanted. */
async function fillAttempt(tab, facts, { isFirstWrong }) {
  const ids = await tab.$$eval("#atoll-attempt fieldset", (all) =>
    all.map((each) => each.querySelector("input").name),
  );
  for (const [place, id] of ids.entries()) {
    const isWrong = isFirstWrong && place === 0;
    const chosen = idsOf(facts.questions[id], !isWrong).slice(0, isWrong ? 1 : undefined);
    await choose(tab, `#atoll-attempt fieldset:has([name="${id}"])`, chosen);
  }
}

/** Give the name of the progress file, once it is whole on the disk. */
async function saveProgress(tab) {
  await tab.evaluate(() => (location.hash = "#atoll-progress"));
  await press(tab, "#atoll-save");
  await tab.waitForFunction(() => document.getElementById("atoll-saved").textContent);
  const before = Date.now();
  while (Date.now() - before < PATIENCE) {
    const found = fs.readdirSync(DOWNLOADS).filter((each) => !each.endsWith(".part"));
    const whole = found.find((each) =>
      /\n\{"end":\d+\}\n$/.test(fs.readFileSync(path.join(DOWNLOADS, each), "utf8")),
    );
    if (whole) return whole;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("No whole progress file came into the folder of downloads.");
}

/** Save the progress file of a course and put it aside, where .ci/firefox finds it. */
async function keepProgress(tab, slug) {
  const name = await saveProgress(tab);
  expect(name === `progress-${slug}-sina-tu-i.progress`, "The file is called " + name + ".");
  fs.renameSync(path.join(DOWNLOADS, name), path.join(WORK, name));
  return path.join(WORK, name);
}

// ---------------------------------------------------------------- what must be so

/** Fail if a page may read the file beside it: then this is not the Firefox people have. */
async function originsAreStrict(browser) {
  const tab = await browser.newPage();
  await tab.goto(addressOf(SHORT));
  const isOpen = await tab.evaluate(
    () =>
      new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.onload = () => resolve(true);
        request.onerror = () => resolve(false);
        request.open("GET", "atoll/start.js");
        request.send();
      }),
  );
  await tab.close();
  expect(!isOpen, "A page could read another file: the file origin policy is not strict.");
}

async function fits(tab) {
  const [inner, content] = await tab.evaluate(() => [
    innerWidth,
    document.scrollingElement.scrollWidth,
  ]);
  expect(inner === WIDTH, `The window is ${inner} pixels wide, not ${WIDTH}.`);
  expect(content <= WIDTH, `${tab.url()} is ${content} pixels wide.`);
}

async function imagesAreThere(tab) {
  const broken = await tab.evaluate(async () => {
    const all = Array.from(document.images, async (image) => {
      image.loading = "eager";
      await image.decode().catch(() => {});
      return image.naturalWidth ? null : image.currentSrc || image.src;
    });
    return (await Promise.all(all)).filter(Boolean);
  });
  expect(!broken.length, "Images are missing: " + broken.join(", "));
}

/** Fail if a stylesheet is missing. Firefox does not say so itself, so each is asked for again. */
async function stylesAreThere(tab) {
  const missing = await tab.evaluate(async () => {
    const links = document.querySelectorAll('link[rel="stylesheet"]');
    const all = Array.from(links, (link) => {
      const again = link.cloneNode();
      return new Promise((resolve) => {
        again.onload = () => resolve(null);
        again.onerror = () => resolve(again.href);
        document.head.append(again);
      });
    });
    return (await Promise.all(all)).filter(Boolean);
  });
  expect(!missing.length, "Stylesheets are missing: " + missing.join(", "));
}

async function isComplete(tab) {
  await tab.evaluate(() => (location.hash = ""));
  await shown(tab, "#atoll-continue .card.key");
  const isFull = await tab.$eval("#atoll-bar", (bar) => bar.max === bar.value);
  expect(isFull, "The bar is not full.");
}

async function reflectionIsThere(tab, facts) {
  const written = await tab.$$eval("textarea", (all) => all.map((each) => each.value));
  const asked = Object.values(facts.questions).filter((each) => each.type === "reflection");
  expect(asked.length > 0 && written.length === asked.length, "A reflection is missing.");
  expect(written.every((each) => each === TEXT), "A reflection is not as it was written.");
}

async function everythingIsThere(tab) {
  const facts = await factsOf(tab);
  await isComplete(tab);
  await reflectionIsThere(tab, facts);
  const net = await tab.$eval("#atoll-net", (each) => each.textContent);
  expect(net.includes(NAME), "The page forgot who is learning.");
}

// ---------------------------------------------------------------- the journey

async function step(sentence, deed) {
  const begun = Date.now();
  try {
    const found = await deed();
    console.log(`PASS: ${sentence} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    return found;
  } catch (error) {
    complaints.forEach((each) => console.log("The browser said: " + each));
    throw new Error(`${sentence}: ${error.message}`, { cause: error });
  }
}

async function searching(tab) {
  await step("the search on index.html finds a lesson, and the result opens it", async () => {
    await tab.goto(addressOf("index"));
    await shown(tab, "#atoll-search");
    await tab.type("#atoll-question", "goverment index");
    await press(tab, "#atoll-search .btn");
    await shown(tab, "#atoll-found a");
    await fits(tab);
    await seeScreen(tab, "found");
    await Promise.all([tab.waitForNavigation(), press(tab, "#atoll-found a")]);
    await shown(tab, ".usb-screen.usb-open h1");
  });
}

async function shortCourse(tab) {
  await step("the double click on index.html leads to a course", async () => {
    await tab.goto(addressOf("index"));
    await stylesAreThere(tab);
    await fits(tab);
    await seeScreen(tab, "index");
    await Promise.all([tab.waitForNavigation(), press(tab, `a[href="${SHORT}.html"]`)]);
    await shown(tab, "#atoll-start.usb-open");
    await stylesAreThere(tab);
    await fits(tab);
    await seeScreen(tab, "course");
  });
  await step("a person gives a name", () => nameOneself(tab));
  await step("wrong answers, right ones and a reflection complete the course", async () => {
    const facts = await factsOf(tab);
    for (const lesson of facts.lessons) await doLesson(tab, facts, lesson);
    await seeScreen(tab, "lesson");
    await fits(tab);
    await everythingIsThere(tab);
    await seeScreen(tab, "complete");
  });
  await step("a reload keeps everything", async () => {
    await tab.reload();
    await everythingIsThere(tab);
  });
}

async function attempt(tab, facts, options) {
  await press(tab, "#atoll-attempt button");
  await shown(tab, "#atoll-attempt fieldset");
  await fillAttempt(tab, facts, options);
}

async function assessment(tab) {
  await step("the long course opens, with its styles and images", async () => {
    await tab.goto(addressOf(LONG));
    await stylesAreThere(tab);
    await imagesAreThere(tab);
    await nameOneself(tab);
    await fits(tab);
  });
  const facts = await factsOf(tab);
  await step("an attempt that is not handed in survives a reload", async () => {
    await openFromOutline(tab, "assessment");
    await attempt(tab, facts, { isFirstWrong: true });
    await tab.reload();
    const chosen = await tab.$$eval("#atoll-attempt fieldset", (all) =>
      all.every((each) => each.querySelector("input:checked")),
    );
    expect(chosen, "An answer of the attempt was lost.");
    await seeScreen(tab, "attempt");
  });
  await step("a wrong answer in the assessment is explained", async () => {
    await press(tab, "#atoll-attempt form > p .btn");
    await shown(tab, '#atoll-attempt [role="status"] .fb');
    await shown(tab, "#atoll-attempt .card > .fb.bad");
    await fits(tab);
    await seeScreen(tab, "wrong");
  });
  await step("the assessment is passed at the next try, and still after a reload", async () => {
    await press(tab, "#atoll-attempt > p .btn");
    await shown(tab, "#atoll-attempt form");
    await fillAttempt(tab, facts, { isFirstWrong: false });
    await press(tab, "#atoll-attempt form > p .btn");
    await shown(tab, '#atoll-attempt [role="status"] .fb.ok');
    await seeScreen(tab, "passed");
    await tab.reload();
    await shown(tab, "#atoll-attempt > .fb.ok");
  });
  await step("its progress file is saved", () => keepProgress(tab, LONG));
}

/** Move the stick: to the browser, its pages are others, which know nobody. */
function moveTheFolder() {
  const moved = path.join(WORK, "Sina’s other stick é");
  fs.renameSync(COPY, moved);
  return pathToFileURL(path.join(moved, SHORT + ".html")).href;
}

async function carrying(tab) {
  const file = await step("the progress file is saved", () => keepProgress(tab, SHORT));
  await seeScreen(tab, "saved");
  await step("after the folder was moved, the progress file fills the course again", async () => {
    await tab.goto(moveTheFolder());
    await tab.evaluate(() => [localStorage, sessionStorage].forEach((each) => each.clear()));
    await tab.reload();
    await tab.evaluate(() => (location.hash = "#atoll-progress"));
    const input = await shown(tab, "#atoll-load");
    await input.uploadFile(file);
    await shown(tab, "#atoll-loaded .fb.ok");
    await seeScreen(tab, "loaded");
    await everythingIsThere(tab);
  });
  await step("learning goes on there, and is saved again", async () => {
    await writeMore(tab, await factsOf(tab));
    await keepProgress(tab, SHORT);
  });
}

async function withFirefox(deed) {
  const browser = await start();
  try {
    await deed(browser);
  } finally {
    await browser.close();
  }
}

async function firstSitting(browser) {
  console.log(`Firefox: ${await browser.version()}`);
  await step("a page may not read the file beside it", () => originsAreStrict(browser));
  await searching(await newTab(browser));
  await shortCourse(await newTab(browser));
  await assessment(await newTab(browser));
}

async function secondSitting(browser) {
  const tab = await newTab(browser);
  await step("everything is there after Firefox was closed and started again", async () => {
    await tab.goto(addressOf(SHORT));
    await everythingIsThere(tab);
  });
  await carrying(tab);
  await step("the browser complained of nothing and asked the network for nothing", () =>
    expect(!complaints.length, "see above"),
  );
}

try {
  [PROFILE, DOWNLOADS, SCREENS].forEach((each) => fs.mkdirSync(each, { recursive: true }));
  await withFirefox(firstSitting);
  await withFirefox(secondSitting);
} catch (error) {
  console.log("FAIL: " + error.message);
  console.error(error.cause || error);
  process.exitCode = 1;
}
