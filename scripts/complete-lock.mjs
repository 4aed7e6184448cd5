// A lockfile made where a registry lacks the binaries of other systems omits them, and `npm ci` on a Mac then fails at run time.
// `npm run lock:complete` adds what is missing (system and processor are read from the name, the version from who asks for it);
// `npm run check` says when that is due, and when an address of a registry got into the file.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const SYSTEMS = new Map(
  ["darwin", "linux", "win32", "freebsd", "netbsd", "openbsd", "android", "sunos", "aix", "openharmony"].map((name) => [
    name,
    name,
  ]),
);
SYSTEMS.set("windows", "win32");
const PROCESSORS = new Set([
  "arm64",
  "x64",
  "ia32",
  "arm",
  "loong64",
  "ppc64",
  "riscv64",
  "s390x",
  "mips64el",
  "wasm32",
]);

/**
 * The platform packages that somebody in the lockfile lists as optional and that have no entry.
 *
 * @param packages the `packages` of a package-lock.json (version 3)
 * @returns entries to add, by their key
 */
export function missingPlatformPackages(packages) {
  const present = new Set(
    Object.keys(packages).map((key) => key.slice(key.lastIndexOf("node_modules/") + "node_modules/".length)),
  );
  const missing = {};
  for (const entry of Object.values(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (present.has(name) || !/^\d+\.\d+\.\d+[\w.+-]*$/.test(range)) continue;
      const parts = name.split("/").at(-1).split("-");
      const os = parts.map((part) => SYSTEMS.get(part)).find(Boolean);
      const cpu = parts.find((part) => PROCESSORS.has(part));
      if (!cpu || (!os && cpu !== "wasm32")) continue;
      const libc =
        os === "linux" &&
        (parts.some((p) => p.startsWith("musl")) ? "musl" : parts.some((p) => p.startsWith("gnu")) ? "glibc" : "");
      missing[`node_modules/${name}`] = {
        version: range,
        cpu: [cpu],
        ...(entry.dev ? { dev: true } : {}),
        ...(libc ? { libc: [libc] } : {}),
        optional: true,
        ...(os ? { os: [os] } : {}),
      };
    }
  }
  return missing;
}

/** @returns the keys of entries that name where they were downloaded from */
export function entriesWithAddress(packages) {
  return Object.entries(packages)
    .filter(([, entry]) => /^https?:/.test(entry.resolved ?? ""))
    .map(([key]) => key);
}

/** What is wrong with the lockfile at `file`, in sentences that say what to do. */
export function lockfileProblems(file) {
  const { packages } = JSON.parse(readFileSync(file, "utf8"));
  const problems = [];
  const missing = Object.keys(missingPlatformPackages(packages)).length;
  const addressed = entriesWithAddress(packages).length;
  if (missing > 0) problems.push(`${missing} packages for other systems are missing. Run: npm run lock:complete`);
  if (addressed > 0) problems.push(`${addressed} entries name a registry. Run: npm run lock:complete`);
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "../package-lock.json");
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingPlatformPackages(lock.packages);
  const addressed = entriesWithAddress(lock.packages);
  for (const key of addressed) delete lock.packages[key].resolved;
  const entries = Object.entries({ ...lock.packages, ...missing });
  lock.packages = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} platform packages added, ${addressed.length} addresses removed.`);
}
