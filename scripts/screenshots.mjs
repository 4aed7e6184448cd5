// `npm run screenshots`: the pictures of the README, taken from the running demo (`npm start` in another terminal; BASE_URL if not on 3000).
import path from "node:path";
import { ensurePackages, fail, root } from "./ensure.mjs";

ensurePackages();
const { ensureBrowser } = await import("./tools.mjs");
const executablePath = await ensureBrowser();
if (!executablePath) fail("No pictures were taken.");
const { chromium } = await import("@playwright/test");
const baseURL = process.env.BASE_URL ?? "http://localhost:3000";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });

/** Signs somebody of the demo in and hands the page over; nothing of it stays. */
async function as(person, options, look) {
  const context = await browser.newContext({ baseURL, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: person }).first().click();
  await page.waitForURL(/\/c\//);
  const letters = async () => {
    await page.goto(`${new URL(page.url()).pathname.split("/").slice(0, 3).join("/")}/letters`);
    return page.getByRole("main").getByRole("link");
  };
  await look(page, letters);
  await context.close();
}

async function picture(page, name) {
  // What comes over the socket, such as who is here, is part of the picture.
  await page.locator("html[data-connection=online], body").first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: path.join(root, "docs/screenshots", `${name}.png`), animations: "disabled" });
  console.log(`docs/screenshots/${name}.png`);
}

const wide = { viewport: { width: 1440, height: 900 }, locale: "en-US", timezoneId: "America/New_York" };
const phone = {
  viewport: { width: 360, height: 740 },
  locale: "es-MX",
  timezoneId: "America/Mexico_City",
  colorScheme: "dark",
};

await as(/Ruth Abernathy/, wide, async (page, letters) => {
  await picture(page, "home");
  const links = await letters();
  await links
    .filter({ hasText: /Protect those/ })
    .first()
    .click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await picture(page, "signing");
  await (await letters())
    .filter({ hasText: /turned back/ })
    .first()
    .click();
  await page.locator(".ProseMirror").first().waitFor();
  await picture(page, "writing");
});
await as(/Lucía Arriaga/, phone, async (page, letters) => {
  await (await letters())
    .filter({ hasText: /Proteger|Protect/ })
    .first()
    .click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await picture(page, "phone");
});
await browser.close();
