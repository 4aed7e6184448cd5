import type { Page } from "@playwright/test";
import { expectAccessible } from "~tests/support/accessible";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";
import { linkInMail } from "~tests/support/mailbox";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

test.slow();
test.use({ actionTimeout: 20_000 });

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await lives(page);
}

test("somebody who works for two organizations signs for one, then for the other, on a phone and in Spanish", async ({
  page: ruth,
  openBrowser,
  server,
}) => {
  const own = ["Casa Norte de Tránsito", "Red Sur de Escucha"] as const;
  await signInAs(ruth, "Enter as Ruth Abernathy");
  const alma = await openBrowser({ ...phone, locale: "es-MX", timezoneId: "America/Tijuana" });
  let link = "";
  for (const name of own) {
    await open(ruth, "/c/mesa/organizations/new");
    await ruth.getByLabel("Name, as it writes it itself").fill(name);
    await ruth.getByLabel("Country").selectOption("MX");
    await ruth.getByLabel("Their work email").fill("alma@casanorte.example");
    await ruth.locator("[name=personName]").fill("Alma Ríos");
    await ruth.locator("[name=mailLocale]").selectOption("es");
    await ruth.getByRole("button", { name: "Invite", exact: true }).click();
    await expect(ruth.getByRole("heading", { level: 1 })).toHaveText(name);
    const before = link;
    await expect(async () => {
      link = await linkInMail(alma, "alma@casanorte.example", /invitations/);
      expect(link).not.toBe(before);
    }).toPass();
    await open(alma, link);
    if (name === own[0]) await alma.getByLabel("Contraseña nueva").fill("gaviota sobre el malecón");
    await alma.getByRole("button", { name: "Aceptar la invitación" }).tap();
    await expect(alma).toHaveURL(/\/c\/mesa$/);
  }

  await open(ruth, "/c/mesa/letters");
  await ruth.getByRole("main").getByRole("link", { name: "Protect those who protect the rivers" }).click();
  await expect(ruth.locator(".loom__count")).toBeVisible();
  const letter = new URL(ruth.url()).pathname.replace(/\/board$/, "");
  const signed = async () => Number.parseInt((await ruth.locator(".loom__count").textContent()) ?? "", 10);
  const before = await signed();
  await ruth.getByRole("link", { name: "Invite more organizations" }).click();
  for (const name of own) await ruth.getByRole("checkbox", { name }).check();
  await ruth.getByRole("main").getByRole("button", { name: "Invite", exact: true }).click();
  await expect(ruth.locator(".loom__count")).toBeVisible();

  // The phone has no menu of the person: for whom she speaks stands under "Más".
  await open(alma, "/c/mesa/inbox");
  for (const name of own) await expect(alma.locator(".task").filter({ hasText: name })).toHaveCount(1);
  await alma.locator(".tabbar").getByRole("link", { name: "Más" }).tap();
  const acting = alma.getByRole("group", { name: "Actuar por" });
  await expect(acting.getByLabel(own[0])).toBeChecked();
  await expectAccessible(alma);
  await acting.getByLabel(own[1]).check();
  await alma.getByRole("button", { name: "Guardar" }).tap();
  await expect(acting.getByLabel(own[1])).toBeChecked();
  const foreign = await alma.request.post("/c/mesa/acting-for", {
    headers: { Origin: server.url, "Sec-Fetch-Site": "same-origin" },
    form: { organization: "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a" },
    maxRedirects: 0,
  });
  expect(foreign.status()).toBe(404);

  await open(alma, `${letter}/signature`);
  await expect(alma.getByRole("heading", { level: 1 })).toHaveText(`Decidir por ${own[1]}`);
  const sign = async (name: string) => {
    await alma.getByLabel("Su contraseña").fill("gaviota sobre el malecón");
    await alma
      .locator(".decide")
      .getByRole("button", { name: `Firmar por ${name}` })
      .tap();
    await expect(alma.locator(".decide")).toContainText(`${name} ha firmado.`);
  };
  await sign(own[1]);
  await expect(ruth.locator(".loom__count")).toHaveText(new RegExp(`^${before + 1} of`));
  // The other one has not signed by that.
  await alma.getByRole("link", { name: `Decidir por ${own[0]}` }).tap();
  await expect(alma.getByRole("heading", { level: 1 })).toHaveText(`Decidir por ${own[0]}`);
  await expect(alma.locator(".decide")).not.toContainText("ha firmado");
  await expectAccessible(alma);
  await sign(own[0]);
  await expect(ruth.locator(".loom__count")).toHaveText(new RegExp(`^${before + 2} of`));
  await ruth.getByRole("button", { name: "Show", exact: true }).click();
  for (const name of own) await expect(ruth.getByRole("row").filter({ hasText: name })).toContainText("Alma Ríos");
  await open(alma, "/c/mesa/inbox");
  await expect(alma.getByRole("heading", { name: "Nada le espera" })).toBeVisible();
});

test("somebody of two coalitions goes from one to the other, and nothing of the one shows in the other", async ({
  page: walter,
  openBrowser,
}) => {
  const helen = await openBrowser({ ...phone, locale: "en-US", timezoneId: "America/New_York" });
  await signInAs(helen, "Enter as Helen Zhou");
  await open(helen, "/c/mesa/letters");
  const letter = await helen
    .getByRole("main")
    .getByRole("link", { name: /^No cliff edge/ })
    .getAttribute("href");
  await open(helen, "/c/mesa");
  const go = async (from: string, to: string) => {
    await helen.getByRole("button", { name: `Switch coalition: ${from}` }).tap();
    const choices = helen.getByRole("menuitemradio");
    await expect(choices).toHaveCount(2);
    await expect(choices.filter({ hasText: from })).toHaveAttribute("aria-checked", "true");
    await choices.filter({ hasText: to }).tap();
  };
  await go("Mesa Hemisférica", "Two Rivers Watershed Alliance");
  await expect(helen).toHaveURL(/\/c\/watershed$/);
  await lives(helen);
  await expectAccessible(helen);
  await open(helen, "/c/watershed/campaigns");

  // What begins there is seen there, at once.
  await signInAs(walter, "Enter as Walter Bright");
  await expect(walter).toHaveURL(/\/c\/watershed$/);
  await open(walter, "/c/watershed/campaigns/new");
  await expect(walter.getByRole("checkbox", { name: "Casa Ceiba" })).toHaveCount(0);
  await walter.getByLabel("Name of the campaign").fill("Wells of the lower river");
  await walter.getByRole("checkbox", { name: "Chesapeake Law Human Rights Clinic" }).check();
  await walter.getByRole("button", { name: "Create the campaign" }).click();
  await expect(walter.getByRole("heading", { level: 1 })).toHaveText("Wells of the lower river");
  await helen.getByRole("main").getByRole("link", { name: "Wells of the lower river" }).tap();
  await expect(helen.getByRole("heading", { level: 1, name: "Wells of the lower river" })).toBeVisible();
  const campaign = new URL(helen.url()).pathname;
  // The address of the other coalition's letter opens nothing here, nor the campaign there.
  expect((await helen.request.get(letter ?? "")).status()).toBe(200);
  expect((await helen.request.get((letter ?? "").replace("/c/mesa/", "/c/watershed/"))).status()).toBe(404);
  expect((await helen.request.get(campaign.replace("/c/watershed/", "/c/mesa/"))).status()).toBe(404);

  // Coming back she finds herself where she was last.
  await open(helen, "/");
  await expect(helen).toHaveURL(/\/c\/watershed$/);
  await go("Two Rivers Watershed Alliance", "Mesa Hemisférica");
  await expect(helen).toHaveURL(/\/c\/mesa$/);
  await open(helen, "/c/mesa/campaigns");
  await expect(helen.getByRole("main")).not.toContainText("Wells of the lower river");
});

test("from two signatories back to one takes both of them, and each sees the other's step", async ({
  page: elias,
  openBrowser,
  server,
}) => {
  await signInAs(elias, "Enter as Elías Portillo");
  await open(elias, "/c/mesa/organizations?q=Lempa");
  await elias.getByRole("link", { name: "Instituto Lempa de Justicia" }).click();
  await elias
    .getByRole("navigation", { name: "La organización" })
    .getByRole("link", { name: "Personas y funciones" })
    .click();
  await expect(elias.getByRole("heading", { name: "Personas de la organización" })).toBeVisible();
  const people = new URL(elias.url()).pathname;
  const claudia = await openBrowser({ ...phone, locale: "es-SV", timezoneId: "America/El_Salvador" });
  await signInAs(claudia, "Entrar como Claudia Menjívar");
  await open(claudia, people);
  const rule = (page: Page, which: "Firma una" | "Firman dos") =>
    page.getByRole("radio", { name: new RegExp(`^${which}`) });
  await expect(rule(claudia, "Firman dos")).toBeChecked();
  await expectAccessible(claudia);

  const ask = async () => {
    await rule(elias, "Firma una").check();
    await elias.getByRole("main").getByRole("button", { name: "Guardar" }).click();
    await expect(elias.getByText("Usted pidió que baste una firma autorizada.")).toBeVisible();
    await expect(claudia.getByText("Elías Portillo pide que baste una firma autorizada.")).toBeVisible();
  };
  await ask();
  // Asking twice is not two people.
  await elias.request.post(people, {
    headers: { Origin: server.url, "Sec-Fetch-Site": "same-origin" },
    form: { intent: "rule", rule: "one" },
  });
  await open(elias, people);
  await expect(rule(elias, "Firman dos")).toBeChecked();
  await expect(elias.getByRole("button", { name: "Confirmar: basta una" })).toHaveCount(0);
  await expectAccessible(claudia);
  await claudia.getByRole("button", { name: "Conservar las dos" }).tap();
  await expect(elias.getByText("Usted pidió que baste una firma autorizada.")).toHaveCount(0);
  await expect(rule(elias, "Firman dos")).toBeChecked();

  await ask();
  await claudia.getByRole("button", { name: "Confirmar: basta una" }).tap();
  for (const one of [elias, claudia]) await expect(rule(one, "Firma una")).toBeChecked();
  // A delegate reads it and cannot change it.
  const rene = await openBrowser();
  await signInAs(rene, "Enter as René Aguilar");
  await open(rene, people);
  await expect(rule(rene, "Firman dos")).toBeDisabled();
  const forced = await rene.request.post(people, {
    headers: { Origin: server.url, "Sec-Fetch-Site": "same-origin" },
    form: { intent: "rule", rule: "two" },
  });
  expect(forced.status()).toBe(403);
  // Two is said by one alone.
  await rule(claudia, "Firman dos").check();
  await claudia.getByRole("main").getByRole("button", { name: "Guardar" }).tap();
  for (const one of [elias, rene]) await expect(rule(one, "Firman dos")).toBeChecked();
  await open(claudia, "/c/mesa/notices");
  await expect(claudia.locator(".notice-row").filter({ hasText: "pide que baste una firma" }).first()).toContainText(
    "Elías Portillo",
  );
});

test("a guest is invited by mail into one room, sees and writes only there, and is taken out with the page open", async ({
  page: ruth,
  openBrowser,
}) => {
  await signInAs(ruth, "Enter as Ruth Abernathy");
  await open(ruth, "/c/mesa/campaigns");
  await ruth.getByRole("main").getByRole("link", { name: "Promote Peace" }).click();
  await expect(ruth).toHaveURL(/\/campaigns\/[0-9a-f-]{36}$/);
  const campaign = new URL(ruth.url()).pathname;
  await open(ruth, `${campaign}/rooms`);
  await ruth.getByRole("region", { name: "New room" }).getByLabel("Name of the room").fill("Translations");
  await ruth.getByRole("button", { name: "Open the room" }).click();
  await expect(ruth.locator(".room__meta")).toContainText("Translations");
  const room = new URL(ruth.url()).pathname;
  // The room leads to the campaign's others, and to where it is looked after.
  const about = ruth.getByRole("complementary", { name: "About this room" });
  await about.getByRole("link", { name: "General" }).click();
  await expect(ruth.locator(".room__meta")).toContainText("General");
  const general = new URL(ruth.url()).pathname;
  await about.getByRole("link", { name: "Translations" }).click();
  await expect(ruth.locator(".room__meta")).toContainText("Translations");
  await about.getByRole("link", { name: "About this room" }).click();
  const row = ruth.locator(`#room-${room.split("/").at(-1)}`);
  await row.getByText("About this room").click();
  await expect(row).toContainText("Nobody from outside reads this room.");
  await row.getByLabel("Email").fill("ines@traductores.example");
  await row.getByLabel("Language of the invitation").selectOption("es");
  await row.getByRole("button", { name: "Send the invitation" }).click();
  await expect(ruth.getByText("The invitation went to ines@traductores.example.")).toBeVisible();

  const ines = await openBrowser({ ...phone, locale: "es-AR", timezoneId: "America/Argentina/Buenos_Aires" });
  await open(ines, await linkInMail(ines, "ines@traductores.example", /invitations/));
  await expect(ines.getByRole("heading", { level: 1 })).toHaveText(
    "Una invitación a la sala «Translations» de Mesa Hemisférica",
  );
  await expectAccessible(ines);
  await ines.locator("[name=name]").fill("Inés Barrera");
  await ines.getByLabel("Contraseña nueva").fill("puente de madera y niebla");
  await ines.getByRole("button", { name: "Aceptar la invitación" }).tap();
  await expect(ines).toHaveURL(/\/c\/mesa$/);
  await expect(ines.getByRole("heading", { name: "Está aquí por invitación" })).toBeVisible();
  await expect(ines.locator(".tabbar")).toHaveCount(0);
  await expectAccessible(ines);
  await ines.getByRole("main").getByRole("link", { name: "Translations" }).tap();
  await expect(ines.locator(".composer")).toBeVisible();

  // Both talk; whoever invited sees who is there.
  await open(ruth, room);
  await expect(ruth.getByRole("complementary", { name: "About this room" })).toContainText("Inés Barrera");
  await ines.locator(".composer textarea").fill("Tengo lista la página dos.");
  await ines.getByRole("button", { name: "Enviar" }).tap();
  await expect(ruth.locator(".message").filter({ hasText: "Tengo lista la página dos." })).toContainText(
    "Inés Barrera",
  );
  await ruth.locator(".composer textarea").fill("Thank you, Inés.");
  await ruth.locator(".composer textarea").press("Control+Enter");
  await expect(ines.locator(".message").filter({ hasText: "Thank you, Inés." })).toBeVisible();
  await expectAccessible(ines);

  // Nothing else of the coalition is there for a guest; of the campaign's rooms, only this one.
  const get = async (address: string) => ines.request.get(address, { maxRedirects: 0 });
  for (const address of [campaign, `${campaign}/letters`, general, "/c/mesa/organizations", "/c/mesa/settings"]) {
    expect(`${(await get(address)).status()} ${address}`).toMatch(/^40[34] /);
  }
  for (const address of ["letters", "calendar", "campaigns", "letters/new", "search?q=river"]) {
    const answer = await (await get(`/c/mesa/${address}`)).text();
    expect(answer, address).not.toMatch(
      /Promote Peace|Uphold Justice|cliff edge|protect the rivers|Río Abajo|Coalition call/,
    );
  }
  await ines.goto(`${campaign}/rooms`);
  await expect(ines.getByRole("region", { name: "Salas de esta campaña" }).getByRole("link")).toHaveText(
    "Translations",
  );
  await open(ines, room);

  await open(ruth, `${campaign}/rooms`);
  await row.getByText("About this room").click();
  await row.getByRole("button", { name: "Remove Inés Barrera" }).click();
  await ruth.getByRole("alertdialog").getByRole("button", { name: "Remove Inés Barrera" }).click();
  await expect(ines.locator(".composer")).toHaveCount(0, { timeout: 5_000 });
  await expect(ines.locator(".message")).toHaveCount(0);
  await expect(row.getByText("Inés Barrera")).toHaveCount(0);
  expect((await ines.request.get(room)).status()).toBe(404);
  await open(ines, "/");
  await expect(ines.getByRole("heading", { level: 1 })).toHaveText("Todavía no pertenece a ninguna coalición");

  // Done with: archived where it is looked after, opened again where it is read.
  await row.getByRole("button", { name: "Archive the room" }).click();
  await ruth.getByRole("alertdialog").getByRole("button", { name: "Archive the room" }).click();
  await expect(
    ruth.getByRole("region", { name: /^Archived/ }).getByRole("link", { name: "Translations" }),
  ).toBeVisible();
  await open(ruth, room);
  await expect(ruth.locator(".composer")).toHaveCount(0);
  await ruth.getByRole("button", { name: "Open again" }).click();
  await expect(row).toBeVisible();
  await expect(ruth.getByRole("region", { name: /^Archived/ }).getByRole("link", { name: "Translations" })).toHaveCount(
    0,
  );
});
