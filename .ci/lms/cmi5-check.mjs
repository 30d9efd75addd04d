/**
 * Learn from cmi5 packages in a real browser, against a small platform, and have every statement
 * judged by xapi-validation. Started by .ci/judges/cmi5:
 *
 *   node cmi5-check.mjs WORK NAME…
 *
 * WORK holds each package unpacked, by its name, with units.json: [{url, moveOn, masteryScore}].
 * One line a package is printed: `cmi5 xapi-validation pass NAME`.
 */
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

import puppeteer from "puppeteer-core";

const { default: judgeStatement } = createRequire(import.meta.url)("@learninglocker/xapi-validation");
const [WORK, ...NAMES] = process.argv.slice(2);
const BROWSER = process.env.CHROMIUM || "/usr/bin/chromium";
const MOST = 8; // units of a package that are visited, beside its last
const PATIENCE = 20000; // ms, for anything awaited
const CMI5 = "https://w3id.org/xapi/cmi5/context/";
const ACTOR = {
  objectType: "Agent",
  name: "Sina Tuʻi",
  account: { homePage: "https://platform.example", name: "s-17" },
};
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const platform = { statements: [], documents: {}, mastery: {} };

// ---------------------------------------------------------------- the platform

function body(request) {
  return new Promise((resolve) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => resolve(Buffer.concat(chunks).toString()));
  });
}

function launchData(activityId, session) {
  const data = {
    contextTemplate: {
      contextActivities: { grouping: [{ objectType: "Activity", id: "urn:uuid:" + crypto.randomUUID() }] },
      extensions: { [CMI5 + "extensions/sessionid"]: session },
    },
    launchMode: "Normal",
    moveOn: "Completed",
  };
  const mastery = platform.mastery[activityId];
  return mastery === undefined ? data : Object.assign(data, { masteryScore: mastery });
}

async function answer(request, url) {
  const token = (request.headers.authorization || "").replace("Basic ", "");
  const asked = Object.fromEntries(url.searchParams);
  if (url.pathname === "/fetch") return [200, { "auth-token": asked.session }];
  if (url.pathname === "/xapi/statements") {
    platform.statements.push(...JSON.parse(await body(request)));
    return [200, []];
  }
  if (url.pathname === "/xapi/agents/profile") return [404];
  if (asked.stateId === "LMS.LaunchData") return [200, launchData(asked.activityId, token)];
  if (request.method === "GET") {
    const found = platform.documents[asked.activityId];
    return found ? [200, found] : [404];
  }
  platform.documents[asked.activityId] = JSON.parse(await body(request));
  return [204];
}

function serve() {
  const root = path.resolve(WORK);
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url, "http://x");
    if (url.pathname === "/fetch" || url.pathname.startsWith("/xapi/")) {
      const [status, content] = await answer(request, url);
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(content === undefined ? "" : JSON.stringify(content));
      return;
    }
    const file = path.join(root, path.normalize(decodeURIComponent(url.pathname)));
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

/** Answer what the step asks, through its forms. */
function answerStep(tab) {
  return tab.evaluate(() => {
    const { course, ledger } = Atoll.learning;
    const right = (question) => {
      const { type, options } = question;
      if (type === "poll") return [options[0].id];
      return Atoll.entriesOf(question, Atoll.rightParts(question));
    };
    const step = Atoll.platform.step;
    if (course.assessment && course.assessment.slug === step) {
      document.querySelector("#atoll-attempt .btn").click();
      const bank = course.assessment;
      const ids = Atoll.draw(ledger.draft().attempt, bank.questions, bank.draw);
      const fieldsets = Array.from(document.querySelectorAll("#atoll-attempt fieldset"));
      ids.forEach((id, place) => Atoll.choose(fieldsets[place], right(course.questions[id])));
      document.querySelector("#atoll-attempt form").requestSubmit();
      return;
    }
    const lesson = course.lessons.find((each) => each.slug === step);
    (lesson ? lesson.questions : []).forEach((id) => {
      const card = document.querySelector(`[data-question="${id}"]`);
      const send = () => card.querySelector("form").requestSubmit();
      const question = course.questions[id];
      if (question.type === "reflection") {
        card.querySelector("textarea").value = "The land register,\nالسجل";
        send();
      } else if (question.type === "scenario") {
        for (let turn = 0; turn < 50 && card.querySelector("fieldset"); turn += 1) {
          card.querySelector("input").checked = true;
          send();
        }
      } else {
        Atoll.choose(card.querySelector("fieldset"), right(question));
        send();
      }
    });
  });
}

async function visit(tab, base, name, unit) {
  const session = crypto.randomUUID();
  const activityId = `https://platform.example/${session}`;
  if (unit.masteryScore) platform.mastery[activityId] = Number(unit.masteryScore);
  const address = new URL(`${encodeURIComponent(name)}/${unit.url}`, base + "/");
  const launch = {
    endpoint: base + "/xapi/",
    fetch: `${base}/fetch?session=${session}`,
    actor: JSON.stringify(ACTOR),
    registration: crypto.randomUUID(),
    activityId,
  };
  Object.entries(launch).forEach(([key, value]) => address.searchParams.set(key, value));
  await tab.goto(address.href);
  await tab.waitForSelector("html.usb-scripted");
  await tab.waitForFunction(() => Atoll.learning.person !== null);
  await answerStep(tab);
  const verbs = () => platform.statements
    .filter((each) => each.context.extensions[CMI5 + "extensions/sessionid"] === session)
    .map((each) => each.verb.id.split("/").pop());
  const until = async (isReached) => {
    for (let turn = 0; turn < 200 && !isReached(); turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const needed = { Completed: ["completed"], CompletedAndPassed: ["completed", "passed"] };
  const wanted = needed[unit.moveOn] || [];
  await until(() => wanted.every((verb) => verbs().includes(verb)));
  await tab.goto("about:blank");
  await until(() => verbs().includes("terminated"));
  const found = verbs();
  expect(found[0] === "initialized", `${unit.url} begins with ${found[0]}`);
  expect(found[found.length - 1] === "terminated", `${unit.url} ends with ${found.pop()}`);
  const isOnce = (verb) => found.filter((each) => each === verb).length <= 1;
  expect(["initialized", "completed", "passed", "failed", "terminated"].every(isOnce),
    `${unit.url} says something twice: ${found}`);
  wanted.forEach((verb) => expect(found.includes(verb), `${unit.url} never says ${verb}`));
}

/** Give the units to visit: one that is only read, and of the others so many, with the last. */
function chosen(units) {
  const needed = units.filter((each) => each.moveOn !== "NotApplicable");
  const read = units.filter((each) => each.moveOn === "NotApplicable");
  return [...read.slice(0, 1), ...new Set([...needed.slice(0, MOST), ...needed.slice(-1)])];
}

async function judge(browser, base, name) {
  const units = chosen(JSON.parse(fs.readFileSync(path.join(WORK, name, "units.json"), "utf8")));
  const context = await browser.createBrowserContext();
  const tab = await context.newPage();
  tab.setDefaultTimeout(PATIENCE);
  const complaints = [];
  tab.on("pageerror", (error) => complaints.push(error.message));
  platform.statements.length = 0;
  try {
    for (const unit of units) await visit(tab, base, name, unit);
    expect(!complaints.length, complaints.join("; "));
    const warnings = platform.statements.flatMap((each) => judgeStatement(each));
    expect(!warnings.length, warnings.slice(0, 3).map((each) => JSON.stringify(each)).join("; "));
    const said = `${units.length} units, ${platform.statements.length} statements`;
    console.log(`cmi5 xapi-validation pass ${name} (${said})`);
    return true;
  } catch (error) {
    console.log(`cmi5 xapi-validation fail ${name}: ${error.message}`);
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
server.closeAllConnections();
process.exit(areSound ? 0 : 1);
