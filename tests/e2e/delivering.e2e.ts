import type { Locator, Page } from "@playwright/test";
import { DEMO_PASSWORD } from "~/domain/demo";
import { expectAccessible } from "~tests/support/accessible";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";
import { linkInMail } from "~tests/support/mailbox";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;
const salvador = { locale: "es-SV", timezoneId: "America/El_Salvador" } as const;
const LETTER = "Lawyers are not the crime";

test.slow();
test.use({ actionTimeout: 20_000 });

/** The letters list, by the frame's own link: nobody types addresses here. */
async function fromTheList(page: Page, letter: string): Promise<void> {
  const frame = page.getByRole("navigation", { name: "Principal" }).filter({ visible: true });
  await frame.getByRole("link", { name: /^Cartas/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cartas");
  await page.getByRole("main").getByRole("link", { name: letter, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(letter);
}

const tab = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("navigation", { name: "Páginas de esta carta" }).getByRole("link", { name });

test("a lead comes back to a composed letter: delivers it, notes what came back, publishes, lets a late one in, ends the follow-up", async ({
  openBrowser,
}) => {
  const elias = await openBrowser(salvador);
  await signInAs(elias, "Entrar como Elías Portillo");
  await lives(elias);

  // Home says what waits for whoever leads; the letters list leads there, too.
  const tasks = elias.getByRole("region", { name: /Cartas que usted convoca/ });
  await expect(tasks.locator(".task").filter({ hasText: LETTER })).toContainText("ya se puede entregar");
  await expectAccessible(elias);
  await fromTheList(elias, LETTER);
  await expectAccessible(elias);

  await test.step("the delivery, its receipt and the answer", async () => {
    await elias.getByRole("link", { name: "Registrar la entrega" }).click();
    await expect(elias.getByRole("heading", { level: 1 })).toHaveText("Entregas");
    await expect(tab(elias, "Entregas")).toHaveAttribute("aria-current", "page");
    await elias.getByText("Registrar una entrega a The Secretary of State").click();
    await elias.getByLabel("Cómo se envió").first().selectOption("hand");
    await elias.getByLabel("Nota").first().fill("Quedó en recepción.");
    await elias
      .getByRole("checkbox", { name: /primera entrega/ })
      .first()
      .check();
    await elias.getByRole("button", { name: "Registrar", exact: true }).first().click();
    await expect(elias.locator(".notice--signed")).toContainText("Dar seguimiento el");
    await expectAccessible(elias);
    const row = elias.getByRole("listitem").filter({ hasText: "En mano" }).first();
    await row.getByText("Confirmaron la recepción").click();
    await row.locator("details[open]").getByRole("button", { name: "Registrar" }).click();
    await expect(row).toContainText("Recepción confirmada:");
    await row.getByText("Respondieron", { exact: true }).click();
    await row.getByLabel("Qué respondieron").fill("Nombrarán a los cinco en la próxima reunión.");
    await row
      .locator("details")
      .filter({ has: elias.getByLabel("Qué respondieron") })
      .getByRole("button", { name: "Registrar" })
      .click();
    await expect(row).toContainText("Nombrarán a los cinco en la próxima reunión.");
  });

  await test.step("publication with an embargo, and back", async () => {
    await tab(elias, "Publicación").click();
    await elias.getByRole("radio", { name: /^Todo el mundo, desde un momento/ }).check();
    await elias.getByRole("button", { name: "Guardar" }).click();
    await expect(elias.getByText(/^Será pública/)).toBeVisible();
    await elias.getByRole("radio", { name: /^Solo la coalición/ }).check();
    await elias.getByRole("button", { name: "Guardar" }).click();
    await expect(elias.getByText("Solo la coalición puede leer esta carta.")).toBeVisible();
    await expectAccessible(elias);
  });

  // On a phone: an organization that signed finds its page, the final letter with its PDF, and takes its name back.
  const suyapa = await openBrowser({ ...phone, locale: "es-HN", timezoneId: "America/Tegucigalpa" });
  await signInAs(suyapa, "Entrar como Suyapa Mejía");
  await lives(suyapa);
  await test.step("a signer reads the final letter and withdraws; the leads hear of it", async () => {
    await fromTheList(suyapa, LETTER);
    await expectAccessible(suyapa);
    await suyapa.getByRole("link", { name: "Ver la carta final" }).tap();
    await expect(suyapa.getByRole("heading", { level: 1 })).toHaveText("Edición 1");
    const pdf = await suyapa.getByRole("link", { name: /^PDF/ }).first().getAttribute("href");
    expect((await suyapa.request.get(pdf ?? "")).headers()["content-type"]).toBe("application/pdf");
    await expectAccessible(suyapa);
    await tab(suyapa, "Tablero de firmas").tap();
    await suyapa.getByRole("link", { name: "Ver o retirar la firma" }).tap();
    await suyapa.locator(".decide summary").filter({ hasText: "Retirar la firma" }).tap();
    await suyapa.getByLabel(/^Motivo/).fill("La asamblea lo pidió.");
    await suyapa.getByLabel("Su contraseña").fill(DEMO_PASSWORD);
    await suyapa.getByRole("button", { name: "Retirar la firma" }).tap();
    await expect(suyapa.locator(".decide")).toContainText("ha retirado su firma.");
    await elias.getByRole("link", { name: /^Avisos/ }).click();
    const withdrawn = elias.locator(".notice-row").filter({ hasText: "retiró su firma" }).first();
    await withdrawn.getByRole("link").click();
    await expect(elias.getByRole("heading", { level: 1 })).toHaveText("Lista de firmantes");
    await expect(elias.getByRole("main")).toContainText(/Salen: .*Ulúa/);
    await elias.getByRole("button", { name: "Componer la edición 2" }).click();
    await expect(elias.getByRole("heading", { level: 1 })).toHaveText("Edición 2");
  });

  await test.step("it thinks again, too late for this edition: asks, is let in, signs", async () => {
    await tab(suyapa, "Tablero de firmas").tap();
    await suyapa.getByRole("link", { name: "Pedir un lugar en la siguiente edición" }).tap();
    await suyapa.getByRole("button", { name: "Pedir un lugar en la siguiente edición" }).tap();
    await expect(suyapa.locator(".decide")).toContainText("Su solicitud espera a quienes convocan la carta.");

    // The open page learns of it; the notice leads to where it is decided; mail goes to the other leads.
    await expect(tab(elias, /^Lista de firmantes/)).toContainText("1");
    await linkInMail(await openBrowser(), "elias@demo.conjunta.example", /\/list#late/);
    await elias.getByRole("link", { name: /^Avisos/ }).click();
    await elias.locator(".notice-row").filter({ hasText: "pide un lugar" }).first().getByRole("link").click();
    await elias.getByRole("button", { name: /^Aceptar a .* en la siguiente edición$/ }).click();
    await expect(elias.getByText("aceptada, espera a su persona autorizada")).toBeVisible();

    await suyapa.getByRole("link", { name: "Inicio" }).filter({ visible: true }).tap();
    const awaiting = suyapa.getByRole("region", { name: /Esperan la decisión/ });
    await awaiting.getByRole("link", { name: LETTER }).tap();
    await suyapa.getByLabel("Su contraseña").fill(DEMO_PASSWORD);
    await suyapa
      .locator(".decide")
      .getByRole("button", { name: /^Firmar por/ })
      .tap();
    await expect(suyapa.locator(".decide")).toContainText("ha firmado.");
  });

  await test.step("the third edition, and the end of the follow-up", async () => {
    await elias.getByRole("button", { name: "Componer la edición 3" }).click();
    await expect(elias.getByRole("heading", { level: 1 })).toHaveText("Edición 3");
    await tab(suyapa, "Carta final").tap();
    await expect(suyapa.getByRole("heading", { level: 1 })).toHaveText("Edición 3");
    await tab(elias, "Entregas").click();
    await elias.getByRole("button", { name: "Terminar el seguimiento" }).click();
    await elias.locator("dialog[open]").getByRole("button", { name: "Terminar el seguimiento" }).click();
    await expect(elias.getByRole("button", { name: "Terminar el seguimiento" })).toHaveCount(0);
    // Also in the archive everything leads everywhere.
    await tab(elias, "Historial").click();
    await elias.getByRole("main").getByRole("link", { name: "Se entregó la carta" }).first().click();
    await expect(elias.getByRole("heading", { level: 1 })).toHaveText("Entregas");
    await fromTheList(elias, LETTER);
    await elias.getByRole("link", { name: "Ver la carta final" }).click();
    await expect(elias.getByRole("heading", { level: 1 })).toHaveText("Edición 3");
    await expectAccessible(elias);
  });
});

test("on a phone, a lead takes a closed letter from home through its list to the final letter", async ({
  openBrowser,
}) => {
  const suyapa = await openBrowser({ ...phone, locale: "es-HN", timezoneId: "America/Tegucigalpa" });
  await signInAs(suyapa, "Entrar como Suyapa Mejía");
  await lives(suyapa);
  const task = suyapa.locator(".task").filter({ hasText: "Fair wages in the valley of the Ulúa" });
  await expect(task).toContainText("la lista espera su revisión");
  await expectAccessible(suyapa);
  await task.getByRole("link", { name: "Revisar la lista" }).tap();
  await expect(suyapa.getByRole("heading", { level: 1 })).toHaveText("Lista de firmantes");
  await expectAccessible(suyapa);
  await suyapa.getByRole("button", { name: "La lista está bien" }).tap();
  await suyapa.getByRole("button", { name: "Componer la lista" }).tap();
  await expect(suyapa.getByRole("heading", { level: 1 })).toHaveText("Edición 1");
  await tab(suyapa, "Tablero de firmas").tap();
  await suyapa.getByRole("link", { name: "Registrar la entrega" }).tap();
  await expect(suyapa.getByRole("heading", { level: 1 })).toHaveText("Entregas");
  await expectAccessible(suyapa);
});
