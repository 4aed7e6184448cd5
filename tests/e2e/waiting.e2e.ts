import type { Page } from "@playwright/test";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

/** Holds back what the server answers to these addresses until it is let go. */
async function holdBack(page: Page, address: RegExp): Promise<() => void> {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(address, async (route) => {
    await held;
    await route.continue();
  });
  return letGo;
}

const thread = (page: Page) => page.locator(".pending-thread");

test("a tap on a slow line shows at once that the next page is on its way, then its shape, then the page", async ({
  openBrowser,
}) => {
  const page = await openBrowser(phone);
  await signInAs(page, "Enter as Tomás Ek");
  await lives(page);
  const main = page.locator("#main");
  const home = page.getByRole("heading", { level: 1 });
  await expect(home).toBeVisible();
  await expect(thread(page)).toHaveCount(0);
  const letGo = await holdBack(page, /\/c\/mesa\/letters\.data/);
  await page.locator(".tabbar a[href='/c/mesa/letters']").click();

  await expect(thread(page)).toBeVisible();
  await expect(main).toHaveAttribute("aria-busy", "true");
  await expect(page.getByRole("status").filter({ hasText: "Cargando" })).toBeAttached();
  // Not the page that was left: what was asked for has the place.
  await expect(page.locator(".skeleton-block").first()).toBeVisible();
  await expect(home).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);

  letGo();
  await expect(page).toHaveURL("/c/mesa/letters");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(thread(page)).toHaveCount(0);
  await expect(page.locator(".skeleton-block")).toHaveCount(0);
  await expect(main).not.toHaveAttribute("aria-busy");
  await expect(page.getByRole("status").filter({ hasText: "Cargando" })).toHaveCount(0);
});

test("between the pages of a campaign its name and tabs stay while the next is awaited", async ({ page }) => {
  await signInAs(page, "Enter as Tomás Ek", "/c/mesa/campaigns");
  await lives(page);
  await page.getByRole("main").getByRole("link", { name: "Protect Migrants & Refugees" }).click();
  const name = page.getByRole("heading", { level: 1, name: "Protect Migrants & Refugees" });
  await expect(page).toHaveURL(/\/campaigns\/[^/]+$/);
  await expect(name).toBeVisible();
  const letGo = await holdBack(page, /\/rooms\.data/);
  await page.locator("nav.tabs a[href*='/rooms']").first().click();
  await expect(page.locator(".skeleton-block").first()).toBeVisible();
  await expect(name).toBeVisible();
  await expect(page.locator("nav.tabs")).toBeVisible();
  letGo();
  await expect(page.locator(".campaign-row").first()).toBeVisible();
  await expect(page.locator(".skeleton-block")).toHaveCount(0);
});

test("a form that is on its way keeps its place, and no motion is needed to see it", async ({ openBrowser }) => {
  const page = await openBrowser({ ...phone, reducedMotion: "reduce" });
  await page.goto("/sign-in");
  await lives(page);
  const form = page.locator("main form").first();
  await form.locator("input[type=email], input[name=email]").fill("nobody@example.org");
  await form.locator("input[type=password]").fill("not the password of anybody");
  const letGo = await holdBack(page, /\/sign-in\.data/);
  const at = await form.boundingBox();
  await form.locator("button[type=submit]").click();
  await expect(thread(page)).toBeVisible();
  await expect(page.locator("#main")).toHaveAttribute("aria-busy", "true");
  expect((await form.boundingBox())?.y).toBe(at?.y);
  expect(await thread(page).evaluate((one) => one.getAnimations().length)).toBe(0);
  await expect(page.locator(".skeleton-block")).toHaveCount(0);
  letGo();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(thread(page)).toHaveCount(0);
});
