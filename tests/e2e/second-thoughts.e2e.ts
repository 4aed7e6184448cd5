import type { Page } from "@playwright/test";
import { DEMO_PASSWORD } from "~/domain/demo";
import { expectAccessible } from "~tests/support/accessible";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;
const SUBJECT = "Let the teachers of the Baudó come home";
const WHY_AGAIN = "Two partners asked for one more week.";
const WHY_CANCELLED = "The teachers are home: there is nothing left to ask.";

test.slow();
test.use({ actionTimeout: 20_000 });

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await lives(page);
}

const stage = (page: Page) => page.locator(".stage-rail [aria-current=step] b");

test("a letter goes back to drafting, waits for its co-lead's consent, is opened again after its close, and cancelled", async ({
  page: susan,
  openBrowser,
  server,
}) => {
  const yesenia = await openBrowser({ ...phone, locale: "es-CO", timezoneId: "America/Bogota" });
  let letter = "";

  await test.step("a letter with a co-lead who must agree to its text", async () => {
    await signInAs(susan, "Enter as Susan Kowalczyk");
    await open(susan, "/c/mesa/letters/new");
    await susan.locator("#campaign").selectOption({ label: "Promote Peace" });
    await susan.locator("#subject").fill(SUBJECT);
    await susan.locator("#ask").fill("Guarantee their return.");
    await susan.locator("#text").fill("Dear Secretary:\n\nSix teachers left in May.\n\nSincerely,");
    await susan.getByRole("button", { name: "Begin the letter" }).click();
    await expect(susan.locator(".letter--writing")).toContainText("Six teachers left in May.");
    letter = new URL(susan.url()).pathname.replace(/\/text\/en$/, "");
    await open(susan, `${letter}/details`);
    await susan.locator("[id='name.0']").fill("The Secretary of State");
    await susan.getByRole("button", { name: "Save the recipients" }).click();
    await expect(susan.getByText("The recipients were saved")).toBeVisible();
    const coLeads = susan.getByRole("group", { name: "Co-leads" });
    await coLeads.getByText("Show all").click();
    await coLeads.getByLabel("Río Abajo – Procesos Comunitarios").check();
    await susan.getByLabel("Co-leads must agree before the text is frozen").check();
    await susan.getByRole("button", { name: "Save the details" }).click();
    await expect(susan.getByText("The details were saved")).toBeVisible();
  });

  await test.step("the consultation is ended without a freeze; the co-lead sees it, and begins it anew", async () => {
    await signInAs(yesenia, "Entrar como Yesenia Mosquera");
    await open(yesenia, `${letter}/text/en`);
    await expect(stage(yesenia)).toHaveText("Redacción");
    await open(susan, `${letter}/review`);
    await susan.getByRole("button", { name: "Send to consultation" }).click();
    await expect(yesenia.getByText("En consulta: comentarios hasta")).toBeVisible();
    await expect(stage(yesenia)).toHaveText("Consulta");
    await open(susan, `${letter}/review`);
    await susan.getByRole("button", { name: "Back to drafting" }).click();
    await expect(susan.locator(".letter--writing")).toBeVisible();
    await expect(yesenia.getByText("En consulta: comentarios hasta")).toHaveCount(0);
    await expect(stage(yesenia)).toHaveText("Redacción");
    await yesenia.locator(".doc-bar").getByRole("link", { name: "Enviar a consulta" }).tap();
    await yesenia.getByRole("button", { name: "Enviar a consulta" }).tap();
    await expect(susan.getByText("Consultation: comments until")).toBeVisible();
  });

  await test.step("nothing is frozen without the co-lead's consent, also by those who ask the server themselves", async () => {
    await open(susan, `${letter}/freeze`);
    await expect(susan.getByRole("listitem").filter({ hasText: "Río Abajo" })).toContainText("has not agreed yet");
    const freeze = susan.getByRole("button", { name: "Freeze the text" });
    await expect(freeze).toHaveAttribute("aria-disabled", "true");
    await expectAccessible(susan);
    const forced = await susan.request.post(`${letter}/freeze`, {
      headers: { Origin: server.url, "Sec-Fetch-Site": "same-origin" },
      form: { intent: "freeze" },
      maxRedirects: 0,
    });
    expect(forced.status()).toBe(409);
    await expect(susan.getByRole("button", { name: "Agree for my organization" })).toHaveCount(0);
    await yesenia.locator(".doc-bar").getByRole("link", { name: "Cerrar el texto" }).tap();
    await expectAccessible(yesenia);
    await yesenia.getByRole("button", { name: "Aceptar por mi organización" }).tap();
    await expect(yesenia.getByText("aceptó este texto,")).toBeVisible();
    await expect(susan.getByText("agreed to this text,")).toBeVisible();
    await expect(freeze).not.toHaveAttribute("aria-disabled");
  });

  await test.step("what is written after it needs a new consent", async () => {
    await susan.getByRole("link", { name: "Keep writing" }).click();
    await expect(susan.locator(".letter--writing")).toHaveAttribute("contenteditable", "true");
    await susan.locator(".letter--writing p").nth(1).click();
    await susan.keyboard.press("End");
    await susan.keyboard.type(" Their schools are closed.");
    await expect(susan.locator(".saved")).toContainText("Saved");
    await susan.locator(".doc-bar").getByRole("link", { name: "Freeze the text" }).click();
    await expect(susan.getByText("agreed to an earlier text; it changed since")).toBeVisible();
    await expect(susan.getByRole("button", { name: "Freeze the text" })).toHaveAttribute("aria-disabled", "true");
    await open(yesenia, `${letter}/freeze`);
    await expect(yesenia.getByText("aceptó un texto anterior, que cambió después")).toBeVisible();
    await yesenia.getByRole("button", { name: "Aceptar por mi organización" }).tap();
    await expect(susan.getByText("agreed to this text,")).toBeVisible();
    await susan.getByRole("button", { name: "Freeze the text" }).click();
    await expect(susan.getByRole("heading", { level: 1 })).toHaveText("The text is frozen");
    await expect(yesenia.getByRole("heading", { level: 1 })).toHaveText("El texto está cerrado");
  });

  const marlene = await openBrowser({ locale: "es-BR", timezoneId: "America/Santarem" });
  await test.step("sign-on is opened, closed, and opened again with a reason and a new deadline", async () => {
    await open(susan, `${letter}/opening`);
    await susan.getByRole("main").getByRole("button", { name: "Open for signatures" }).click();
    await expect(susan.locator(".loom__count")).toHaveText(/^0 of \d+ organizations have signed$/);
    await signInAs(marlene, "Entrar como Ir. Marlene Tavares");
    await open(marlene, `${letter}/signature`);
    await marlene.getByLabel(/^Quién firma por ella/).fill("Ir. Marlene Tavares, coordenadora");
    await open(yesenia, `${letter}/board`);
    await susan.getByRole("link", { name: "Close sign-on" }).click();
    await susan.getByRole("button", { name: "Close sign-on" }).click();
    await expect(susan.getByRole("heading", { level: 1 })).toHaveText("List of signatories");
    await expect(marlene.locator(".decide")).toContainText("Tarde para esta edición");
    await expect(marlene.getByRole("button", { name: /^Firmar por/ })).toHaveCount(0);

    await yesenia.getByRole("link", { name: "Volver a abrir la adhesión" }).tap();
    await expect(yesenia.getByRole("heading", { level: 1 })).toHaveText("Volver a abrir la adhesión");
    const inNineDays = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
    await yesenia.getByLabel("Día y hora").fill(`${inNineDays}T16:00`);
    await yesenia.getByRole("button", { name: "Volver a abrir" }).tap();
    await expect(yesenia.locator(".error-summary")).toBeFocused();
    await expect(yesenia.getByLabel("Día y hora")).toHaveValue(`${inNineDays}T16:00`);
    await expectAccessible(yesenia);
    await yesenia.getByLabel(/^Motivo/).fill(WHY_AGAIN);
    await yesenia.getByRole("button", { name: "Volver a abrir" }).tap();
    await expect(yesenia.locator(".loom__count")).toBeVisible();

    await expect(marlene.locator(".decide")).not.toContainText("Tarde para esta edición");
    await marlene.getByLabel("Su contraseña").fill(DEMO_PASSWORD);
    await marlene.getByRole("button", { name: /^Firmar por/ }).click();
    await expect(marlene.locator(".decide")).toContainText("ha firmado.");
    await expect(yesenia.locator(".loom__count")).toHaveText(/^Ha firmado 1 de \d+ organizaciones$/);
    await open(susan, `${letter}/history`);
    await expect(susan.getByRole("main")).toContainText("Sign-on was opened again");
    await expect(susan.getByRole("main")).toContainText(WHY_AGAIN);
  });

  await test.step("it is cancelled with a reason, which every open page gives", async () => {
    await open(susan, `${letter}/cancellation`);
    await expect(susan.getByText("1 organization has signed it.")).toBeVisible();
    await susan.getByRole("button", { name: "Cancel the letter" }).click();
    await expect(susan.locator(".error-summary")).toBeFocused();
    await expectAccessible(susan);
    const reader = await marlene.request.post(`${letter}/cancellation`, {
      headers: { Origin: server.url, "Sec-Fetch-Site": "same-origin" },
      form: { reason: "I would rather not." },
      maxRedirects: 0,
    });
    expect(reader.status()).toBe(403);
    await susan.getByLabel(/^Why/).fill(WHY_CANCELLED);
    await susan.getByRole("button", { name: "Cancel the letter" }).click();
    await expect(susan.locator(".reading__aside")).toContainText(`This letter was cancelled: ${WHY_CANCELLED}`);
    await expectAccessible(susan);
    for (const one of [yesenia, marlene]) {
      await expect(one.getByText(`Esta carta se canceló: ${WHY_CANCELLED}`)).toBeVisible();
      await expectAccessible(one);
    }
    // The wall stays readable, and says nothing of a closing that never was.
    await expect(yesenia.locator(".loom__count")).toHaveText(/^Ha firmado 1 de/);
    await expect(yesenia.getByText("La adhesión se cerró")).toHaveCount(0);
    await expect(marlene.getByRole("button", { name: /firma/ })).toHaveCount(0);
    await marlene.getByRole("link", { name: /^Avisos/ }).click();
    await expect(marlene.locator(".notice-row").filter({ hasText: SUBJECT }).first()).toContainText(
      "Susan Kowalczyk canceló",
    );
    await open(yesenia, "/c/mesa/letters?stage=over");
    await expect(yesenia.getByRole("main").getByRole("link", { name: SUBJECT })).toBeVisible();
  });
});
