// Have Ace look at books, all in one browser: node ace-check.mjs TOOLS FOLDER BOOK…
// TOOLS is where Ace is installed; FOLDER is for what it writes on the way. Prints, as JSON, a list
// for each book: what it finds, or what went wrong.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [tools, folder, ...books] = process.argv.slice(2);
const require = createRequire(join(resolve(tools), "package.json"));
const ace = require("@daisy/ace-core");
const { addScriptContents, addScripts } = require("@daisy/puppeteer-utils");
const logger = require("@daisy/ace-logger");
const puppeteer = require("puppeteer");

const LONGEST = 120_000; // ms, for one document of a book

// In a container Chromium has no sandbox of its own.
const browser = await puppeteer.launch({
  args: ["--no-sandbox", "--disable-gpu"],
  protocolTimeout: LONGEST,
});
const free = []; // tabs that are used again: a new one costs more than a document

async function offlineTab() {
  const tab = await browser.newPage();
  await tab.setRequestInterception(true);
  tab.on("request", (asked) => (/^https?:/.test(asked.url()) ? asked.abort() : asked.continue()));
  return tab;
}

// What Ace asks of a browser: see @daisy/ace-axe-runner-puppeteer, which starts one for each book.
const runner = {
  concurrency: 2,
  launch: async () => {},
  close: async () => {},
  setTimeout: () => {},
  async run(url, scripts, contents) {
    const tab = free.pop() ?? (await offlineTab());
    await tab.goto(url);
    await addScriptContents(contents, tab);
    await addScripts(scripts, tab);
    const found = await tab.evaluate(
      () => new Promise((go, stop) => window.daisy.ace.run((error, said) => (error ? stop(error) : go(said)))),
    );
    free.push(tab);
    return found;
  },
};

async function barriers(book, place) {
  const options = { cwd: process.cwd(), outdir: join(folder, String(place)) };
  try {
    const [, report] = await ace(book, options, runner);
    return report.assertions
      .flatMap((each) => each.assertions)
      .map((each) => `${each["earl:test"]["dct:title"]} ${each["earl:test"]["earl:impact"]}`);
  } catch (error) {
    return [String(error?.message ?? error)];
  }
}

logger.initLogger({ silent: true, fileName: "ace-check.log" });
const found = [];
for (const [place, book] of books.entries()) found.push(await barriers(book, place));
await browser.close();
process.stdout.write(JSON.stringify(found));
