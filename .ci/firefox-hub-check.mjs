/**
 * Learn on the hub in the stock Firefox, as a newcomer does, at the width of a small phone
 * and with nothing but a keyboard.
 * Started by .ci/firefox-hub:
 *
 *   node firefox-hub-check.mjs ORIGIN FIREFOX WORK
 *
 * WORK/facts.json says what is right; into WORK/screens come pictures.
 */
import fs from "node:fs";
import path from "node:path";

import puppeteer from "puppeteer-core";

const [ORIGIN, FIREFOX, WORK] = process.argv.slice(2);
const FACTS = JSON.parse(fs.readFileSync(path.join(WORK, "facts.json"), "utf8"));
const SCREENS = path.join(WORK, "screens");
const WIDTH = 360; // CSS pixels
const PATIENCE = 15000; // ms, for anything awaited
const PIN = "2580";
const TEXT = "The land register, السجل";
const WAYS = [
  { name: "with scripts", prefs: {} },
  { name: "without scripts", prefs: { "javascript.enabled": false } },
  { name: "from right to left", prefs: { "intl.accept_languages": "ar" }, isArabic: true },
];

function expect(isTrue, sentence) {
  if (!isTrue) throw new Error(sentence);
}

async function untilServed() {
  const deadline = Date.now() + 30000;
  while (Date.now() < deadline) {
    try {
      if ((await fetch(ORIGIN + "/healthz")).ok) return;
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The hub did not answer.");
}

function start(way, profile) {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    headless: true,
    userDataDir: profile,
    defaultViewport: { width: WIDTH, height: 740 },
    extraPrefsFirefox: way.prefs,
  });
}

/** Give the element, once it is there. A page without scripts cannot be told to watch for it. */
async function find(tab, selector) {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const found = await tab.$(selector).catch(() => null);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("There is no " + selector);
}

/** Press with the keyboard, as who has no mouse does. */
async function press(tab, selector) {
  await (await find(tab, selector)).focus();
  await tab.keyboard.press(" ");
}

async function join(tab, name) {
  await tab.goto(ORIGIN + "/join/");
  await tab.type('main [name="code"]', FACTS.code);
  await tab.type('main [name="name"]', name);
  await tab.type('main [name="password"]', PIN);
  await press(tab, "main form button");
  await find(tab, ".who");
}

async function answer(tab, question) {
  const card = `#q-${question.id}`;
  if (question.type === "reflection") {
    await tab.type(`${card} textarea`, TEXT);
    await press(tab, `${card} button`);
    return find(tab, `${card} .fb.ok`);
  }
  await choose(tab, card, question, question.wrong.slice(0, 1));
  await press(tab, `${card} button`);
  await find(tab, `${card} .fb.bad`);
  await choose(tab, card, question, question.right);
  await press(tab, `${card} button`);
  return find(tab, `${card} .fb.ok`);
}

/** Make exactly `chosen` the chosen ones among the options of a card. */
async function choose(tab, card, question, chosen) {
  for (const id of [...question.right, ...question.wrong]) {
    const box = `${card} input[value="${id}"]`;
    const isChosen = Boolean(await tab.$(`${box}:checked`));
    const isRadio = Boolean(await tab.$(`${box}[type="radio"]`));
    if (chosen.includes(id) ? !isChosen : isChosen && !isRadio) await press(tab, box);
  }
}

/** Take a picture; a page without scripts gives none. */
async function see(tab, way, name) {
  if (way.prefs["javascript.enabled"] === false) return;
  await tab.screenshot({ path: path.join(SCREENS, `${way.name.replaceAll(" ", "-")}-${name}.png`) });
}

async function learn(tab, way) {
  await tab.goto(`${ORIGIN}/courses/${FACTS.slug}/`);
  await see(tab, way, "course");
  for (const lesson of FACTS.lessons) {
    await tab.goto(`${ORIGIN}/courses/${FACTS.slug}/${lesson.slug}`);
    for (const question of lesson.questions) await answer(tab, question);
    if (lesson.questions.length) await find(tab, "[data-status] .tag.ok");
  }
  await see(tab, way, "lesson");
}

async function journey(way, place) {
  const profile = path.join(WORK, `profile-${place}`);
  fs.mkdirSync(profile, { recursive: true });
  const browser = await start(way, profile);
  try {
    const tab = await browser.newPage();
    tab.setDefaultTimeout(PATIENCE);
    await join(tab, `Newcomer ${Date.now()} ${place}`);
    await learn(tab, way);
    await tab.goto(`${ORIGIN}/me/`);
    if (way.isArabic) await find(tab, 'html[dir="rtl"]');
    const bar = await find(tab, `progress[value="100"]`);
    expect(bar, "The course is not complete on the learner's page.");
    await see(tab, way, "me");
  } finally {
    await browser.close();
  }
}

fs.mkdirSync(SCREENS, { recursive: true });
await untilServed();
for (const [place, way] of WAYS.entries()) {
  const begun = Date.now();
  try {
    await journey(way, place);
    console.log(`PASS: a newcomer learns ${way.name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (error) {
    console.log(`FAIL: ${way.name}: ${error.message}`);
    process.exitCode = 1;
  }
}
