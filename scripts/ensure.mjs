// What `npm start`, `npm run dev` and `npm test` need before anything else: packages and a build.
// Plain Node only, because it runs before node_modules exists. Each step leaves a stamp and is skipped while it is fresh.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Stops with a sentence, not with a stack. */
export function fail(message) {
  console.error(message);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Conjunta needs Node.js 20.19 or newer; this is ${process.version}.`);
}

/** Runs a program in the project's folder with its output shown. Returns its exit code. */
export function run(command, args, env = {}) {
  const shell = process.platform === "win32" && !path.isAbsolute(command);
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env }, shell });
  if (result.error) console.error(`${command}: ${result.error.message}`);
  return result.status ?? 1;
}

/** Runs the program of an installed package, without the detour over npx. */
export function runNode(script, args = [], env = {}) {
  return run(process.execPath, [path.join(root, script), ...args], env);
}

function runNpm(...args) {
  // npm tells where its own code is: that also works where `npm` is a .cmd file.
  return process.env.npm_execpath ? run(process.execPath, [process.env.npm_execpath, ...args]) : run("npm", args);
}

/** A hash over names and contents. */
export function hashFiles(files) {
  const hash = createHash("sha256");
  for (const file of [...files].sort()) {
    const absolute = path.join(root, file);
    if (existsSync(absolute)) hash.update(`\0${file}\0`).update(readFileSync(absolute));
  }
  return hash.digest("hex");
}

/** All files below the folders, relative to the project. */
export function filesBelow(...folders) {
  return folders.flatMap((folder) => {
    const absolute = path.join(root, folder);
    if (!existsSync(absolute)) return [];
    return readdirSync(absolute, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)));
  });
}

const stampFile = (name) => path.join(root, "node_modules/.cache/conjunta", name);
const readStamp = (name) => (existsSync(stampFile(name)) ? readFileSync(stampFile(name), "utf8") : "");

function writeStamp(name, key) {
  mkdirSync(path.dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), key);
}

/** Installs exactly what the lockfile says, unless it is there: npm leaves its own copy of the lockfile to compare with. */
export function ensurePackages() {
  checkNode();
  const key = `${hashFiles(["package-lock.json"])} ${process.platform} ${process.arch} ${process.versions.modules}`;
  if (readStamp("packages") !== key && !installedMatchesLock()) installPackages();
  writeStamp("packages", key);
  applyPatches(key);
}

function installPackages() {
  const start = Date.now();
  console.log("Installing packages (about a minute, only now) …");
  if (runNpm("ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error") !== 0) {
    fail("The packages could not be installed. The lines above say why; then run the command again.");
  }
  console.log(`Packages installed in ${seconds(start)}.`);
}

/** Install scripts are often switched off, so the patches of patches/ are not left to one. Applying them twice does no harm. */
function applyPatches(packagesKey) {
  const key = hashFiles(filesBelow("patches"));
  if (readStamp("patches") === key) return;
  const apply = () => runNode("node_modules/patch-package/index.js") === 0;
  // A patch that has grown does not fit what the one before has changed: begin again with untouched packages.
  if (!apply()) {
    installPackages();
    writeStamp("packages", packagesKey);
    if (!apply()) fail("The patches in patches/ do not fit the packages.");
  }
  writeStamp("patches", key);
}

/** @returns whether node_modules holds the versions of the lockfile; platform packages may be absent */
function installedMatchesLock() {
  const hidden = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(hidden)) return false;
  const installed = JSON.parse(readFileSync(hidden, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === "") return true;
    return installed[name] ? installed[name].version === entry.version : entry.optional === true;
  });
}

/** What the pages and the server's bundle are made of. */
const buildInputs = () => [
  ...filesBelow("app", "db", "public"),
  "server.ts",
  "scripts/bundle.mjs",
  "vite.config.ts",
  "aliases.ts",
  "package-lock.json",
  "package.json",
];

/**
 * Builds the pages into build/, when their sources changed since the last time. What this process starts takes that as
 * done: workers of a test run must not build into the same folder at once, nor test another state than their neighbor.
 */
export function ensureBuild() {
  if (process.env.CONJUNTA_PAGES_BUILT === "1") return;
  buildWhenChanged();
  process.env.CONJUNTA_PAGES_BUILT = "1";
}

function buildWhenChanged() {
  const key = hashFiles(buildInputs());
  if (readStamp("build") === key && existsSync(path.join(root, "build/node/server.js"))) return;
  const start = Date.now();
  console.log("Building the pages …");
  rmSync(stampFile("build"), { force: true });
  rmSync(path.join(root, "build"), { recursive: true, force: true });
  buildStep("node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "error");
  buildStep("scripts/bundle.mjs");
  writeStamp("build", key);
  console.log(`Pages built in ${seconds(start)}.`);
}

function buildStep(...args) {
  const env = { ...process.env, NODE_ENV: "production" };
  const built = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env });
  if (built.status === 0) return;
  // What follows in Vite's error is a list of every file it had read.
  console.error(`${built.stdout}${built.stderr}`.split(/\n\s+(?:watchFiles|id): /)[0]);
  fail("The pages could not be built. The lines above say why.");
}

export function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/**
 * A supervisor that ends npm ends only npm: the shell between us does not pass the signal on, and we would stay behind.
 * So we follow npm down, whether the shell died with it (our parent changed) or not (our grandparent did).
 */
export function endWithParent(end) {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const family = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const first = family();
  setInterval(() => {
    if (family() !== first) end();
  }, 500).unref();
}

/** Linux only; elsewhere undefined, which never changes. */
function parentOf(pid) {
  try {
    return /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(root);
  ensurePackages();
  if (process.argv[2] === "build") ensureBuild();
}
