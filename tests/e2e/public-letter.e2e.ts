import AxeBuilder from "@axe-core/playwright";
import postgres from "postgres";
import { expect, test } from "~tests/support/e2e";

/** The address of a letter of the demo that everybody may read; its language of reference is English, and it has Spanish. */
async function publicAddress(databaseUrl: string): Promise<string> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    const [row] = await sql`select l.public_slug slug from letters l
      join editions e on e.letter_id = l.id
      join edition_texts t on t.edition_id = e.id and t.locale = 'es'
      where l.publication = 'public' and l.authoritative_locale = 'en'`;
    return `/p/${row?.slug}`;
  } finally {
    await sql.end();
  }
}

test("a published letter keeps its language, and first of all offers its reader's", async ({ openBrowser, server }) => {
  const address = await publicAddress(server.databaseUrl);
  const phone = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false };
  const guatemala = await openBrowser({ ...phone, locale: "es-GT" });
  const answer = await guatemala.goto(address);
  expect(answer?.headers().vary).toMatch(/Accept-Language/);
  await expect(guatemala.locator("html")).toHaveAttribute("lang", "es");
  await expect(guatemala.getByRole("heading", { level: 1 })).toHaveAttribute("lang", "en");

  const offer = guatemala.getByRole("banner").getByRole("link").first();
  await expect(offer).toHaveText("Leer en español");
  await expect(guatemala.locator(".public-offer")).toHaveAttribute("lang", "es");
  await offer.click();
  await expect(guatemala).toHaveURL(new RegExp(`${address}/es$`));
  await expect(guatemala.getByRole("heading", { level: 1 })).toHaveAttribute("lang", "es");
  await expect(guatemala.getByText("Read in English")).toHaveCount(0);
  // The other languages are always there, each by its own name.
  const languages = guatemala.getByRole("navigation", { name: "Idioma" });
  await expect(languages.getByRole("link")).toHaveText(["English", "Español"]);
  await languages.getByRole("link", { name: "English" }).click();
  await expect(guatemala.getByRole("heading", { level: 1 })).toHaveAttribute("lang", "en");

  const boston = await openBrowser({ locale: "en-US" });
  await boston.goto(address);
  await expect(boston.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(boston.locator(".public-offer")).toHaveCount(0);
  await boston.goto(`${address}/es`);
  await expect(boston.locator(".public-offer")).toHaveText("Read in English");
  const { violations } = await new AxeBuilder({ page: boston }).analyze();
  expect(violations.map((v) => v.id)).toEqual([]);
  expect(await boston.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});
