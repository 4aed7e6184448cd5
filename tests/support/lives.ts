import type { Page } from "@playwright/test";

/**
 * Waits until React has taken over the page. A person is never as fast as a test: a press before that makes React hydrate in one
 * piece, which version 18 answers with an error of its own (#345) when a part is still on its way.
 */
export async function lives(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const main = document.querySelector("main");
    return main !== null && Object.keys(main).some((key) => key.startsWith("__reactFiber"));
  });
  // What listens to keys is attached a moment after: idle is when all of it is done.
  await page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => resolve())));
}
