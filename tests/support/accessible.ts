import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What every page owes, also on a phone: axe finds nothing in it, and it is not wider than the window. */
export async function expectAccessible(page: Page): Promise<void> {
  // What comes is shown by its shape until it is here.
  await page.locator("main:not([aria-busy=true])").waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}
