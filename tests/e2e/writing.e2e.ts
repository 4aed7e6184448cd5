import type { Locator, Page, WebSocketRoute } from "@playwright/test";
import { unsavedWords } from "~/realtime/unsaved-words";
import { expectAccessible } from "~tests/support/accessible";
import { expect, signInAs, test } from "~tests/support/e2e";
import { keptLetter } from "~tests/support/kept-letter";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

test.slow();

/** Begins a letter in Promote Peace, led by the Great Lakes committee, and waits for its editor. @returns its address */
async function beginLetter(page: Page, subject: string): Promise<string> {
  await page.goto("/c/mesa/letters/new");
  await page.locator("#campaign").selectOption({ label: "Promote Peace" });
  await page.locator("#subject").fill(subject);
  await page.locator("#text").fill("Dear Secretary:\n\nWe ask that the mission stay in Chocó.\n\nSincerely,");
  await page.getByRole("button", { name: "Begin the letter" }).click();
  await expect(page.locator(".letter--writing")).toContainText("We ask that the mission stay in Chocó.");
  return new URL(page.url()).pathname.replace(/\/text\/en$/, "");
}

async function completeDetails(page: Page, letter: string): Promise<void> {
  await page.goto(`${letter}/details`);
  await page.locator("[id='name.0']").fill("The Secretary of State");
  await page.getByRole("button", { name: "Save the recipients" }).click();
  await expect(page.getByText("The recipients were saved")).toBeVisible();
  await page.locator("#ask").fill("Keep the mission funded for another year.");
  await page.getByRole("button", { name: "Save the details" }).click();
  await expect(page.getByText("The details were saved")).toBeVisible();
}

test("two people write one letter, talk about a passage, keep a version, consult and freeze", async ({
  page,
  openBrowser,
}) => {
  await signInAs(page, "Enter as Susan Kowalczyk");

  // Wrong input says what to write, and keeps what was typed.
  await page.goto("/c/mesa/letters/new");
  await page.locator("#campaign").selectOption({ label: "Promote Peace" });
  await page.locator("#text").fill("A first draft.");
  await page.getByRole("button", { name: "Begin the letter" }).click();
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(page.locator("#text")).toHaveValue("A first draft.");
  await expectAccessible(page);
  const letter = await beginLetter(page, "Keep the mission in Chocó");
  await expectAccessible(page);

  // What a consultation needs is named; the details are filled in.
  await page.goto(`${letter}/review`);
  await expect(page.getByText("at least one recipient")).toBeVisible();
  await completeDetails(page, letter);
  await expectAccessible(page);
  await page.getByText("Add a language").click();
  await page.locator("#subject-new").fill("Que la misión siga en Chocó");
  await page.getByRole("button", { name: "Add it" }).click();
  await expect(page.locator("#subject-es")).toHaveValue("Que la misión siga en Chocó");
  await page.goto(`${letter}/text/en`);
  await expect(page.getByRole("link", { name: "Español" })).toHaveAttribute("href", `${letter}/text/es`);

  // Somebody of the campaign reads on a phone, in Spanish, and comments; both see it at once.
  const yesenia = await openBrowser(phone);
  await signInAs(yesenia, "Enter as Yesenia Mosquera", `${letter}/text/en`);
  await expect(yesenia.locator(".letter--writing")).toHaveAttribute("aria-readonly", "true");
  await yesenia.getByRole("button", { name: "Comentar todo el texto" }).click();
  await yesenia.getByPlaceholder("Su comentario").fill("¿Por cuánto tiempo?");
  await yesenia.getByRole("button", { name: "Comentar", exact: true }).click();
  const thread = page.locator(".comment-thread").filter({ hasText: "¿Por cuánto tiempo?" });
  await thread.getByRole("button", { name: "Reply" }).click();
  await page.getByPlaceholder("Your reply").fill("One year.");
  await thread.locator(".comment-form").getByRole("button", { name: "Reply" }).click();
  await expect(yesenia.getByText("One year.").first()).toBeVisible();
  await expectAccessible(yesenia);

  // A passage is chosen; its conversation marks it for both.
  await page.locator(".letter--writing p").nth(1).click({ clickCount: 3 });
  await page.locator(".toolbar").getByRole("button", { name: "Comment" }).click();
  // Beside the words, on a wide window: where they are read, not at the head of the margin.
  const beside = async (block: Locator) => {
    const words = await page.locator(".letter--writing p").nth(1).boundingBox();
    const box = await block.boundingBox();
    return words && box ? Math.abs(box.y + 12 - words.y) : Number.POSITIVE_INFINITY;
  };
  await expect.poll(() => beside(page.locator(".comment-thread--new"))).toBeLessThan(12);
  await page.getByPlaceholder("Your comment").fill("Name the municipalities.");
  await page.locator(".comment-thread--new").getByRole("button", { name: "Comment" }).click();
  await expect(yesenia.locator(".comment-anchor")).toHaveText("We ask that the mission stay in Chocó.");
  const named = page.locator(".comment-thread").filter({ hasText: "Name the municipalities." });
  await expect.poll(() => beside(named)).toBeLessThan(12);

  // Written words arrive and are saved; a version keeps them.
  await page.locator(".letter--writing p").nth(1).click();
  await page.keyboard.press("End");
  await page.keyboard.type(" And report on it each quarter.");
  await expect(yesenia.locator(".letter--writing")).toContainText("And report on it each quarter.");
  await expect(page.locator(".saved")).toContainText("Saved");
  await page.getByLabel("Why, in a few words").fill("With quarterly reports");
  await page.getByRole("button", { name: "Save a version" }).click();
  await expect(page.getByRole("link", { name: "Version 1", exact: true })).toBeVisible();
  await thread.getByRole("button", { name: "Resolve" }).click();
  await expect(page.getByRole("button", { name: "Show 1 resolved" })).toBeVisible();

  // Changed again, compared, restored: nothing is overwritten.
  await page.locator(".letter--writing p").nth(1).click();
  await page.keyboard.press("End");
  await page.keyboard.type(" At once.");
  await expect(yesenia.locator(".letter--writing")).toContainText("At once.");
  await page.goto(`${letter}/text/en/versions/now?against=1`);
  await expect(page.locator("ins.suggestion")).toContainText("At once.");
  await expectAccessible(page);
  await page.goto(`${letter}/text/en/versions`);
  await page.getByRole("button", { name: "Restore" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText("Version 1 is back, as version 3")).toBeVisible();
  await expect(yesenia.locator(".letter--writing")).not.toContainText("At once.");

  // Consultation, then the freeze: blocked by a language without text, then done.
  await page.goto(`${letter}/review`);
  await page.getByRole("button", { name: "Send to consultation" }).click();
  await expect(yesenia.getByText("En consulta: comentarios hasta")).toBeVisible();
  await page.goto(`${letter}/freeze`);
  await expect(page.getByRole("button", { name: "Freeze the text" })).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);
  await page.goto(`${letter}/details`);
  await page.locator("#state-es").selectOption("left_out");
  await page.locator(".language-row").nth(1).getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The language version was saved")).toBeVisible();
  await page.goto(`${letter}/freeze`);
  await page.getByRole("button", { name: "Freeze the text" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The text is frozen");
  const hash = (await page.locator(".hash").first().textContent())?.replace(/\s/g, "");
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  await expect(yesenia.getByText("El texto se acaba de cerrar.")).toBeVisible();
  await yesenia.getByRole("link", { name: "Leer el texto cerrado" }).click();
  await expect(yesenia.locator(".letter-seal")).toContainText(hash?.slice(0, 8) ?? "");
  await expectAccessible(yesenia);

  // And back, while nobody has signed.
  await page.getByRole("button", { name: "Unfreeze the text" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Freeze the text");
  await page.goto(`${letter}/history`);
  await expect(page.getByText("The text was unfrozen")).toBeVisible();
  await expectAccessible(page);
});

test("until the text has arrived, nobody says that it is empty", async ({ page, openBrowser }) => {
  await signInAs(page, "Enter as Susan Kowalczyk");
  const letter = await beginLetter(page, "A slow line");
  const far = await openBrowser();
  await signInAs(far, "Enter as Susan Kowalczyk");
  const held: (() => void)[] = [];
  let holds = true;
  await far.routeWebSocket(/./, (line) => {
    const server = line.connectToServer();
    server.onMessage((message) => {
      if (holds) held.push(() => line.send(message));
      else line.send(message);
    });
  });
  await far.clock.install();
  await far.goto(`${letter}/text/en`);
  await expect(far.locator(".writing[data-status=loading]")).toBeVisible();
  await far.clock.runFor(1_000);
  const side = far.locator(".editor__side");
  await expect(side.locator(".outline a")).toHaveCount(1);
  await expect(side).toContainText("11 words");
  await expect(far.locator(".editor__page")).toContainText("We ask that the mission stay in Chocó.");
  holds = false;
  for (const send of held) send();
  await expect(far.locator(".writing[data-status=saved]")).toBeVisible();
  await far.clock.runFor(1_000);
  await expect(side.locator(".outline a")).toHaveCount(1);
  await expect(side).toContainText("11 words");
});

test("without script the text can be read, commented and kept as a version", async ({ page, browser, server }) => {
  await signInAs(page, "Enter as Susan Kowalczyk");
  const letter = await beginLetter(page, "Without script");
  const context = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: server.url,
    storageState: await page.context().storageState(),
    locale: "en-US",
  });
  const plain = await context.newPage();
  await plain.goto(`${letter}/text/en`);
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText("Without script");
  await expect(plain.locator(".letter")).toContainText("We ask that the mission stay in Chocó.");
  await plain.locator(".margin textarea").first().fill("Said without script");
  await plain.locator(".margin").getByRole("button", { name: "Comment", exact: true }).click();
  await expect(plain.locator(".comment-thread")).toContainText("Said without script");
  await plain.locator("#version-note").fill("By hand");
  await plain.getByRole("button", { name: "Save a version" }).click();
  await expect(plain.locator(".version").filter({ hasText: "By hand" })).toHaveCount(1);
  await plain.goto(`${letter}/details`);
  await plain.locator("[id='name.1']").fill("The Chair");
  await plain.getByRole("button", { name: "Save the recipients" }).click();
  await expect(plain.locator("[id='name.0']")).toHaveValue("The Chair");
  await context.close();
});

test("words written without a connection are given back to their writer when the text was frozen meanwhile, also after a reload", async ({
  page,
  openBrowser,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  // Away, a line is taken and stays dead.
  let away = false;
  const lines: WebSocketRoute[] = [];
  await page.routeWebSocket(/./, (line) => {
    lines.push(line);
    if (!away) line.connectToServer();
  });
  await signInAs(page, "Enter as Susan Kowalczyk");
  const letter = await beginLetter(page, "Written on a train");
  await completeDetails(page, letter);
  await page.goto(`${letter}/text/en`);
  await expect(page.locator(".saved")).toContainText("Saved");
  away = true;
  for (const line of lines.splice(0)) await line.close();
  await expect(page.locator(".saved")).toContainText("Offline");
  await page.locator(".letter--writing p").nth(1).click();
  await page.keyboard.press("End");
  await page.keyboard.type(" From the train.");
  const words = "We ask that the mission stay in Chocó. From the train.";
  await expect.poll(async () => unsavedWords(await keptLetter(page))).toEqual([words]);

  const desk = await openBrowser();
  await signInAs(desk, "Enter as Susan Kowalczyk", `${letter}/review`);
  await desk.getByRole("button", { name: "Send to consultation" }).click();
  await expect(desk.getByText("Consultation: comments until").first()).toBeVisible();
  await desk.goto(`${letter}/freeze`);
  await desk.getByRole("button", { name: "Freeze the text" }).click();
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("The text is frozen");
  // Nobody else is told of unsaved words, nor on another device.
  await desk.goto(`${letter}/text/en/reading`);
  await expect(desk.locator(".letter-seal")).toBeVisible();
  await expect(desk.locator(".lost-text")).toHaveCount(0);

  away = false;
  await page.reload();
  await expect(page).toHaveURL(/\/reading$/);
  await expect(page.locator(".letter")).not.toContainText("From the train");
  await expect(page.getByRole("heading", { name: "Words of yours that were not saved" })).toBeVisible();
  await expect(page.getByLabel("What you wrote")).toHaveValue(words);
  await expectAccessible(page);
  await page.setViewportSize(phone.viewport);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Copy the words" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(words);
  // They stay until their writer no longer wants them.
  await page.reload();
  await page.getByRole("button", { name: "Discard them" }).click();
  await expect(page.locator(".lost-text")).toHaveCount(0);
  await expect.poll(() => keptLetter(page)).toEqual({ state: null, operations: [] });
});
