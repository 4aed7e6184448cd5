import { expect, type Page } from "@playwright/test";

/**
 * Opens the newest mail to an address in the demo's inbox, as soon as it is there and has the wanted link: another mail may have
 * come shortly before it.
 *
 * @param link what the text of the wanted link holds
 * @returns path and query of that link
 */
export async function linkInMail(page: Page, to: string, link: RegExp): Promise<string> {
  const row = page.getByRole("row").filter({ hasText: to }).first();
  const wanted = page.getByRole("link", { name: link }).first();
  // The mail is written by a job, a moment after the form was sent.
  await expect(async () => {
    await page.goto("/dev/mail");
    await row.getByRole("link").click({ timeout: 1_000 });
    await expect(page).toHaveURL(/\/dev\/mail\/./);
    await expect(wanted).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 45_000 });
  const href = await wanted.getAttribute("href");
  const { pathname, search } = new URL(href ?? "");
  return pathname + search;
}
