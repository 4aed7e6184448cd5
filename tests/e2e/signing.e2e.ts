import type { Locator, Page } from "@playwright/test";
import { DEMO_PASSWORD } from "~/domain/demo";
import { expectAccessible } from "~tests/support/accessible";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";
import { linkInMail } from "~tests/support/mailbox";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;
const guatemala = { ...phone, locale: "es-GT", timezoneId: "America/Guatemala" } as const;
const LETTER = "No cliff edge: renew protection for Haitian families";

test.slow();
test.use({ actionTimeout: 20_000 });

/** The lead's board, in its own browser. It is never loaded again. */
async function openBoard(page: Page, person: string): Promise<{ signed: Locator; row(name: string): Locator }> {
  await signInAs(page, `Enter as ${person}`);
  await page.goto("/c/mesa/letters");
  await lives(page);
  await page.getByRole("main").getByRole("link", { name: LETTER }).click();
  await expect(page.locator(".loom__count")).toBeVisible();
  return {
    signed: page.locator(".loom__count"),
    row: (name) => page.getByRole("row").filter({ hasText: name }),
  };
}

/** @returns how many organizations have signed by the board's own sentence */
const countOn = async (board: { signed: Locator }) => Number.parseInt((await board.signed.textContent()) ?? "", 10);

test("on a phone, in Spanish: the delegate asks, two signatories authorize in three taps each, the lead's wall moves", async ({
  page,
  openBrowser,
}) => {
  const board = await openBoard(page, "Jean-Robert Pierre");
  const before = await countOn(board);

  // The delegate asks, from the inbox.
  const marta = await openBrowser(guatemala);
  await signInAs(marta, "Entrar como Marta Ixcoy", "/c/mesa/inbox");
  await lives(marta);
  await expectAccessible(marta);
  await marta.locator(".task").filter({ hasText: LETTER }).getByRole("link", { name: "Leer y pedirla" }).tap();
  await expect(marta.locator(".decide")).toBeVisible();
  await expect(marta.getByRole("button", { name: /^Firmar por/ })).toHaveCount(0);
  await expectAccessible(marta);
  await marta.getByLabel(/^Una nota para ella/).fill("La asamblea dijo que sí.");
  await marta.getByRole("button", { name: "Pedir la firma" }).tap();
  await expect(marta.locator(".decide")).toContainText("Marta Ixcoy pidió esta firma. La asamblea dijo que sí.");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(board.row("Tz’unun")).toContainText("asked by Marta Ixcoy");

  // The first signatory: a wrong password changes nothing and loses nothing.
  const petrona = await openBrowser(guatemala);
  await signInAs(petrona, "Entrar como Petrona Caal");
  await lives(petrona);
  let taps = 0;
  const tap = async (what: Locator) => {
    taps += 1;
    await what.tap();
  };
  await expectAccessible(petrona);
  await tap(petrona.getByRole("main").getByRole("link", { name: LETTER }).first());
  await expect(petrona.locator(".decide")).toContainText("Marta Ixcoy pidió esta firma.");
  await tap(petrona.locator(".decision-bar a"));
  await expect(petrona.locator(".decide h2")).toBeInViewport();
  await expect(petrona.locator(".decision-bar")).toHaveCount(0);
  await petrona.getByLabel(/^Quién firma por ella/).fill("Petrona Caal, coordinadora general");
  await petrona.getByLabel("Su contraseña").fill("no es esta");
  const sign = petrona.locator(".decide").getByRole("button", { name: /^Firmar por/ });
  await sign.tap();
  await expect(petrona.locator(".error-summary")).toBeFocused();
  await expect(petrona.locator(".error-summary")).toContainText("No es su contraseña.");
  await expect(petrona.getByLabel(/^Quién firma por ella/)).toHaveValue("Petrona Caal, coordinadora general");
  await expect(petrona.getByLabel("Su contraseña")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(petrona);
  await petrona.getByLabel("Su contraseña").fill(DEMO_PASSWORD);
  await tap(sign);
  await expect(petrona.locator(".decide")).toContainText("Usted ya la autorizó.");
  expect(taps).toBe(3);
  expect(await countOn(board)).toBe(before);

  // The second one completes it; every open page learns of it.
  const domingo = await openBrowser(guatemala);
  await signInAs(domingo, "Entrar como Domingo Coc", "/c/mesa/inbox");
  await lives(domingo);
  await domingo.locator(".task").filter({ hasText: LETTER }).getByRole("link", { name: "Leer y decidir" }).tap();
  await expect(domingo.locator(".decide")).toContainText("Autorizada hasta ahora por: Petrona Caal.");
  await domingo.getByLabel("Su contraseña").fill(DEMO_PASSWORD);
  await domingo
    .locator(".decide")
    .getByRole("button", { name: /^Firmar por/ })
    .tap();
  for (const one of [domingo, petrona, marta])
    await expect(one.locator(".notice--signed")).toContainText("ha firmado.");
  await expect(board.signed).toHaveText(new RegExp(`^${before + 1} of \\d+ organizations have signed$`));
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(board.row("Tz’unun")).toHaveClass(/signature-row--new/);
  await expectAccessible(page);
  await expectAccessible(domingo);
});

test("declining with a reason that only the leads read; thinking again, signing and withdrawing, live on the wall", async ({
  page,
  openBrowser,
}) => {
  const board = await openBoard(page, "Wideline Théodore");
  const before = await countOn(board);
  const lucia = await openBrowser({ ...phone, locale: "es-MX", timezoneId: "America/Mexico_City" });
  await signInAs(lucia, "Entrar como Lucía Arriaga", "/c/mesa/inbox");
  await lives(lucia);
  await lucia.locator(".task").filter({ hasText: LETTER }).getByRole("link", { name: "Leer y decidir" }).tap();
  await lucia.getByText("¿No van a firmar?").tap();
  await lucia.getByLabel(/^Motivo/).fill("Nuestra junta se reúne después del plazo.");
  await lucia.getByRole("button", { name: "No firmar" }).tap();
  await expect(lucia.locator(".decide")).toContainText("no firma esta carta.");
  await expectAccessible(lucia);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(board.row("Casa Ceiba")).toContainText("Nuestra junta se reúne después del plazo.");

  // Who reads the board without leading the letter learns neither who declined nor why.
  const reader = await openBrowser();
  await signInAs(reader, "Enter as Helen Zhou");
  await reader.goto(new URL(page.url()).pathname);
  await expect(reader.locator(".loom__count")).toBeVisible();
  expect(await reader.content()).not.toContain("Nuestra junta");
  await expect(reader.getByRole("row").filter({ hasText: "Casa Ceiba" })).toHaveCount(0);

  await lucia.getByRole("button", { name: "Pensarlo de nuevo" }).tap();
  await lucia.getByLabel("Su contraseña").fill(DEMO_PASSWORD);
  await lucia
    .locator(".decide")
    .getByRole("button", { name: /^Firmar por/ })
    .tap();
  await expect(lucia.locator(".decide")).toContainText("ha firmado.");
  for (const one of [page, reader]) {
    await expect(one.locator(".loom__count")).toHaveText(new RegExp(`^${before + 1} of`));
  }

  await lucia.getByText("Retirar la firma").first().tap();
  await lucia.getByLabel("Su contraseña").fill(DEMO_PASSWORD);
  await lucia.getByRole("button", { name: "Retirar la firma" }).tap();
  await expect(lucia.locator(".error-summary")).toContainText("Diga por qué; queda en el registro.");
  await lucia.getByLabel(/^Motivo/).fill("La junta no alcanzó a reunirse.");
  await lucia.getByLabel("Su contraseña").fill("no es esta");
  await lucia.getByRole("button", { name: "Retirar la firma" }).tap();
  await expect(lucia.locator(".error-summary")).toContainText("No es su contraseña.");
  await expect(lucia.getByLabel(/^Motivo/)).toHaveValue("La junta no alcanzó a reunirse.");
  await expect(lucia.locator(".decide")).toContainText("ha firmado.");
  await lucia.getByLabel("Su contraseña").fill(DEMO_PASSWORD);
  await lucia.getByRole("button", { name: "Retirar la firma" }).tap();
  await expect(lucia.locator(".decide")).toContainText("ha retirado su firma.");
  for (const one of [page, reader]) {
    await expect(one.locator(".loom__count")).toHaveText(new RegExp(`^${before} of`));
  }
});

test("the chase: more time is given, who has not decided is reminded, one signs without script, and closing reaches an open page", async ({
  page,
  openBrowser,
}) => {
  const board = await openBoard(page, "Jean-Robert Pierre");
  const own = new URL(page.url()).pathname.replace(/\/board$/, "");
  const before = await countOn(board);

  // Elías has the letter open, in Spanish, on a phone, and takes his time.
  const elias = await openBrowser({ ...guatemala, timezoneId: "America/El_Salvador" });
  await signInAs(elias, "Entrar como Elías Portillo", `${own}/signature`);
  await lives(elias);
  await elias.getByLabel(/^Quién firma por ella/).fill("Elías Portillo, director del Instituto");
  await elias.getByLabel("Su contraseña").fill(DEMO_PASSWORD);

  // More time: the countdown of both jumps, and what is half typed stays.
  await expect(elias.locator(".deadline__left")).toHaveText(/^[1-4] días? \d+ h$/);
  await page.getByRole("link", { name: "Give more time" }).click();
  const inSixDays = new Date(Date.now() + 6 * 86_400_000 + 3_600_000).toISOString().slice(0, 10);
  await page.getByLabel("Day and time").fill(`${inSixDays}T17:00`);
  await page.getByLabel(/^Reason/).fill("The committee asked for two more days.");
  await page.getByRole("button", { name: "Move the deadline" }).click();
  for (const one of [page, elias]) await expect(one.locator(".deadline__left")).toHaveText(/^[56] (days|días)/);
  await expect(elias.getByLabel(/^Quién firma por ella/)).toHaveValue("Elías Portillo, director del Instituto");
  await expect(elias.getByLabel("Su contraseña")).toHaveValue(DEMO_PASSWORD);

  // The lead writes to everybody who has not decided; a second letter within three days is not offered.
  await page.getByRole("button", { name: "No reply" }).click();
  await expect(board.row("Chesapeake Law Human Rights Clinic")).toBeVisible();
  await page.getByRole("link", { name: "Write a reminder" }).click();
  await expect(page.getByRole("checkbox", { name: /^Chesapeake Law Human Rights Clinic/ })).toBeChecked();
  await expectAccessible(page);
  await page.getByLabel("To those who read English").fill("Six days are left. Can we count on you?");
  await page.getByRole("button", { name: "Send the reminder" }).click();
  await expect(page.getByRole("main").locator(".notice--signed")).toContainText(
    /^The reminder went to \d organizations\./,
  );
  await page.getByRole("link", { name: "Back to the sign-on board" }).first().click();
  await expect(board.row("Chesapeake Law Human Rights Clinic")).toContainText(/Reminded|Reading it/);
  await expect(board.row("Chesapeake Law Human Rights Clinic").getByRole("link", { name: /^Remind/ })).toHaveCount(0);

  // Helen signs without script: the wrong password keeps what she typed, the right one is seen on the lead's open board.
  const helen = await openBrowser({ javaScriptEnabled: false, locale: "en-US" });
  await linkInMail(helen, "helen@demo.conjunta.example", /\/letters\//);
  await expect(helen.getByRole("main")).toContainText("Six days are left. Can we count on you?");
  await signInAs(helen, "Enter as Helen Zhou", "/c/mesa/inbox");
  await helen.locator(".task").filter({ hasText: LETTER }).getByRole("link", { name: "Read and decide" }).click();
  await helen.getByLabel(/^Who signs for it/).fill("Helen Zhou, for the clinic");
  await helen.getByLabel("Your password").fill("not this one");
  const sign = helen.locator(".decide").getByRole("button", { name: /^Sign for/ });
  await sign.click();
  await expect(helen.locator(".error-summary")).toContainText("This is not your password.");
  await expect(helen.getByLabel(/^Who signs for it/)).toHaveValue("Helen Zhou, for the clinic");
  await helen.getByLabel("Your password").fill(DEMO_PASSWORD);
  await sign.click();
  await expect(helen.locator(".decide")).toContainText("has signed.");
  await expect(board.signed).toHaveText(new RegExp(`^${before + 1} of`));

  // Closing: the count on the page that asks is the present one; the one who took his time keeps his words, and may still ask.
  await page.getByRole("link", { name: "Close sign-on" }).click();
  await expect(page.getByRole("main")).toContainText(`${before + 1} signatures`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Close sign-on" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("List of signatories");
  await expect(elias.locator(".decide")).toContainText("Tarde para esta edición");
  await expect(elias.locator(".decide").getByRole("button", { name: /^Firmar por/ })).toHaveCount(0);
  await expectAccessible(elias);
  await elias.getByRole("button", { name: "Pedir un lugar en la siguiente edición" }).tap();
  await expect(elias.locator(".decide")).toContainText("Su solicitud espera a quienes convocan la carta.");
  await page.goto(`${own}/board`);
  await expect(board.signed).toHaveText(new RegExp(`^${before + 1} of`));
  await expect(page.getByRole("main")).toContainText("Sign-on has closed.");
});
