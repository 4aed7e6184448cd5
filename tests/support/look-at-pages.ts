import type { ConsoleMessage, Page } from "@playwright/test";
import type { RouteConfigEntry } from "@remix-run/route-config";
import axe from "axe-core";
import postgres from "postgres";
import { messagesFor } from "~/i18n";
import routes from "~/routes";
import { letters as seeds } from "~db/seeds/letters";
import { type BrowserOptions, expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";
import { linkInMail } from "~tests/support/mailbox";

// Every page of the sitemap. What it claims of a page costs about a second, and a busy machine takes five times as long: the
// limit is against hanging.

/** Every address that answers with a page: `c/:coalition/letters/:letter/board`. */
function pagesBelow(entries: readonly RouteConfigEntry[], above = ""): string[] {
  return entries.flatMap((entry) => {
    const path = [above, entry.path ?? ""].filter(Boolean).join("/");
    const below = pagesBelow(entry.children ?? [], path);
    const isPage = entry.file.endsWith(".tsx") && !entry.children;
    return isPage ? [path, ...below] : below;
  });
}

/** Does this pattern of the sitemap stand for this address? */
function stands(pattern: string, address: string): boolean {
  const path = new URL(address, "http://x").pathname.replace(/^\/|\/$/g, "");
  const source = pattern
    .split("/")
    .map((part) => (part === "*" ? ".+" : part.startsWith(":") ? "[^/]+" : part.replace(/[.]/g, "\\.")))
    .join("/");
  return new RegExp(`^${source}$`).test(path);
}

/** Ids of the demo's things, by the names that the seeds give them. */
async function readDemo(databaseUrl: string) {
  const sql = postgres(databaseUrl, { max: 1 });
  const one = async (query: Promise<readonly { id: string }[]>) => {
    const [row] = await query;
    if (!row) throw new Error("the demo has no such thing");
    return row.id;
  };
  try {
    const letters: Record<string, string> = {};
    for (const seed of seeds) {
      letters[seed.key] = await one(
        sql`select letter_id id from language_versions where subject = ${seed.versions[0]?.subject ?? ""} order by 1 limit 1`,
      );
    }
    const campaign = await one(sql`select id from campaigns where name = 'Promote Peace'`);
    return {
      letters,
      campaign,
      room: await one(sql`select id from rooms where campaign_id = ${campaign} order by created_at limit 1`),
      long: await one(
        sql`select campaign_id || '/rooms/' || room_id id from messages m join rooms r on r.id = m.room_id
            group by campaign_id, room_id order by count(*) desc limit 1`,
      ),
      organization: await one(
        sql`select id from organizations where acronym = 'HRD' or name = 'Hemisphere Rights Desk' limit 1`,
      ),
      action: await one(
        sql`select id from actions where created_by = (select id from people where email like 'ruth@%') order by created_at limit 1`,
      ),
      slug: await one(sql`select public_slug id from letters where id = ${letters.asylumFunds ?? ""}`),
    };
  } finally {
    await sql.end();
  }
}
type Demo = Awaited<ReturnType<typeof readDemo>>;

/** What Ruth, who coordinates, and whose organization leads or co-leads most letters, can see of a coalition. */
function pagesOfRuth(demo: Demo): string[] {
  const letter = (key: string, ...pages: string[]) =>
    pages.map((page) => `/c/mesa/letters/${demo.letters[key]}/${page}`);
  const campaign = `/c/mesa/campaigns/${demo.campaign}`;
  const organization = `/c/mesa/organizations/${demo.organization}`;
  return [
    "/c/mesa",
    "/c/mesa/settings",
    "/c/mesa/notices",
    "/c/mesa/more",
    "/c/mesa/inbox",
    "/c/mesa/organizations",
    "/c/mesa/organizations/new",
    organization,
    `${organization}/edit`,
    `${organization}/people`,
    "/c/mesa/campaigns",
    "/c/mesa/campaigns/new",
    campaign,
    ...["rooms", `rooms/${demo.room}`, "letters", "actions", "about"].map((page) => `${campaign}/${page}`),
    `/c/mesa/campaigns/${demo.long}`,
    "/c/mesa/letters",
    "/c/mesa/letters?q=nothing-is-called-this",
    "/c/mesa/letters/new",
    ...letter("turnedBack", "text/en", "text/es", "text/en/reading", "text/en/versions", "text/en/versions/1"),
    ...letter("turnedBack", "text/en/versions/now?against=1", "details", "review", "freeze", "cancellation", "history"),
    ...letter("journalists", "text/en", "review", "freeze"),
    ...letter("humanitarian", "freeze", "opening", "text/en/reading"),
    ...letter("rivers", "board", "signature", "reminders", "invited", "deadline", "closing", "history"),
    ...letter("wages", "board", "list", "closing", "signature"),
    ...letter("justice", "list", "editions/1", "deliveries", "publication"),
    ...letter("asylumFunds", "board", "editions/1", "deliveries", "publication", "text/es/reading"),
    ...letter("dam", "text/en/reading"),
    "/c/mesa/calendar",
    "/c/mesa/calendar?view=agenda",
    "/c/mesa/actions/new",
    `/c/mesa/actions/${demo.action}`,
    `/c/mesa/actions/${demo.action}/edit`,
    "/me",
    "/me/sessions",
    "/me/notifications",
    "/me/calendar",
    "/c/mesa/no-such-page",
  ];
}

/** Pages for whoever has no account. */
function pagesForEverybody(demo: Demo): string[] {
  return [
    "/sign-in",
    "/password/forgotten",
    "/password/reset/opens-nothing",
    "/invitations/opens-nothing",
    "/verify",
    "/verify?hash=0000000000000000000000000000000000000000000000000000000000000000",
    `/p/${demo.slug}`,
    `/p/${demo.slug}/es`,
    "/dev/mail",
    "/no-such-page",
  ];
}

/** What a coalition looks like before anybody has done anything in it. */
const emptyPages = [
  ...["", "/campaigns", "/campaigns/new", "/letters", "/letters/new", "/organizations", "/calendar", "/actions/new"],
  ...["/inbox", "/notices", "/more", "/settings"],
];

/** Every sentence of a language that needs no parameter. */
function sentences(words: unknown): string[] {
  if (typeof words === "string") return [words];
  return typeof words === "object" && words !== null ? Object.values(words).flatMap(sentences) : [];
}

/** Sentences of ours that stand on a page in a language that is not its own, unless they are said to be in it. */
async function leftovers(page: Page, lang: "en" | "es"): Promise<string[]> {
  const own = new Set(sentences(messagesFor(lang)));
  const other = lang === "en" ? "es" : "en";
  const foreign = sentences(messagesFor(other)).filter((one) => one.length > 3 && !own.has(one));
  return page.evaluate(
    ({ foreign, other }) => {
      const wanted = new Set(foreign);
      const found: string[] = [];
      const look = (text: string | null, element: Element | null) => {
        const said = text?.trim() ?? "";
        if (wanted.has(said) && element?.closest("[lang]")?.getAttribute("lang") !== other) found.push(said);
      };
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) look(node.textContent, node.parentElement);
      for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
        for (const name of ["aria-label", "title", "placeholder", "alt"]) look(element.getAttribute(name), element);
      return found;
    },
    { foreign, other },
  );
}

/** The parts of the router that a link uses, as Remix leaves it on the page. */
interface Router {
  navigate(to: string): Promise<void>;
  state: { navigation: { state: string } };
}

/**
 * Goes to an address as a link does, without loading anew, where the page can; else by loading it.
 *
 * @param arrive "loading" checks what the server draws and React takes over, "walking" what React draws
 */
async function arriveAt(page: Page, address: string, arrive: "loading" | "walking"): Promise<void> {
  const walked =
    arrive === "walking" &&
    (await page.evaluate(async (to) => {
      const router = (window as { __remixRouter?: Router }).__remixRouter;
      // Within one coalition; who leaves it loads anew.
      if (!router || !location.pathname.startsWith(/^\/c\/[^/?]+/.exec(to)?.[0] ?? "//")) return false;
      await router.navigate(to);
      return router.state.navigation.state === "idle";
    }, address));
  if (!walked) await page.goto(address, { waitUntil: "domcontentloaded" });
  if ((await page.locator("script[src], script[type=module]").count()) > 0) await lives(page);
  // What comes is shown by its shape until it is here.
  await page.locator("main:not([aria-busy=true])").waitFor();
  // The text is drawn by the server first, then the editor takes its place.
  if (/\/text\/[a-z]+$/.test(address)) await page.locator(".letter--writing").waitFor();
}

/** What axe finds in the page as it stands. One look is light and one dark, so each page is looked at in both themes. */
async function violations(page: Page): Promise<string[]> {
  // Once for each document: the source is half a megabyte.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const found = await axe.run(document, { resultTypes: ["violations"], iframes: false });
    return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
  });
}

/** What is wrong with the page at an address; nothing when all is well. */
async function faultsOf(page: Page, address: string, look: Look): Promise<string[]> {
  const said: string[] = [];
  const listen = (message: ConsoleMessage) => {
    // That an address answers with 404 is what some of them are asked for.
    if (["error", "warning"].includes(message.type()) && !/Failed to load resource/.test(message.text()))
      said.push(message.text());
  };
  page.on("console", listen);
  await arriveAt(page, address, look.arrive);
  const broken = await violations(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const hidden = await page.locator(".composer").evaluateAll((all) => {
    const ends = all.map((composer) => composer.getBoundingClientRect().bottom);
    return ends.filter((bottom) => bottom > window.innerHeight || bottom < 50).length;
  });
  const foreign = await leftovers(page, look.lang);
  page.off("console", listen);
  const heads = await page.locator("h1:visible").allInnerTexts();
  return [
    ...broken,
    ...(wide > 0 ? [`is ${wide} px wider than the window`] : []),
    ...(hidden > 0 ? ["one has to scroll to write"] : []),
    ...(heads.length === 1 ? [] : [`${heads.length} visible h1: ${heads.join(" | ")}`]),
    ...said.map((one) => `says on the console: ${one}`),
    ...foreign.map((one) => `is ${look.lang}, but holds “${one}”`),
    ...((await page.title()).length > 3 ? [] : ["has no title"]),
    ...((await page.getByRole("main").count()) === 1 ? [] : ["has not exactly one main"]),
  ].map((fault) => `${address}: ${fault}`);
}

export interface Look {
  name: string;
  lang: "en" | "es";
  arrive: "loading" | "walking";
  browser: BrowserOptions & { colorScheme: "light" | "dark" };
  waits: { person: string; letter: string };
}

/**
 * Looks at every page of the sitemap in one look. Each look is a file of its own, so that two of them run side by side.
 */
export function lookAtEveryPage(look: Look): void {
  test.setTimeout(1_500_000);
  test.use({ actionTimeout: 20_000 });
  test(`every page of the sitemap is accessible, fits, and asks nobody else: ${look.name}`, async ({
    server,
    openBrowser,
  }) => {
    const demo = await readDemo(server.databaseUrl);
    const faults: string[] = [];
    const seen: string[] = [];
    const look_ = async (page: Page, addresses: readonly string[]) => {
      for (const [i, address] of addresses.entries()) {
        faults.push(...(await faultsOf(page, address, i === 0 ? { ...look, arrive: "loading" } : look)));
        seen.push(address);
      }
    };
    const enter = look.lang === "en" ? "Enter as" : "Entrar como";

    // Ruth's words are English; here she tries the other language, and goes back to her own.
    const ruth = await openBrowser(look.browser);
    await signInAs(ruth, `${enter} Ruth Abernathy`);
    const speakAs = (page: Page, lang: string) =>
      page.request.post("/preferences", { form: { lang }, headers: { Origin: server.url }, maxRedirects: 0 });
    const speak = (lang: string) => speakAs(ruth, lang);
    await speak(look.lang);
    try {
      await look_(ruth, pagesOfRuth(demo));
      expect(await ruth.locator("html").getAttribute("lang")).toBe(look.lang);
      await ruth.goto(`/c/mesa/organizations/${demo.organization}/people`);
      await ruth.locator("[name=email]").fill(`guest-${look.lang}@pages.example`);
      await ruth.locator("[name=email]").press("Enter");
      await expect(ruth.getByRole("row").filter({ hasText: `guest-${look.lang}@pages.example` })).toBeVisible();
    } finally {
      await speak("en");
    }
    await ruth.context().close();

    // A decision that waits, the administration, a guest of one room, a member who may not, and what is not theirs.
    for (const [person, addresses] of [
      [look.waits.person, [`/c/mesa/letters/${demo.letters[look.waits.letter]}/signature`, "/c/mesa"]],
      ["Dylan Price", ["/c/mesa/letters/new", `/c/mesa/letters/${demo.letters.rivers}/reminders`, "/c/rivers"]],
      ["Ana Lindqvist", ["/c/mesa", `/c/mesa/campaigns/${demo.campaign}/rooms/${demo.room}`]],
    ] as const) {
      const page = await openBrowser(look.browser);
      await signInAs(page, `${enter} ${person}`);
      await look_(page, addresses);
      await page.context().close();
    }

    // A new coalition, from the administration to its first person.
    const sam = await openBrowser(look.browser);
    await signInAs(sam, `${enter} Sam Rivera`);
    await speakAs(sam, look.lang);
    await look_(sam, ["/", "/admin"]);
    const coordinator = `first-${look.lang}@pages.example`;
    await sam.locator("[name=name]").fill(`Newcomers ${look.lang}`);
    await sam.locator("[name=email]").fill(coordinator);
    await sam.locator("[name=email]").press("Enter");
    await expect(sam.locator(".notice--signed")).toBeVisible();
    await speakAs(sam, "en");
    await sam.context().close();
    const first = await openBrowser(look.browser);
    await look_(first, [await linkInMail(first, coordinator, /invitations/)]);
    await first.locator("[name=name]").fill("Ada Quiroga");
    await first.locator("[name=password]").fill("a first word among many");
    await first.locator("[name=password]").press("Enter");
    await expect(first).toHaveURL(/\/c\/[^/]+$/);
    const fresh = new URL(first.url()).pathname;
    await look_(
      first,
      emptyPages.map((page) => `${fresh}${page}`),
    );
    await first.context().close();

    const stranger = await openBrowser(look.browser);
    await look_(stranger, pagesForEverybody(demo));
    const invitation = await linkInMail(stranger, `guest-${look.lang}@pages.example`, /invitations/);
    await look_(stranger, [new URL(stranger.url()).pathname, invitation]);
    await stranger.goto("/password/forgotten");
    await stranger.locator("[name=email]").fill("grace@demo.conjunta.example");
    await stranger.locator("[name=email]").press("Enter");
    await look_(stranger, [await linkInMail(stranger, "grace@demo.conjunta.example", /password\/reset/)]);

    expect(faults).toEqual([]);
    const missed = pagesBelow(routes as RouteConfigEntry[]).filter(
      (pattern) => !seen.some((address) => stands(pattern, address)),
    );
    expect(missed).toEqual([]);
  });
}
