// `npm test`: everything, from a fresh clone. The last line counts all of it.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ensureBuild, ensurePackages, fail, root, runNode, seconds } from "./ensure.mjs";

process.chdir(root);
const start = Date.now();
ensurePackages();
const { ensureBrowser, ensurePdftotext, runPlaywright } = await import("./tools.mjs");
const { runChecks } = await import("./check.mjs");

const browser = await ensureBrowser();
const pdftotext = ensurePdftotext();
if (!browser || !pdftotext) fail("The tests were not run.");
process.env.CHROMIUM_PATH = browser;
ensureBuild();

const reports = path.join(root, ".data/reports");
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

console.log("\n── checks: types, lint, layers, house rules ──");
const checks = await runChecks({ unit: false });

console.log("\n── unit and server tests ──");
const vitestReport = path.join(reports, "vitest.json");
const vitestCode = runNode("node_modules/vitest/vitest.mjs", [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${vitestReport}`,
]);
const vitest = countVitest(readReport(vitestReport), vitestCode);

console.log("\n── stories in the browser ──");
const playwrightReport = path.join(reports, "playwright.json");
const playwrightCode = runPlaywright(["--reporter=list,json"], playwrightReport);
const stories = countPlaywright(readReport(playwrightReport), playwrightCode);

const parts = { checks, "unit and server tests": vitest, stories };
console.log("");
for (const [name, n] of Object.entries(parts))
  console.log(`${name}: ${n.passed} passed, ${n.failed} failed, ${n.skipped} skipped`);
const sum = (key) => Object.values(parts).reduce((total, part) => total + part[key], 0);
console.log(`ran in ${seconds(start)}`);
console.log(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
process.exitCode = sum("failed") === 0 ? 0 : 1;

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** A run that failed without one failed test (a crash, a file that does not load) counts as one failure. */
function countVitest(report, code) {
  const passed = report?.numPassedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const failed = report?.numFailedTests ?? 0;
  const filesThatDidNotLoad = (report?.testResults ?? []).filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const sum = failed + filesThatDidNotLoad.length;
  return { passed, failed: sum === 0 && code !== 0 ? 1 : sum, skipped };
}

function countPlaywright(report, code) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {};
  const failed = unexpected + flaky + (report?.errors?.length ?? 0);
  return { passed: expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}
