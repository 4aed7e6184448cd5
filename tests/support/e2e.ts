/**
 * What every story in the browser starts from: a server of its own with the demo coalition, and browsers that report
 * what no page may do (break the Content-Security-Policy, throw, ask another host).
 */
import { type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { cloneTemplate, dropDatabase, seededTemplate } from "./cluster";
import { seedInto } from "./seed-template";
import { type RunningServer, startServer } from "./server";

export type BrowserOptions = Pick<
  BrowserContextOptions,
  "locale" | "timezoneId" | "viewport" | "colorScheme" | "reducedMotion" | "javaScriptEnabled"
>;

interface WorkerFixtures {
  /** The server of this worker, on a clone of the demo coalition. Its database address is in `databaseUrl`. */
  server: RunningServer & { databaseUrl: string };
}

interface TestFixtures {
  /** Another person's browser: a new page in a context of its own, signed out. */
  openBrowser(options?: BrowserOptions): Promise<Page>;
  /** Expected complaints of this test, for those that cut the network or cause an error page on purpose. */
  allowComplaints(pattern: RegExp): void;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what a fixture depends on.
    async ({}, use) => {
      const clusterUrl = process.env.CLUSTER_URL;
      if (!clusterUrl) throw new Error("CLUSTER_URL is not set: the global setup did not run");
      const databaseUrl = await cloneTemplate(clusterUrl, await seededTemplate(clusterUrl, seedInto));
      const server = await startServer({ databaseUrl });
      await use({ ...server, databaseUrl });
      await server.stop();
      await dropDatabase(databaseUrl);
    },
    { scope: "worker", timeout: 120_000 },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  allowComplaints: [
    // biome-ignore lint/correctness/noEmptyPattern: see above.
    async ({}, use) => {
      await use((pattern) => allowed.push(pattern));
    },
    { auto: true },
  ],

  openBrowser: async ({ browser, server, locale, timezoneId, viewport }, use) => {
    const complaints: string[] = [];
    allowed.length = 0;
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: server.url, locale, timezoneId, viewport, ...options });
      contexts.push(context);
      const page = await context.newPage();
      listenForComplaints(page, server.url, complaints);
      return page;
    });
    for (const context of contexts) await context.close();
    expect(complaints.filter((one) => !allowed.some((pattern) => pattern.test(one)))).toEqual([]);
  },

  page: async ({ openBrowser }, use) => {
    await use(await openBrowser());
  },
});

const allowed: RegExp[] = [];

function listenForComplaints(page: Page, origin: string, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && /Content Security Policy|Minified React error|hydrat/i.test(text))
      complaints.push(text);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== new URL(origin).host)
      complaints.push(`request to ${url.host}`);
  });
}

/**
 * Signs in through the demo's door, without drawing its page, and opens a page.
 *
 * @param person the name as it stands on the sign-in page, also with what the button says before it
 * @param to where to go then; without it, to the page on which that person would begin
 */
export async function signInAs(page: Page, person: string, to = "/"): Promise<void> {
  const signIn = await page.request.get("/sign-in");
  const doors = await signIn.text();
  const name = person.replace(/^(Enter as|Entrar como) /, "");
  const [, id] =
    new RegExp(`name="person" value="([^"]+)"(?:(?!name="person")[^])*?aria-label="[^"]* ${name}"`).exec(doors) ?? [];
  if (!id) throw new Error(`nobody on the sign-in page is called ${name}`);
  const entered = await page.request.post("/demo-sign-in", {
    form: { person: id, next: "/" },
    headers: { Origin: new URL(signIn.url()).origin, "User-Agent": await page.evaluate(() => navigator.userAgent) },
    maxRedirects: 0,
  });
  expect(entered.status()).toBe(302);
  await page.goto(to);
  await expect(page).not.toHaveURL(/\/sign-in/);
}

export { expect };
