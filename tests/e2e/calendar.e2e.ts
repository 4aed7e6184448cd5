import { expectAccessible } from "~tests/support/accessible";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

test.slow();

/** "2026-04-15": a day of next month that every month has. */
function dayOfNextMonth(day: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, day, 12)).toISOString().slice(0, 10);
}

test("an action is planned in Washington's time, seen in one's own, answered live, moved and cancelled", async ({
  page,
  openBrowser,
}) => {
  const day = dayOfNextMonth(15);
  await signInAs(page, "Enter as Ruth Abernathy", "/c/mesa/calendar");
  await lives(page);
  await page.getByRole("link", { name: "Plan an action" }).click();
  await expect(page.getByLabel("Title")).toBeVisible();
  await expectAccessible(page);

  // Wrong input says what to write, and keeps what was typed.
  await page.getByLabel("Title").fill("Visit to the committee’s staff");
  await page.getByLabel("Begins").fill(`${day}T14:00`);
  await page.getByLabel(/^Ends/).fill(`${day}T13:00`);
  await page.getByLabel("Time zone").selectOption("America/New_York");
  await page.getByRole("button", { name: "Plan the action" }).click();
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(page.locator(".error-summary")).toContainText("Choose an end after the beginning.");
  await expect(page.getByLabel("Title")).toHaveValue("Visit to the committee’s staff");
  await page.getByLabel(/^Ends/).fill(`${day}T15:30`);
  await page.getByLabel("Campaign", { exact: true }).selectOption({ label: "Promote Peace" });
  await page.getByLabel(/^Place/).fill("Dirksen Building");
  await page.getByLabel(/^Link/).fill("https://meet.example/visit");
  await page.getByLabel(/^Office/).fill("Senate subcommittee");
  await page.getByRole("button", { name: "Plan the action" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Visit to the committee’s staff");
  const address = new URL(page.url()).pathname;

  const yesenia = await openBrowser(phone);
  await signInAs(yesenia, "Enter as Yesenia Mosquera", address);
  await lives(yesenia);
  // Bogotá has no summer time: in Washington's winter both clocks agree, in its summer they do not.
  await expect(yesenia.getByRole("main")).toContainText(/1[34]:00 a 1[45]:30/);
  await expectAccessible(yesenia);
  await yesenia.getByRole("button", { name: "Asistiré" }).click();
  await expect(yesenia.getByRole("button", { name: "Asistiré" })).toHaveAttribute("aria-pressed", "true");
  const answers = page.getByRole("complementary", { name: "Answers" });
  await expect(answers).toContainText("Yesenia Mosquera");
  await expect(answers.locator(".rsvp-sum b").first()).toHaveText("1");
  await yesenia.getByRole("button", { name: "No puedo" }).click();
  await expect(answers.locator(".rsvp-sum b").nth(2)).toHaveText("1");
  await expect(answers.locator(".rsvp-sum b").first()).toHaveText("0");

  // The file for a calendar program.
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: /\.ics/ }).click();
  expect((await download).suggestedFilename()).toMatch(/\.ics$/);

  // Moved: who has answered is told.
  await page.goto(address);
  await lives(page);
  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page.getByLabel("Begins")).toHaveValue(`${day}T14:00`);
  await page.getByLabel("Begins").fill(`${day}T10:00`);
  await page.getByLabel(/^Ends/).fill(`${day}T11:00`);
  await page.getByRole("button", { name: "Save the changes" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Visit to the committee’s staff");
  await expect(yesenia.getByRole("main")).toContainText(/(9|10):00 a 1[01]:00/);
  await page.getByRole("button", { name: "Cancel the action" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel the action" }).click();
  await expect(yesenia.getByText("Esta acción se canceló.")).toBeVisible();
  await expect(yesenia.getByRole("button", { name: "Asistiré" })).toHaveCount(0);
  // It takes place after all, with the answers that it had.
  await page.getByRole("button", { name: "It takes place after all" }).click();
  await expect(page.getByRole("button", { name: "Cancel the action" })).toBeVisible();
  await expect(yesenia.getByText("Esta acción se canceló.")).toHaveCount(0);
  await expect(yesenia.getByRole("button", { name: "No puedo" })).toHaveAttribute("aria-pressed", "true");

  const stranger = await openBrowser();
  await signInAs(stranger, "Enter as Opal Jennings");
  expect((await stranger.goto(address))?.status()).toBe(404);
});

test("days without a time are the same days everywhere: over three days, seen from two zones, moved live, taken along in a file", async ({
  page,
  openBrowser,
}) => {
  const [first, second, third, next] = [17, 18, 19, 20].map(dayOfNextMonth) as [string, string, string, string];
  const month = first.slice(0, 7);
  await signInAs(page, "Enter as Ruth Abernathy", "/c/mesa/actions/new");
  await lives(page);
  await page.getByLabel("Title").fill("Vigil for the river");
  await page.getByLabel("Kind of action").selectOption("vigil");
  await page.getByLabel("All day").check();
  // Days instead of hours; the last before the first is not taken.
  await page.getByLabel("Begins").fill(second);
  await page.getByLabel(/^Ends/).fill(first);
  await page.getByLabel("Time zone").selectOption("America/New_York");
  await page.getByRole("button", { name: "Plan the action" }).click();
  await expect(page.locator(".error-summary")).toContainText("Choose an end after the beginning.");
  await expect(page.getByLabel("Begins")).toHaveValue(second);
  await page.getByLabel("Begins").fill(first);
  await page.getByLabel(/^Ends/).fill(third);
  await page.getByRole("button", { name: "Plan the action" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vigil for the river");
  await expect(page.locator(".action-head")).toContainText("all day");
  await expect(page.locator(".action-head")).not.toContainText(/\d:\d\d/);
  const address = new URL(page.url()).pathname;

  // On a phone in Bogotá, and by the clock of Auckland, where it is tomorrow already.
  const yesenia = await openBrowser(phone);
  await signInAs(yesenia, "Enter as Yesenia Mosquera");
  const daysWithIt = () =>
    yesenia
      .locator("[data-day]", { has: yesenia.locator(".cal-event", { hasText: "Vigil for the river" }) })
      .evaluateAll((days) => days.map((day) => (day as HTMLElement).dataset.day));
  for (const zone of ["America/Bogota", "Pacific/Auckland"]) {
    await yesenia.goto(`/c/mesa/calendar?month=${month}&zone=${encodeURIComponent(zone)}`);
    await lives(yesenia);
    expect(await daysWithIt(), zone).toEqual([first, second, third]);
  }
  await expectAccessible(yesenia);

  // Moved by a day: the open month moves, too.
  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page.getByLabel("All day")).toBeChecked();
  await expect(page.getByLabel(/^Ends/)).toHaveValue(third);
  await page.getByLabel("Begins").fill(third);
  await page.getByLabel(/^Ends/).fill(next);
  await page.getByRole("button", { name: "Save the changes" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vigil for the river");
  await expect.poll(daysWithIt).toEqual([third, next]);
  await yesenia.goto(address);
  await lives(yesenia);
  await expect(yesenia.locator(".action-head")).toContainText("todo el día");
  await expectAccessible(yesenia);

  // A calendar program counts the day after the last one as the end.
  const file = await (await yesenia.request.get(`${address}/action.ics`)).text();
  const compact = (day: string) => day.replaceAll("-", "");
  expect(file).toContain(`DTSTART;VALUE=DATE:${compact(third)}`);
  expect(file).toContain(`DTEND;VALUE=DATE:${compact(dayOfNextMonth(21))}`);
});

test("the calendar by keyboard, in a chosen zone, as month and agenda", async ({ page }) => {
  await signInAs(page, "Enter as Ruth Abernathy", "/c/mesa/calendar");
  await lives(page);
  await expectAccessible(page);
  const today = page.locator("[aria-current='date']");
  await expect(today).toHaveCount(1);
  await today.focus();
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.day ?? "");
  const start = await focused();
  await page.keyboard.press("ArrowRight");
  expect(Date.parse(await focused()) - Date.parse(start)).toBe(86_400_000);
  await page.keyboard.press("PageDown");
  await expect.poll(focused).toContain(dayOfNextMonth(1).slice(0, 7));
  await expect(page).toHaveURL(/month=/);

  await page.getByLabel("Times in").selectOption("America/Sao_Paulo");
  await expect(page).toHaveURL(/zone=America%2FSao_Paulo/);
  await expect(page.getByLabel("Times in")).toHaveValue("America/Sao_Paulo");
  await page.getByRole("link", { name: "Agenda" }).click();
  await expect(page).toHaveURL(/zone=America%2FSao_Paulo/);
  await expect(page.getByRole("region", { name: /^Agenda of/ })).toBeVisible();
  await expectAccessible(page);
});

test("a private address gives a calendar program what its person may read, until it is ended", async ({
  page,
  request,
}) => {
  await signInAs(page, "Enter as Yesenia Mosquera", "/me/calendar");
  await lives(page);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Crear una dirección" }).click();
  const address = await page.getByRole("textbox", { name: "Su dirección" }).inputValue();
  expect(address).toMatch(/\/feeds\/[\w-]{43}$/);
  const feed = await request.get(address);
  expect(feed.headers()["content-type"]).toContain("text/calendar");
  const text = await feed.text();
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(text.match(/BEGIN:VEVENT/g)?.length).toBeGreaterThan(0);
  const again = await request.get(address, { headers: { "If-None-Match": feed.headers().etag ?? "" } });
  expect(again.status()).toBe(304);
  await page.getByRole("button", { name: "Anular la dirección" }).click();
  await expect(page.getByText("La dirección quedó anulada.")).toBeVisible();
  expect((await request.get(address)).status()).toBe(404);
});
