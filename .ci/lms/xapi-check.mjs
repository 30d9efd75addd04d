/**
 * Have statements judged by xapi-validation. Started by .ci/judges/xapi:
 *
 *   node xapi-check.mjs < STATEMENTS
 *
 * One statement a line is read. Warnings are printed; exit code 1 if there is any.
 */
import fs from "node:fs";
import { createRequire } from "node:module";

const { default: judgeStatement } = createRequire(import.meta.url)("@learninglocker/xapi-validation");
const SHOWN = 5; // warnings
const lines = fs.readFileSync(0, "utf8").split("\n").filter(Boolean);

// A judge that lets anything in would be no judge.
if (!judgeStatement({ actor: { mbox: "nobody" }, verb: {}, object: {} }).length) {
  console.log("xapi xapi-validation fail it finds nothing wrong with a wrong statement");
  process.exit(1);
}
const warnings = lines.flatMap((line) => judgeStatement(JSON.parse(line)));
if (warnings.length || !lines.length) {
  const shown = warnings.slice(0, SHOWN)
    .map((each) => `${each.path.join(".")} is ${JSON.stringify(each.data)} (${each.name})`)
    .join("; ");
  console.log(`xapi xapi-validation fail ${lines.length} statements: ${shown}`);
  process.exit(1);
}
console.log(`xapi xapi-validation pass ${lines.length} statements`);
