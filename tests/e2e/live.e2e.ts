import type { Page } from "@playwright/test";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";

/** Counts the readings of an open page: each asks the server for the data of all its parts at once. */
function countReadings(page: Page): () => number {
  let n = 0;
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith(".data")) n++;
  });
  return () => n;
}

test("a change that several parts of an open page follow is read once", async ({ page, openBrowser }) => {
  const susan = await openBrowser();
  await signInAs(susan, "Enter as Susan Kowalczyk", "/c/mesa/letters/new");
  await susan.locator("#campaign").selectOption({ label: "Promote Peace" });
  await susan.locator("#subject").fill("Read once");
  await susan.getByRole("button", { name: "Begin the letter" }).click();
  await expect(susan).toHaveURL(/\/text\/en/);
  const letter = /^.*\/letters\/[0-9a-f-]{36}/.exec(susan.url())?.[0] ?? "";

  // The frame follows the campaign, the letter's layout the letter, this page both.
  await signInAs(page, "Enter as Yesenia Mosquera", `${letter}/details`);
  await lives(page);
  await expect.poll(() => page.evaluate(() => document.readyState)).toBe("complete");
  await page.waitForLoadState("networkidle");
  const readings = countReadings(page);
  await susan.goto(`${letter}/details`);
  await susan.locator("[name=ask]").fill("Read it once.");
  await susan
    .locator("form")
    .filter({ has: susan.locator("[name=ask]") })
    .getByRole("button")
    .last()
    .click();
  await expect(page.getByText("Read it once.")).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(readings()).toBe(1);
});
