import fs from "node:fs";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import tailwindcss from "@tailwindcss/vite";
import { build } from "vite";
import { aliases } from "../../aliases";

const root = path.join(import.meta.dirname, "../..");

/** A line to a server that can be cut and mended, as a network is. */
export async function startLine(serverUrl: string) {
  const { hostname, port } = new URL(serverUrl);
  const ends = new Set<net.Socket>();
  let whole = true;
  const server = net.createServer((near) => {
    near.on("error", () => near.destroy());
    if (!whole) {
      near.destroy();
      return;
    }
    const far = net.connect(Number(port), hostname);
    far.on("error", () => far.destroy());
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on("close", () => {
        ends.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    whole = false;
    for (const end of ends) end.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend() {
      whole = true;
    },
    async close(): Promise<void> {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The policy of the product's pages, without what the test's own page needs not. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src *; img-src 'self'";

/**
 * The editor alone on a page of its own, in a real browser, bundled as for production and under the product's content security
 * policy. The page talks to the editing server of `startLetterServer`.
 */
export async function startEditorPages(serverUrl: string) {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), "conjunta-editor-"));
  await build({
    root,
    configFile: false,
    logLevel: "error",
    // The test runner's NODE_ENV would bring React's development runtime beside its production build.
    mode: "production",
    esbuild: { jsx: "automatic", jsxDev: false },
    plugins: [tailwindcss()],
    resolve: { alias: aliases },
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      outDir: out,
      target: "es2022",
      emptyOutDir: true,
      rollupOptions: {
        input: path.join(root, "tests/support/editor-page.client.tsx"),
        output: { entryFileNames: "page.js", assetFileNames: "[name][extname]" },
      },
    },
  });
  const style = fs.readdirSync(out).find((name) => name.endsWith(".css"));
  const server = http.createServer((request, response) => {
    const name = new URL(request.url ?? "/", "http://x").pathname;
    const file = path.join(out, path.normalize(name));
    if (name !== "/" && fs.existsSync(file)) {
      response.setHeader(
        "content-type",
        name.endsWith(".css") ? "text/css" : name.endsWith(".js") ? "text/javascript" : "font/woff2",
      );
      response.end(fs.readFileSync(file));
      return;
    }
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader("content-security-policy", POLICY);
    response.end(
      `<!doctype html><html lang="en"><title>Letter</title><link rel="stylesheet" href="/${style}"><main id="root"></main><script type="module" src="/page.js"></script></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  /** What went wrong in any page: reports of the policy, errors. */
  const problems: string[] = [];

  return {
    problems,
    async newContext(): Promise<BrowserContext> {
      const context = await browser.newContext({
        viewport: { width: 1200, height: 900 },
        permissions: ["clipboard-read", "clipboard-write"],
      });
      context.setDefaultTimeout(10_000);
      return context;
    },
    /** Opens the letter as somebody; resolves when it may be edited. */
    async open(
      context: BrowserContext,
      person: { name: string; id: string },
      versionId: string,
      line = serverUrl,
    ): Promise<Page> {
      const page = await context.newPage();
      page.on("pageerror", (error) => problems.push(String(error)));
      page.on("console", (message) => {
        if (/Content Security Policy|Refused to|Warning:/.test(message.text())) problems.push(message.text());
      });
      await page.goto(
        `${url}/?server=${encodeURIComponent(line)}&name=${person.name}&person=${person.id}&version=${versionId}`,
      );
      await page.locator('.writing:not([data-status="loading"])').waitFor();
      return page;
    },
    bundleBytes: () => fs.readFileSync(path.join(out, "page.js")),
    async close(): Promise<void> {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(out, { recursive: true, force: true });
    },
  };
}
