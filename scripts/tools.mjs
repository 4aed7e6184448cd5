// What the tests need besides npm packages: a Chromium, and pdftotext to read the PDFs that the product makes.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { run, runNode } from "./ensure.mjs";

const SYSTEM_BROWSERS = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/**
 * A Chromium that is there already: CHROMIUM_PATH, Playwright's own, the system's.
 *
 * @returns {Promise<{ path: string, from: string } | undefined>}
 */
export async function findBrowser() {
  if (process.env.CHROMIUM_PATH) return { path: process.env.CHROMIUM_PATH, from: "CHROMIUM_PATH" };
  const { chromium } = await import("@playwright/test");
  const own = chromium.executablePath();
  if (own && existsSync(own)) return { path: own, from: "Playwright" };
  const system = (SYSTEM_BROWSERS[process.platform] ?? []).find((file) => existsSync(file));
  return system ? { path: system, from: "the system" } : undefined;
}

/** Finds a Chromium or gets one. @returns its path, or undefined after a line that says how to get one */
export async function ensureBrowser() {
  let browser = await findBrowser();
  if (!browser) {
    console.log("No Chromium found: trying Playwright's download …");
    const cli = ["node_modules/@playwright/test/cli.js", "install", "chromium"];
    spawnSync(process.execPath, cli, { stdio: "inherit", timeout: 180_000 });
    browser = await findBrowser();
  }
  if (!browser && installDebianPackage("chromium")) browser = await findBrowser();
  if (!browser) browser = await bundledBrowser();
  if (browser) console.log(`Browser: ${browser.path} (from ${browser.from})`);
  else
    console.error(
      "No browser for the end-to-end tests. Get one with `npx playwright install chromium`, or set CHROMIUM_PATH.",
    );
  return browser?.path;
}

/** A headless Chromium that comes as an npm package, for Linux on x64. Its libraries are inside. */
async function bundledBrowser() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  // Makes the package unpack the libraries too, which it else leaves to the system.
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs20.x";
  try {
    const { default: bundled } = await import("@sparticuz/chromium");
    return { path: await bundled.executablePath(), from: "@sparticuz/chromium" };
  } catch {
    return undefined;
  }
}

/** @returns whether pdftotext can be run; if not, a line said how to get it */
export function ensurePdftotext() {
  const there = () => spawnSync("pdftotext", ["-v"]).status === 0;
  if (there() || (installDebianPackage("poppler-utils") && there())) return true;
  console.error(
    "pdftotext is missing, which the tests use to read PDFs. Install poppler (Debian: poppler-utils, Homebrew: poppler).",
  );
  return false;
}

let listsFetched = false;

function installDebianPackage(name) {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  const quiet = { DEBIAN_FRONTEND: "noninteractive" };
  console.log(`Installing Debian's ${name} …`);
  if (!listsFetched) run("apt-get", ["update", "-qq"], quiet);
  listsFetched = true;
  return run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], quiet) === 0;
}

/** Playwright, with its JSON report in `report`. @returns exit code */
export function runPlaywright(args, report) {
  return runNode("node_modules/@playwright/test/cli.js", ["test", "--pass-with-no-tests", ...args], {
    ...(report ? { PLAYWRIGHT_JSON_OUTPUT_FILE: report } : {}),
  });
}
