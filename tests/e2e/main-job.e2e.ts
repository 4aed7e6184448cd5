import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import { DEMO_PASSWORD } from "~/domain/demo";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";
import { linkInMail } from "~tests/support/mailbox";
import { pdfPages } from "~tests/support/pdf-text";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

// One story of many pages and up to five browsers.
test.setTimeout(240_000);
test.use({ actionTimeout: 20_000 });

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await lives(page);
}

/** Double-clicks a word of the letter, as a hand does. */
async function selectWord(page: Page, word: string): Promise<void> {
  const { x, y } = await paper(page).evaluate((root, wanted) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const at = (node.textContent ?? "").indexOf(wanted);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      range.startContainer.parentElement?.scrollIntoView({ block: "center" });
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
    throw new Error(`“${wanted}” does not stand in the letter`);
  }, word);
  await page.mouse.dblclick(x, y);
}

const paper = (page: Page) => page.locator(".letter--writing");
const digits = (text: string | null) => (text ?? "").replace(/[^0-9a-f]/g, "");

test("the main job: from an invitation to the published page, with its letter written, signed and delivered live", async ({
  page: susan,
  openBrowser,
}) => {
  const pilar = await openBrowser({ ...phone, locale: "es-EC", timezoneId: "America/Guayaquil" });
  const teo = await openBrowser({ ...phone, locale: "es-EC", timezoneId: "America/Guayaquil" });
  let letter = "";
  let hash = "";

  await test.step("the coordinator invites an organization, whose signatory comes in by the mail and brings a delegate", async () => {
    const ruth = await openBrowser();
    await signInAs(ruth, "Enter as Ruth Abernathy");
    await open(ruth, "/c/mesa/organizations/new");
    await ruth.getByLabel("Name, as it writes it itself").fill("Asociación Manglar Vivo");
    await ruth.getByLabel("Country").selectOption("EC");
    await ruth.getByLabel("Their work email").fill("pilar@manglarvivo.example");
    await ruth.locator("[name=personName]").fill("Pilar Anchundia");
    await ruth.locator("[name=personTitle]").fill("Presidenta");
    await ruth.locator("[name=mailLocale]").selectOption("es");
    await ruth.getByRole("button", { name: "Invite", exact: true }).click();
    await expect(ruth.getByRole("heading", { level: 1 })).toHaveText("Asociación Manglar Vivo");

    await open(pilar, await linkInMail(pilar, "pilar@manglarvivo.example", /invitations/));
    await expect(pilar.getByRole("heading", { level: 1 })).toHaveText(
      "Asociación Manglar Vivo le invita a Mesa Hemisférica",
    );
    await expect(pilar.locator("[name=name]")).toHaveValue("Pilar Anchundia");
    await pilar.getByLabel("Contraseña nueva").fill("cangrejo rojo entre raíces");
    await pilar.getByRole("button", { name: "Aceptar la invitación" }).click();
    await expect(pilar).toHaveURL(/\/c\/mesa$/);
    // The coordinator's open page has learned of it.
    await expect(ruth.getByRole("main")).toContainText("Pilar Anchundia");
    const organization = new URL(ruth.url()).pathname;
    await ruth.context().close();

    await open(pilar, `${organization}/people`);
    await pilar.locator("[name=email]").fill("teo@manglarvivo.example");
    await pilar.getByLabel(/^Nombre/).fill("Teo Quimí");
    await pilar.getByRole("button", { name: "Invitar", exact: true }).click();
    await expect(pilar.getByText("La invitación a teo@manglarvivo.example va en camino.")).toBeVisible();
    await open(teo, await linkInMail(teo, "teo@manglarvivo.example", /invitations/));
    await teo.getByLabel("Contraseña nueva").fill("marea alta en la madrugada");
    await teo.getByRole("button", { name: "Aceptar la invitación" }).click();
    await expect(teo).toHaveURL(/\/c\/mesa$/);
  });

  await test.step("the lead begins a letter, says to whom it goes, and lets a partner write", async () => {
    await signInAs(susan, "Enter as Susan Kowalczyk");
    await open(susan, "/c/mesa/letters/new");
    await susan.locator("#campaign").selectOption({ label: "Promote Peace" });
    await susan.locator("#subject").fill("Let the observers return to the San Juan");
    await susan.locator("#ask").fill("Send the observers back before the harvest.");
    await susan.locator("#text").fill("Dear Ambassador:\n\nThe observers left in May.\n\nWe ask three things.");
    await susan.getByRole("button", { name: "Begin the letter" }).click();
    await expect(paper(susan)).toContainText("The observers left in May.");
    letter = new URL(susan.url()).pathname.replace(/\/text\/en$/, "");

    await open(susan, `${letter}/details`);
    await susan.locator("[id='name.0']").fill("The Ambassador to Colombia");
    await susan.locator("[id='office.0']").fill("Department of State");
    await susan.getByRole("button", { name: "Save the recipients" }).click();
    await expect(susan.getByText("The recipients were saved")).toBeVisible();
    const editors = susan.getByRole("group", { name: "Organizations invited to edit" });
    await editors.getByText("Show all").click();
    await editors.getByLabel("Río Abajo – Procesos Comunitarios").check();
    await susan.getByRole("button", { name: "Save the details" }).click();
    await expect(susan.getByText("The details were saved")).toBeVisible();
  });

  const hernan = await openBrowser({ locale: "es-CO", timezoneId: "America/Bogota" });
  await test.step("two people write in it at once, each sees the other's words and caret", async () => {
    await signInAs(hernan, "Entrar como Hernán Palacios");
    await open(susan, `${letter}/text/en`);
    await open(hernan, `${letter}/text/en`);
    for (const one of [susan, hernan]) await expect(paper(one)).toHaveAttribute("contenteditable", "true");
    await paper(susan).locator("p").nth(1).click();
    await paper(hernan).locator("p").nth(2).click();
    for (const one of [susan, hernan]) await one.keyboard.press("End");
    await Promise.all([
      susan.keyboard.type(" Since then four leaders were killed."),
      hernan.keyboard.type(" First, that they return with interpreters."),
    ]);
    for (const one of [susan, hernan]) {
      await expect(paper(one).locator("p").nth(1)).toContainText(
        "The observers left in May. Since then four leaders were killed.",
      );
      await expect(paper(one).locator("p").nth(2)).toContainText(
        "We ask three things. First, that they return with interpreters.",
      );
      await expect(one.locator(".saved")).toContainText(/Saved|Guardado/);
    }
    await expect(paper(susan).locator(".caret__flag")).toHaveText("Hernán Palacios");
    await expect(paper(hernan).locator(".caret__flag")).toHaveText("Susan Kowalczyk");
    await expect(paper(hernan).locator("p").nth(1).locator(".caret")).toHaveCount(1);
  });

  await test.step("a passage is discussed and settled", async () => {
    await paper(hernan).locator("p").nth(1).click({ clickCount: 3 });
    await hernan.locator(".toolbar").getByRole("button", { name: "Comentar" }).click();
    await hernan.getByPlaceholder("Su comentario").fill("Fueron cinco: falta la maestra de Dabeiba.");
    await hernan.locator(".comment-thread--new").getByRole("button", { name: "Comentar" }).click();
    const thread = susan.locator(".comment-thread").filter({ hasText: "Fueron cinco" });
    await thread.getByRole("button", { name: "Reply" }).click();
    await susan.getByPlaceholder("Your reply").fill("Thank you, I correct it.");
    await thread.locator(".comment-form").getByRole("button", { name: "Reply" }).click();
    await expect(hernan.getByText("Thank you, I correct it.")).toBeVisible();
    await selectWord(susan, "four");
    await susan.keyboard.type("five");
    // Between the words stands her caret, with her name.
    await expect(paper(hernan)).toContainText("Since then fiveSusan Kowalczyk leaders were killed.");
    await thread.getByRole("button", { name: "Resolve" }).click();
    await expect(hernan.getByRole("button", { name: "Mostrar 1 resuelto" })).toBeVisible();
    await expect(hernan.locator(".comment-anchor")).toHaveCount(0);
  });

  await test.step("it goes to consultation, then the text is frozen; its hash is shown to both", async () => {
    await open(susan, `${letter}/review`);
    await susan.getByRole("button", { name: "Send to consultation" }).click();
    await expect(hernan.getByText("En consulta: comentarios hasta")).toBeVisible();
    await open(susan, `${letter}/freeze`);
    await susan.getByRole("button", { name: "Freeze the text" }).click();
    await expect(susan.getByRole("heading", { level: 1 })).toHaveText("The text is frozen");
    hash = digits(await susan.locator(".hash").first().textContent());
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    await expect(hernan.getByText("El texto se acaba de cerrar.")).toBeVisible();
    await hernan.getByRole("link", { name: "Leer el texto cerrado" }).click();
    await expect(hernan.locator(".letter-seal")).toContainText(hash.slice(0, 8));
  });

  await test.step("it is opened with a deadline; the invited organization is told", async () => {
    await susan.getByRole("link", { name: "Open for signatures" }).first().click();
    await expect(susan.getByRole("heading", { level: 1 })).toHaveText("Open for signatures");
    const inTenDays = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    await susan.getByLabel("Day and time").fill(`${inTenDays}T17:00`);
    await susan.getByLabel("Time zone").selectOption("America/New_York");
    await susan.getByLabel("How many signatures you hope for").fill("3");
    await susan.getByLabel("Asociación Manglar Vivo").check();
    await susan.getByRole("main").getByRole("button", { name: "Open for signatures" }).click();
    await expect(susan.locator(".loom__count")).toHaveText("0 of 7 organizations have signed");
    await expect(teo.getByRole("main")).toContainText("Let the observers return to the San Juan");
    await linkInMail(pilar, "pilar@manglarvivo.example", /\/letters\//);
  });

  const board = {
    signed: susan.locator(".loom__count"),
    tab: (label: string) => susan.getByRole("button", { name: label }),
  };
  await test.step("the delegate asks, the signatory signs with the password, and the lead's board moves by itself", async () => {
    await susan.evaluate(() => document.documentElement.setAttribute("data-never-reloaded", ""));
    await open(pilar, "/c/mesa/inbox");
    await teo.goto("/c/mesa/inbox");
    await lives(teo);
    await teo.getByRole("link", { name: "Leer y pedirla" }).click();
    await expect(teo.locator(".letter")).toContainText("five leaders were killed");
    await teo.getByLabel(/^Una nota para ella/).fill("La asamblea lo aprobó el domingo.");
    await teo.getByRole("button", { name: "Pedir la firma" }).click();
    await expect(teo.locator(".decide")).toContainText("Teo Quimí pidió esta firma.");
    await expect(board.tab("With their signatory")).toContainText("1");

    await expect(pilar.getByText("Teo Quimí pide la firma: La asamblea lo aprobó el domingo.")).toBeVisible();
    await pilar.getByRole("link", { name: "Leer y decidir" }).click();
    await expect(pilar.getByRole("heading", { level: 1 })).toHaveText("Decidir por Asociación Manglar Vivo");
    await expect(pilar.getByLabel(/^Quién firma por ella/)).toHaveValue("Pilar Anchundia, Presidenta");
    await pilar.getByLabel("Su contraseña").fill("cangrejo rojo entre raíces");
    await pilar.locator(".decide").getByRole("button", { name: "Firmar por Asociación Manglar Vivo" }).click();
    await expect(pilar.locator(".decide")).toContainText("Asociación Manglar Vivo ha firmado.");
    await expect(teo.locator(".decide")).toContainText("Asociación Manglar Vivo ha firmado.");

    await expect(board.signed).toHaveText("1 of 7 organizations has signed");
    await expect(board.tab("With their signatory")).toContainText("0");
    await susan.getByRole("button", { name: "Show", exact: true }).click();
    await expect(susan.getByRole("row").filter({ hasText: "Asociación Manglar Vivo" })).toContainText(
      "Pilar Anchundia",
    );
    await expect(susan.locator("html")).toHaveAttribute("data-never-reloaded", "");
  });

  await test.step("the lead signs, too, and reminds those who have not decided", async () => {
    await susan.getByRole("link", { name: "Sign for The Great Lakes Colombia Committee" }).click();
    await susan.getByLabel("Your password").fill(DEMO_PASSWORD);
    await susan
      .locator(".decide")
      .getByRole("button", { name: /^Sign for/ })
      .click();
    await expect(susan.locator(".decide")).toContainText("The Great Lakes Colombia Committee has signed.");
    await open(susan, `${letter}/reminders`);
    await susan.getByRole("button", { name: "Send the reminder" }).click();
    await expect(susan.getByText("The reminder went to 5 organizations.")).toBeVisible();
    await linkInMail(teo, "hernan@demo.conjunta.example", /\/letters\//);
  });

  await test.step("sign-on is closed, the list looked through and composed, and its PDF holds the names", async () => {
    await open(hernan, `${letter}/signature`);
    await open(susan, `${letter}/closing`);
    await susan.getByRole("button", { name: "Close sign-on" }).click();
    await expect(susan.getByRole("heading", { level: 1 })).toHaveText("List of signatories");
    await expect(hernan.locator(".decide")).toContainText("Tarde para esta edición");
    const names = susan.getByRole("table").locator("tbody tr td:nth-child(2) b");
    await expect(names).toHaveText(["The Great Lakes Colombia Committee", "Asociación Manglar Vivo"]);
    await susan.getByRole("button", { name: "The list is right" }).click();
    await expect(susan.getByText("Susan Kowalczyk looked through this list")).toBeVisible();
    await susan.getByRole("button", { name: "Compose the list" }).click();
    await expect(susan.getByRole("heading", { level: 1 })).toHaveText("Edition 1");
    const pdf = susan.getByRole("link", { name: /^PDF/ });
    await expect(pdf).toBeVisible();
    const answer = await susan.request.get((await pdf.getAttribute("href")) ?? "");
    expect(answer.headers()["content-type"]).toBe("application/pdf");
    const words = pdfPages(await answer.body()).join(" ");
    for (const expected of [
      "Let the observers return to the San Juan",
      "five leaders were killed",
      "The Ambassador to Colombia",
      "Asociación Manglar Vivo",
      "The Great Lakes Colombia Committee",
      "The undersigned 2 organizations",
    ]) {
      expect(words).toContain(expected);
    }
    expect(digits(words)).toContain(hash);
  });

  let address = "";
  await test.step("the delivery is recorded, and the letter is published", async () => {
    await susan.getByRole("link", { name: "Delivery record" }).click();
    await susan.getByText("Record a delivery to The Ambassador to Colombia").click();
    await susan.getByLabel("How it was sent").selectOption("hand");
    await susan.getByLabel("Note").fill("Left at the front desk.");
    // The first delivery sends the final copies: it asks to be meant.
    await susan.getByRole("button", { name: "Record", exact: true }).click();
    await expect(susan.getByRole("alert").getByText("Tick the box")).toBeVisible();
    await susan.getByLabel(/^This is the first delivery: the final copy goes to/).check();
    await susan.getByRole("button", { name: "Record", exact: true }).click();
    await expect(susan.getByText(/^By hand, .*, by Susan Kowalczyk$/)).toBeVisible();
    await expect(susan.getByRole("paragraph").filter({ hasText: "Left at the front desk." })).toBeVisible();
    await linkInMail(teo, "pilar@manglarvivo.example", /letter\.pdf|\/letters\//);

    await open(susan, `${letter}/publication`);
    await susan.getByLabel("Everybody, from now on").check();
    await susan.getByRole("button", { name: "Save" }).click();
    await expect(susan.getByText(/^Public since/)).toBeVisible();
    address = (await susan.getByRole("link", { name: "Open the public page" }).getAttribute("href")) ?? "";
    await expect(hernan.locator(".decide")).toBeVisible();
  });

  await test.step("anybody reads it without script and without an account, and proves that it is the text that was signed", async () => {
    const reader = await openBrowser({ javaScriptEnabled: false, locale: "en-US" });
    await reader.goto(address);
    await expect(reader.getByRole("heading", { level: 1 })).toHaveText("Let the observers return to the San Juan");
    await expect(reader.locator(".letter")).toContainText("Since then five leaders were killed.");
    await expect(reader.locator("#names li")).toContainText([
      "The Great Lakes Colombia Committee",
      "Asociación Manglar Vivo",
    ]);
    const canonical = (await reader.locator("details pre").textContent()) ?? "";
    expect(createHash("sha256").update(canonical, "utf8").digest("hex")).toBe(hash);
    const pdf = await reader.getByRole("link", { name: /Download as PDF/ }).getAttribute("href");
    const answer = await reader.request.get(pdf ?? "");
    expect(pdfPages(await answer.body()).join(" ")).toContain("Asociación Manglar Vivo");

    await reader.getByRole("link", { name: "Check this text" }).last().click();
    await expect(reader).toHaveURL(new RegExp(`/verify\\?hash=${hash}$`));
    await expect(reader.getByRole("main").getByRole("status")).toContainText("It matches");
    await expect(reader.locator(".verify-facts")).toContainText("2 organizations, edition 1");
    await reader.locator("[name=text]").fill(canonical);
    await reader.getByRole("button", { name: "Verify" }).click();
    await expect(reader.getByRole("main").getByRole("status")).toContainText("sign for sign");
    await reader.locator("[name=text]").fill(canonical.replace("five leaders", "four leaders"));
    await reader.getByRole("button", { name: "Verify" }).click();
    await expect(reader.getByRole("main").getByRole("alert")).toContainText("It does not match");
  });
});
