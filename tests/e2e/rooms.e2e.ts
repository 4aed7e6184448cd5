import type { Page } from "@playwright/test";
import { expectAccessible } from "~tests/support/accessible";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

// Each story opens two or more browsers on one busy machine.
test.slow();

/** Opens the first room of a campaign and waits until the page lives. */
async function openRoom(page: Page, campaign: string): Promise<void> {
  await page.goto("/c/mesa/campaigns");
  await lives(page);
  await page.getByRole("main").getByRole("link", { name: campaign }).click();
  await page.locator("nav.tabs").getByRole("link").nth(1).click();
  await page.locator(".campaign-row h3 a").first().click();
  await expect(page.getByRole("log")).toBeVisible();
  await expect(page.locator(".room__here .avatar").first()).toBeAttached();
}
const field = (page: Page) => page.locator(".composer textarea");
const message = (page: Page, text: string | RegExp) => page.locator(".message").filter({ hasText: text });
async function send(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press("Control+Enter");
}

test("two people talk: typing, messages in order, mentions that notify, who is here, in two languages and on a phone", async ({
  page,
  openBrowser,
}) => {
  await signInAs(page, "Enter as Ruth Abernathy");
  await openRoom(page, "Promote Peace");
  const yesenia = await openBrowser(phone);
  await signInAs(yesenia, "Enter as Yesenia Mosquera");
  await openRoom(yesenia, "Promote Peace");
  await expect(page.getByRole("complementary", { name: "About this room" })).toContainText("Yesenia Mosquera");

  await field(page).pressSequentially("Good morning, @Yes");
  await expect(yesenia.locator(".typing")).toHaveText("Ruth Abernathy está escribiendo");
  await expect(page.getByRole("option")).toContainText(["Yesenia Mosquera"]);
  await page.keyboard.press("Enter");
  await page.keyboard.type("— the report is at https://report.example/2026");
  await page.keyboard.press("Control+Enter");

  const arrived = message(yesenia, "Good morning");
  await expect(arrived).toHaveCount(1);
  await expect(arrived.locator(".at--me")).toHaveText("@Yesenia Mosquera");
  await expect(arrived.getByRole("link")).toHaveAttribute("href", "https://report.example/2026");
  await expect(arrived.getByRole("link")).toHaveAttribute("rel", /noopener/);
  await expect(yesenia.locator(".typing")).toBeEmpty();
  await expectAccessible(yesenia);
  await expectAccessible(page);

  await yesenia.getByRole("button", { name: "Enviar" }).isVisible();
  await field(yesenia).fill("Gracias, Ruth.\nLo leemos hoy.");
  await yesenia.getByRole("button", { name: "Enviar" }).click();
  await expect(message(page, "Lo leemos hoy.")).toHaveCount(1);
  for (let i = 1; i <= 5; i++) await send(page, `line ${i}`);
  await expect(message(yesenia, "line 5")).toHaveCount(1);
  expect(await message(yesenia, /^.*line \d/).allInnerTexts()).toHaveLength(5);
  // A run within five minutes shares one head.
  await expect(message(yesenia, "line 3").locator(".message__by")).toHaveCount(0);
});

test("edit and delete one's own, and only one's own; a draft survives a reload", async ({ page, openBrowser }) => {
  await signInAs(page, "Enter as Ruth Abernathy");
  await openRoom(page, "Promote Peace");
  const yesenia = await openBrowser();
  await signInAs(yesenia, "Enter as Yesenia Mosquera");
  await openRoom(yesenia, "Promote Peace");
  await send(page, "We meet at nine");
  const own = message(page, "We meet at nine");
  await expect(message(yesenia, "We meet at nine")).toHaveCount(1);
  await expect(message(yesenia, "We meet at nine").locator(".message__tools")).toHaveCount(0);

  await own.hover();
  await own.getByRole("button", { name: "Edit message" }).click();
  await page.getByRole("textbox", { name: "Change the message" }).fill("We meet at ten");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(message(yesenia, "We meet at ten")).toContainText("editado");

  await message(page, "We meet at ten").hover();
  await message(page, "We meet at ten").getByRole("button", { name: "Delete message" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete message" }).click();
  await expect(message(yesenia, "We meet at ten")).toHaveCount(0);
  await expect(message(yesenia, "Este mensaje se borró.")).not.toHaveCount(0);

  await field(page).fill("half a sentence");
  await page.reload();
  await lives(page);
  await expect(field(page)).toHaveValue("half a sentence");
  await field(page).fill("");
});

test("what is sent offline goes out after reconnecting, once and in order, also after a reload", async ({
  page,
  openBrowser,
}) => {
  await signInAs(page, "Enter as Ruth Abernathy");
  await openRoom(page, "Promote Peace");
  const yesenia = await openBrowser();
  await signInAs(yesenia, "Enter as Yesenia Mosquera");
  await openRoom(yesenia, "Promote Peace");

  await page.context().setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await send(page, "written on the bus, one");
  await send(page, "written on the bus, two");
  await expect(page.locator(".message--pending")).toHaveCount(2);
  await expect(page.locator(".message--pending").first()).toContainText("Will be sent when the connection returns");
  await expect(message(yesenia, "written on the bus")).toHaveCount(0);

  await page.context().setOffline(false);
  await expect(message(yesenia, "written on the bus")).toHaveCount(2);
  expect(await message(yesenia, "written on the bus").locator(".message__body").allInnerTexts()).toEqual([
    "written on the bus, one",
    "written on the bus, two",
  ]);
  await expect(page.locator(".message--pending")).toHaveCount(0);
  await page.reload();
  await lives(page);
  await expect(message(page, "written on the bus")).toHaveCount(2);
});

test("what is new is marked until one leaves, older messages come as one scrolls, and counts fall to nothing", async ({
  page,
  openBrowser,
}) => {
  await signInAs(page, "Enter as Ruth Abernathy");
  await openRoom(page, "Promote Peace");
  for (let i = 1; i <= 28; i++) await send(page, `history ${i}`);
  await expect(page.locator(".message--pending")).toHaveCount(0, { timeout: 60_000 });
  // Thirty in a moment are a limit of posting; the rest waits its turn and goes out.
  for (let i = 29; i <= 60; i++) await send(page, `history ${i}`);
  await expect(page.locator(".message--pending")).toHaveCount(0, { timeout: 90_000 });

  const yesenia = await openBrowser();
  await signInAs(yesenia, "Enter as Yesenia Mosquera");
  await expect(yesenia.locator(".sidebar__campaigns .count")).not.toHaveCount(0);
  await openRoom(yesenia, "Promote Peace");
  const divider = yesenia.locator(".divider--new");
  await expect(divider).toBeInViewport();
  // The first that is new may be many pages back: the page reaches there at once.
  await expect(message(yesenia, /history 1$/)).toHaveCount(1);
  await yesenia.getByRole("button", { name: /último mensaje|mensajes? nuevos?/ }).click();
  await expect(message(yesenia, "history 60")).toBeInViewport();
  const campaign = yesenia.locator(".sidebar__campaigns li").filter({ hasText: "Promote Peace" });
  await expect(campaign.locator(".count")).toHaveCount(0);
  await expect(divider).toHaveCount(1);

  await yesenia.reload();
  await lives(yesenia);
  await expect(message(yesenia, "history 60")).toBeInViewport();
  await expect(yesenia.locator(".divider--new")).toHaveCount(0);
  await expect(message(yesenia, "history 5$")).toHaveCount(0);
  const list = yesenia.getByRole("log");
  const kept = message(yesenia, "history 14");
  await expect(async () => {
    await list.evaluate((el) => el.scrollTo({ top: 0 }));
    await expect(message(yesenia, /history 1$/)).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await kept.scrollIntoViewIfNeeded();
  await expect(kept).toBeInViewport();

  // Not at the end: what arrives is counted, not scrolled to.
  await list.evaluate((el) => el.scrollTo({ top: 0 }));
  await send(page, "something new below");
  await expect(yesenia.getByRole("button", { name: "1 mensaje nuevo" })).toBeVisible();
});

test("an answer that was long on its way takes back nothing that came live meanwhile", async ({
  page,
  openBrowser,
}) => {
  await signInAs(page, "Enter as Ruth Abernathy");
  await openRoom(page, "Promote Peace");
  const yesenia = await openBrowser();
  await signInAs(yesenia, "Enter as Yesenia Mosquera");
  await openRoom(yesenia, "Promote Peace");
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let read = () => {};
  const hasRead = new Promise<void>((resolve) => {
    read = resolve;
  });
  await yesenia.route(/\/rooms\/[^/]+\.data/, async (route) => {
    const response = await route.fetch();
    read();
    await released;
    await route.fulfill({ response });
  });
  await send(page, "The bus leaves at six");
  await expect(message(yesenia, "The bus leaves at six")).toHaveCount(1);
  // She has read it, so her page asks anew; what the server answers now is on its way for long.
  await hasRead;
  await message(page, "The bus leaves at six").hover();
  await message(page, "The bus leaves at six").getByRole("button", { name: "Edit message" }).click();
  await page.getByRole("textbox", { name: "Change the message" }).fill("The bus leaves at seven");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(message(yesenia, "The bus leaves at seven")).toHaveCount(1);
  release();
  await yesenia.waitForFunction(() => {
    const { __remixRouter } = window as unknown as { __remixRouter: { state: { revalidation: string } } };
    return __remixRouter.state.revalidation === "idle";
  });
  // Two frames later React has put the answer on the screen.
  await yesenia.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(message(yesenia, "The bus leaves at six")).toHaveCount(0);
  await expect(message(yesenia, "The bus leaves at seven")).toHaveCount(1);
});

test("a room works without script", async ({ openBrowser }) => {
  const page = await openBrowser({ javaScriptEnabled: false });
  await signInAs(page, "Enter as Ruth Abernathy", "/c/mesa/campaigns");
  await page.getByRole("main").getByRole("link", { name: "Promote Peace" }).click();
  await page.locator("nav.tabs").getByRole("link").nth(1).click();
  await page.locator(".campaign-row h3 a").first().click();
  await field(page).fill("From a very old phone, @Yesenia Mosquera");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(message(page, "From a very old phone")).toHaveCount(1);

  const yesenia = await openBrowser();
  await signInAs(yesenia, "Enter as Yesenia Mosquera");
  await expect(yesenia.locator(".mention").filter({ hasText: "From a very old phone" })).toHaveCount(1);
});

test("a coordinator opens a room; a member cannot; nobody of another coalition finds it", async ({
  page,
  openBrowser,
}) => {
  await signInAs(page, "Enter as Ruth Abernathy");
  await openRoom(page, "Promote Peace");
  const address = new URL(page.url()).pathname;
  await page.goto(`${address.split("/rooms/")[0]}/rooms`);
  await lives(page);
  await page.getByRole("region", { name: "New room" }).getByLabel("Name of the room").fill("Visits in spring");
  await page.getByRole("button", { name: "Open the room" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator(".room__meta")).toContainText("Visits in spring");
  await expectAccessible(page);

  const stranger = await openBrowser();
  await signInAs(stranger, "Enter as Opal Jennings");
  const response = await stranger.goto(address);
  expect(response?.status()).toBe(404);
});
