import { expect, type Page } from "@playwright/test";

/**
 * Opens the newest mail to an address in the demo's inbox, as soon as it is there.
 *
 * @param link what the text of the wanted link holds
 * @returns path and query of that link
 */
export async function linkInMail(page: Page, to: string, link: RegExp): Promise<string> {
  const row = page.getByRole("row").filter({ hasText: to }).first();
  // The mail is written by a job, a moment after the form was sent.
  await expect(async () => {
    await page.goto("/dev/mail");
    await expect(row).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await row.getByRole("link").click();
  const href = await page.getByRole("link", { name: link }).first().getAttribute("href");
  const { pathname, search } = new URL(href ?? "");
  return pathname + search;
}
