import type { Page } from "@playwright/test";
import { expectAccessible } from "~tests/support/accessible";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;
const withoutScript = { javaScriptEnabled: false, locale: "en-US" } as const;

test.slow();
test.use({ actionTimeout: 20_000 });

async function openCampaign(page: Page, name: string, tab: string | RegExp): Promise<void> {
  await page.goto("/c/mesa/campaigns");
  await lives(page);
  await page.getByRole("main").getByRole("link", { name }).click();
  await page.locator("nav.tabs").getByRole("link", { name: tab }).click();
}

/** The campaign's first room. Other stories may have opened more: then the tab leads to their list. */
async function openFirstRoom(page: Page, campaign: string): Promise<void> {
  await openCampaign(page, campaign, "Sala");
  await expect(page).toHaveURL(/\/rooms/);
  if (page.url().endsWith("/rooms")) await page.getByRole("main").getByRole("link", { name: "General" }).click();
  await expect(page.locator(".composer")).toBeVisible();
}

async function openLetter(page: Page, name: string): Promise<string> {
  await page.goto("/c/mesa/letters");
  await page.getByRole("main").getByRole("link", { name }).first().click({ timeout: 20_000 });
  await expect(page).toHaveURL(/\/letters\/[0-9a-f-]{36}/);
  return /^.*\/letters\/[0-9a-f-]{36}/.exec(page.url())?.[0] ?? "";
}

test("a campaign is archived, read and taken up again, and an organization is taken out of it, live in other browsers", async ({
  page,
  openBrowser,
}) => {
  const yesenia = await openBrowser({ ...phone, locale: "es-CO", timezoneId: "America/Bogota" });
  await signInAs(yesenia, "Entrar como Yesenia Mosquera");
  await openFirstRoom(yesenia, "Promote Peace");
  const rocio = await openBrowser();
  await signInAs(rocio, "Enter as Rocío Quispe");
  await openFirstRoom(rocio, "Promote Peace");

  await signInAs(page, "Enter as Ruth Abernathy");
  await openCampaign(page, "Promote Peace", "About");
  const takeOut = async (name: string) => {
    await page.getByRole("button", { name: `Take out ${name}` }).click();
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: /^Take out/ })
      .click();
    await expect(page.getByRole("alertdialog")).toHaveCount(0);
  };
  // It leads a letter that is on its way.
  await takeOut("The Great Lakes Colombia Committee");
  await expect(page.getByRole("alert")).toContainText("A lead organization cannot leave its letter");
  await takeOut("Observatorio Andino de Conflictos");
  await expect(page.getByRole("button", { name: "Take out Observatorio Andino de Conflictos" })).toHaveCount(0);
  await expectAccessible(page);
  await expect(rocio.locator(".composer")).toHaveCount(0);
  await expect(yesenia.locator(".composer")).toBeVisible();

  await page.getByRole("button", { name: "Archive the campaign" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Archive the campaign" }).click();
  await expect(page.getByText("This campaign is archived")).toBeVisible();
  await expect(yesenia.getByText("La campaña de esta sala está archivada")).toBeVisible();
  await expect(yesenia.locator(".composer")).toHaveCount(0);
  await expect(yesenia.getByRole("log").locator(".message").first()).toBeVisible();
  await expectAccessible(yesenia);

  // Whoever has no script finds it among the archived ones, reads its room and takes it up again.
  const plain = await openBrowser(withoutScript);
  await signInAs(plain, "Enter as Ruth Abernathy", "/c/mesa/campaigns");
  const archived = plain.getByRole("region", { name: /^Archived/ });
  await archived.getByRole("link", { name: "Promote Peace" }).click();
  await plain.locator("nav.tabs").getByRole("link", { name: "Rooms" }).click();
  await plain.getByRole("main").getByRole("link", { name: "General" }).click();
  await expect(plain.getByText("The campaign of this room is archived")).toBeVisible();
  await plain.goto("/c/mesa/campaigns");
  await archived.getByRole("button", { name: "Restore Promote Peace" }).click();
  await expect(plain.getByText("This campaign is archived")).toHaveCount(0);
  await expect(yesenia.locator(".composer")).toBeVisible();

  // The same for a room alone.
  await plain.goto(`${plain.url().replace(/\/about.*$/, "")}/rooms`);
  await plain.getByText("About this room").first().click();
  await plain.getByText("Archive the room").first().click();
  await plain.getByRole("button", { name: "Archive the room" }).click();
  await expect(yesenia.getByText("Esta sala está archivada")).toBeVisible();
  await plain.getByRole("button", { name: /^Open .* again$/ }).click();
  await expect(yesenia.locator(".composer")).toBeVisible();
});

test("slips while a letter is signed and delivered are put right: an invitation, a listed name, a delivery", async ({
  page,
  openBrowser,
}) => {
  const reader = await openBrowser();
  await signInAs(reader, "Enter as Marvin Okafor");
  const letter = await openLetter(reader, "Protect those who protect the rivers");
  await reader.goto(`${letter}/board`);
  await lives(reader);
  const total = async () => Number(/of (\d+)/.exec((await reader.locator(".loom__count").textContent()) ?? "")?.[1]);
  const before = await total();

  await signInAs(page, "Enter as Ruth Abernathy", `${letter}/invited`);
  await lives(page);
  const unanswered = page.getByRole("region", { name: /^Invited, no answer yet/ });
  const rows = await unanswered.getByRole("listitem").count();
  await unanswered
    .getByRole("button", { name: /^Take back the invitation of/ })
    .first()
    .click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Take the invitation back" }).click();
  await expect(unanswered.getByRole("listitem")).toHaveCount(rows - 1);
  await expectAccessible(page);
  await expect(async () => expect(await total()).toBe(before - 1)).toPass();

  await page.goto(`${letter}/signature`);
  await lives(page);
  await page.getByText("Correct how you are listed").click();
  await page.getByLabel("Your organization’s name, as it will be listed").fill("Hemisphere Rights Desk (HRD)");
  await page.getByRole("button", { name: "Correct the listing" }).click();
  await expect(page.locator(".decide")).toContainText("Listed as Hemisphere Rights Desk (HRD)");
  await expectAccessible(page);
  await reader.goto(`${letter}/board?answer=signed&all=signed`);
  await expect(reader.getByRole("row").filter({ hasText: "Hemisphere Rights Desk (HRD)" })).toHaveCount(1);
  await page.goto(`${letter}/history`);
  await expect(page.getByText("→ Hemisphere Rights Desk (HRD)")).toBeVisible();

  const plain = await openBrowser(withoutScript);
  await signInAs(plain, "Enter as Ruth Abernathy", "/c/mesa/letters");
  const delivered = await openLetter(plain, "Shelter along the whole road");
  await plain.goto(`${delivered}/deliveries`);
  await plain.getByText("Correct this record").first().click();
  const form = plain.locator("details[open]").first();
  await form.getByLabel("How it was sent").selectOption("fax");
  await form.getByRole("button", { name: "Correct the record" }).click();
  const again = plain.locator("details[open]").first();
  await expect(again.getByLabel("How it was sent")).toHaveValue("fax");
  await again.getByLabel("Why it is corrected").fill("It went by fax.");
  await again.getByRole("button", { name: "Correct the record" }).click();
  await expect(plain.getByText(/^Corrected by Ruth Abernathy, .*: It went by fax\. Before: /)).toBeVisible();
  await expect(plain.getByText(/^By fax, /)).toBeVisible();
});
