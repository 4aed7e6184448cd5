import type { Page } from "@playwright/test";
import { plainText } from "~/domain/letters/text/plain-text";
import { readText } from "~/domain/letters/text/stored-text.server";
import { forgetEnv } from "~/env.server";
import { closeDatabase, rawSql } from "~db/client.server";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";
import { letterOf, readReal } from "~tests/support/real-letters";
import { testSettings } from "~tests/support/settings";

const texts = { en: letterOf(readReal("05_", "_en.txt")), es: letterOf(readReal("05_", "_es.txt")) };

/** The words in their order. The numbers of a list are its structure, not its words; how lines are broken is nobody's word. */
const words = (text: string) =>
  text
    .normalize("NFC")
    .replace(/^\s*(?:\d{1,4}[.)]|[-*•–·])\s+/gm, "")
    .split(/\s+/)
    .filter(Boolean);

/** Puts the text on the clipboard and pastes it with the keys, as a person does. */
async function pasteWithKeys(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  const paper = page.locator(".letter--writing");
  await paper.click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("ControlOrMeta+V");
}

// Only where the folder of real letters lies beside the checkout.
if (texts.en.text && texts.es.text) {
  test.afterAll(() => closeDatabase());

  test("a real letter is pasted into its two language versions, and every word of it is stored", async ({
    page,
    server,
  }) => {
    Object.assign(process.env, testSettings, { DATABASE_URL: server.databaseUrl });
    forgetEnv();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
    await signInAs(page, "Enter as Susan Kowalczyk", "/c/mesa/letters/new");
    await page.locator("#campaign").selectOption({ label: "Promote Peace" });
    await page.locator("#subject").fill(texts.en.subject.slice(0, 200));
    await page.getByRole("button", { name: "Begin the letter" }).click();
    await expect(page.locator(".letter--writing")).toBeVisible();
    const letter = new URL(page.url()).pathname.replace(/\/text\/en$/, "");
    await page.goto(`${letter}/details`);
    await lives(page);
    await page.getByText("Add a language").click();
    await page.locator("#subject-new").fill(texts.es.subject.slice(0, 200));
    await page.getByRole("button", { name: "Add it" }).click();
    await expect(page.locator("#subject-es")).toBeVisible();

    const letterId = letter.split("/").at(-1) ?? "";
    for (const locale of ["en", "es"] as const) {
      await page.goto(`${letter}/text/${locale}`);
      await expect(page.locator('.writing[data-status="saved"]')).toBeVisible();
      await pasteWithKeys(page, texts[locale].text);
      const [version] = await rawSql()`
        select id from language_versions where letter_id = ${letterId} and locale = ${locale}`;
      const stored = () => readText(String(version?.id));
      await expect.poll(async () => words(plainText(await stored()))).toEqual(words(texts[locale].text));
      await expect(page.locator('.writing[data-status="saved"]')).toBeVisible();
      const { content } = await stored();
      expect(content.length).toBeGreaterThan(5);
      expect(content.some((block) => block.type === "ordered_list")).toBe(true);
    }
  });
}
