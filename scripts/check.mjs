// `npm run check`: everything that needs neither database nor browser. Two steps at a time, as two cores carry; under a minute.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensurePackages, filesBelow, root, seconds } from "./ensure.mjs";

process.chdir(root);
ensurePackages();

const { lockfileProblems } = await import("./complete-lock.mjs");
const { houseRuleBreaks } = await import("./house-rules.mjs");

/** @returns {Promise<{ ok: boolean, output: string }>} */
function program(script, ...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join("node_modules", script), ...args], {
      env: { ...process.env, FORCE_COLOR: "0" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.once("close", (code) => resolve({ ok: code === 0, output }));
  });
}

const lines = async (found) => ({ ok: found.length === 0, output: found.join("\n") });

const steps = [
  ["types", () => program("typescript/bin/tsc", "--noEmit")],
  ["unit tests", () => program("vitest/vitest.mjs", "run", "--project", "unit", "--reporter", "dot")],
  ["format and lint", () => program("@biomejs/biome/bin/biome", "check", ".")],
  [
    "layers",
    () =>
      program(
        "dependency-cruiser/bin/dependency-cruise.mjs",
        "--config",
        ".dependency-cruiser.cjs",
        "app",
        "db",
        "server.ts",
      ),
  ],
  ["lockfile", () => lines(lockfileProblems("package-lock.json"))],
  [
    "house rules",
    () => {
      const sources = [...filesBelow("app", "db", "tests"), "server.ts"].filter((file) => /\.tsx?$/.test(file));
      return lines(
        sources.flatMap((file) => {
          const name = file.replaceAll(path.sep, "/");
          return houseRuleBreaks(name, readFileSync(file, "utf8")).map(({ line, rule }) => `${name}:${line}: ${rule}`);
        }),
      );
    },
  ],
];

/**
 * @param {{ unit: boolean }} which whether the unit tests are part of it
 * @returns how many steps were in order and how many not; what is not was printed
 */
export async function runChecks({ unit }) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const waiting = steps.filter(([name]) => unit || name !== "unit tests");
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const [name, check] = step;
      const begin = Date.now();
      const { ok, output } = await check();
      counts[ok ? "passed" : "failed"] += 1;
      if (!ok) console.log(`\n── ${name} ──\n${output.trimEnd()}\n`);
      console.log(`${ok ? "ok    " : "FAILED"}  ${name} (${seconds(begin)})`);
    }
  };
  await Promise.all([work(), work()]);
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const start = Date.now();
  const { failed } = await runChecks({ unit: true });
  console.log(
    failed === 0
      ? `\nAll in order (${seconds(start)}).`
      : `\nNot in order: ${failed} of ${steps.length} (${seconds(start)}).`,
  );
  process.exit(failed === 0 ? 0 : 1);
}
