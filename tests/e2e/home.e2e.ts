import { expectAccessible } from "~tests/support/accessible";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

test.slow();

test("home shows what needs one, and a mention arrives there live, with its count, until it is read", async ({
  page,
  openBrowser,
}) => {
  await signInAs(page, "Enter as Lucía Arriaga");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Casa Ceiba");
  await expectAccessible(page);
  const mentions = page.getByRole("region", { name: /Le mencionaron/ });
  const before = await mentions.locator(".mention").count();

  const tomas = await openBrowser(phone);
  await signInAs(tomas, "Enter as Tomás Ek");
  await expectAccessible(tomas);
  await tomas.goto("/c/mesa/campaigns");
  await lives(tomas);
  await tomas.getByRole("main").getByRole("link", { name: "Protect Migrants & Refugees" }).click();
  await tomas.locator("nav.tabs").getByRole("link").nth(1).click();
  await tomas.locator(".campaign-row h3 a").first().click();
  await expect(tomas.locator(".room__here .avatar").first()).toBeAttached();
  await tomas.locator(".composer textarea").fill("@Lucía Arriaga, ¿me confirmas la cifra?");
  await tomas.getByRole("button", { name: "Enviar" }).click();

  await expect(mentions.locator(".mention").filter({ hasText: "¿me confirmas la cifra?" })).toHaveCount(1);
  expect(before).toBeLessThan(6);
  await mentions.getByRole("link", { name: "Todos los avisos" }).click();
  const notice = page.locator(".notice-row").filter({ hasText: "¿me confirmas la cifra?" });
  await expect(notice).toContainText("Tomás Ek le mencionó en");
  await expectAccessible(page);

  // The notice leads to the room; what is read there is read here, too.
  await notice.getByRole("link").click();
  await expect(page.locator(".message").filter({ hasText: "¿me confirmas la cifra?" })).toBeVisible();
  await page
    .getByRole("button", { name: /último mensaje/ })
    .click({ timeout: 2_000 })
    .catch(() => undefined);
  await expect(async () => {
    await page.goto("/c/mesa/notices?show=unread");
    await lives(page);
    await expect(notice).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
});

test("notices are marked one by one and all at once, and each kind can be turned off", async ({ page }) => {
  await signInAs(page, "Enter as Elías Portillo", "/c/mesa/notices");
  await lives(page);
  const unread = page.locator(".notice-row--unread");
  const n = await unread.count();
  expect(n).toBeGreaterThan(1);
  await unread.first().getByRole("button", { name: "Marcar como leído" }).click();
  await expect(unread).toHaveCount(n - 1);
  await page.getByRole("button", { name: "Marcar todo como leído" }).click();
  await expect(unread).toHaveCount(0);
  await page.goto("/c/mesa/notices?show=unread");
  await lives(page);
  await expect(page.getByRole("heading", { name: "No hay avisos" })).toBeVisible();

  await page.goto("/me/notifications");
  await lives(page);
  await expectAccessible(page);
  const box = page.getByRole("checkbox", { name: "Alguien le menciona: por correo" });
  await expect(box).toBeChecked();
  await box.uncheck();
  await page.getByRole("button", { name: "Guardar la elección" }).click();
  await expect(page.getByText("Su elección quedó guardada.")).toBeVisible();
  await page.reload();
  await lives(page);
  await expect(box).not.toBeChecked();
});

test("a campaign is created, others are brought in and see it without reloading", async ({ page, openBrowser }) => {
  await signInAs(page, "Enter as Ruth Abernathy");
  const susan = await openBrowser(phone);
  await signInAs(susan, "Enter as Susan Kowalczyk", "/c/mesa/campaigns");
  await lives(susan);

  await page
    .getByRole("link", { name: /New campaign/ })
    .first()
    .click();
  await expect(page.getByLabel("Name of the campaign")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create the campaign" }).click();
  await expect(page.locator(".error-summary")).toBeFocused();
  await page.getByLabel("Name of the campaign").fill("Water for everybody");
  await page.getByLabel(/What is it for/).fill("Rivers that everybody may drink from.");
  await page.getByRole("button", { name: "Create the campaign" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Water for everybody");
  await expectAccessible(page);

  await expect(susan.getByRole("heading", { name: "Water for everybody" })).toBeVisible();
  await expect(susan.getByRole("main").getByRole("link", { name: "Water for everybody" })).toHaveCount(0);
  await page.locator("nav.tabs").getByRole("link", { name: "About" }).click();
  await page.getByRole("checkbox", { name: "The Great Lakes Colombia Committee" }).check();
  await page.getByRole("button", { name: "Bring in" }).click();
  await expect(page.getByRole("region", { name: "Organizations", exact: true })).toContainText(
    "The Great Lakes Colombia Committee",
  );
  await susan.getByRole("main").getByRole("link", { name: "Water for everybody" }).click();
  await expect(susan.getByRole("heading", { level: 1, name: "Water for everybody" })).toBeVisible();
  await expectAccessible(susan);
});
