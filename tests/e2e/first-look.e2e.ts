import { expect, signInAs, test } from "~tests/support/e2e";

const phone = { viewport: { width: 360, height: 740 } } as const;

test("the Rooms of a campaign are one place, for whoever coordinates and whoever takes part", async ({
  page,
  openBrowser,
}) => {
  await signInAs(page, "Enter as Ruth Abernathy");
  const dylan = await openBrowser();
  await signInAs(dylan, "Enter as Dylan Price");
  const places: (string | undefined)[] = [];
  for (const one of [page, dylan]) {
    await one
      .getByRole("complementary", { name: "Coalition" })
      .getByRole("link", { name: /^Promote Peace/ })
      .click();
    const tab = one.getByRole("navigation", { name: "Campaign" }).getByRole("link", { name: /^Rooms/ });
    await tab.click();
    await expect(tab).toHaveAttribute("aria-current", "page");
    places.push(new URL(one.url()).pathname);
    // In a room the tab stays the way back to all of them.
    await one.locator(".campaign-row").getByRole("link").first().click();
    await expect(one).toHaveURL(/\/rooms\/./);
    await expect(tab).toHaveAttribute("aria-current", "page");
  }
  expect(places[0]).toMatch(/\/rooms$/);
  expect(places[1]).toBe(places[0]);
});

test("what a letter lacks before its text can be frozen leads to where it is done", async ({ page }) => {
  await signInAs(page, "Enter as Susan Kowalczyk", "/c/mesa/letters/new");
  await page.locator("#campaign").selectOption({ label: "Promote Peace" });
  await page.locator("#subject").fill("Not yet");
  await page.getByRole("button", { name: "Begin the letter" }).click();
  await expect(page).toHaveURL(/\/text\/en$/);
  const letter = new URL(page.url()).pathname.replace(/\/text\/en$/, "");

  await page.goto(`${letter}/freeze`);
  await expect(page.getByRole("button", { name: "Freeze the text" })).toHaveAttribute("aria-disabled", "true");
  await page.locator(".btn__reason").getByRole("link", { name: "Send to consultation" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Send to consultation");
  const needs = page.locator(".needs");
  await expect(needs.getByRole("link", { name: "a text", exact: true })).toHaveAttribute("href", `${letter}/text/en`);
  await needs.getByRole("link", { name: "an ask" }).click();
  await expect(page).toHaveURL(/\/details#ask$/);
  await expect(page.locator("#ask")).toBeInViewport();
});

test("on a phone a letter's head leaves most of the screen to the letter, and says the same on each of its pages", async ({
  openBrowser,
}) => {
  const page = await openBrowser(phone);
  await signInAs(page, "Enter as Ruth Abernathy", "/c/mesa/letters");
  await page.getByRole("main").getByRole("link", { name: "Protect those who protect the rivers" }).click();
  const tabs = page.getByRole("navigation", { name: "Pages of this letter" });
  await tabs.getByRole("link", { name: "Text" }).click();
  await expect(tabs.getByRole("link", { name: "Text" })).toHaveAttribute("aria-current", "page");
  const bottom = async () => {
    const box = await tabs.boundingBox();
    return box ? box.y + box.height : Number.POSITIVE_INFINITY;
  };
  expect(await bottom()).toBeLessThan(740 / 2);
  await tabs.getByRole("link", { name: "Sign-on board" }).click();
  await expect(tabs.getByRole("link", { name: "Sign-on board" })).toHaveAttribute("aria-current", "page");
  expect(await bottom()).toBeLessThan(740 / 2);
  await expect(page.locator(".stage-rail [aria-current=step]")).toContainText("Open for signatures");
  // The open tab is in sight, also when it is the last.
  await tabs.getByRole("link", { name: "History" }).click();
  await expect(tabs.getByRole("link", { name: "History" })).toBeInViewport({ ratio: 0.9 });
});

test("in the calendar, what is closed asks for no hurry", async ({ page }) => {
  await signInAs(page, "Enter as Ruth Abernathy", "/c/mesa/calendar?view=agenda");
  const title = (name: string) => page.locator(".agenda__title").filter({ hasText: name }).first();
  // It was on the last day of work before today: perhaps in the month before.
  await expect(page.locator(".agenda__day").first()).toBeVisible();
  if ((await title("Lawyers are not the crime closed").count()) === 0)
    await page.locator(".cal-bar__nav a").first().click();
  await expect(title("Lawyers are not the crime closed")).toHaveClass(/agenda__title--done/);
});
