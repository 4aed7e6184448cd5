import type { Page } from "@playwright/test";
import { expectAccessible } from "~tests/support/accessible";
import { expect, signInAs, test } from "~tests/support/e2e";

/** Opens the newest mail to an address in the demo's inbox, and follows its one link of this kind. */
async function followMail(page: Page, to: string, link: RegExp): Promise<string> {
  const row = page.getByRole("row").filter({ hasText: to }).first();
  await expect(async () => {
    await page.goto("/dev/mail");
    await expect(row).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await row.getByRole("link").click();
  const found = page.getByRole("link", { name: link }).first();
  const href = (await found.getAttribute("href")) ?? "";
  return new URL(href).pathname;
}

// Each story looks at several pages with axe, which alone takes seconds on a busy machine.
test.slow();

test("a signatory invites a person by mail, who comes in, and whose open page ends when they are removed", async ({
  page,
  openBrowser,
}) => {
  await signInAs(page, "Enter as Susan Kowalczyk");
  await page.getByRole("link", { name: "Organizations" }).first().click();
  await page.getByRole("link", { name: "The Great Lakes Colombia Committee" }).click();
  await page
    .getByRole("navigation", { name: "The organization" })
    .getByRole("link", { name: "People and roles" })
    .click();
  await expect(page.getByRole("heading", { name: "People of the organization" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Work email").fill("not an address");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(page.getByLabel("Work email")).toHaveValue("not an address");
  await page.getByLabel("Work email").fill("Nadia@GreatLakes.example");
  await page.getByLabel("Name (optional)").fill("Nadia Fields");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByText("The invitation to Nadia@GreatLakes.example is on its way.")).toBeVisible();
  await expect(page.getByRole("row", { name: /nadia@greatlakes\.example/ })).toContainText("Invited by Susan");

  const nadia = await openBrowser({ viewport: { width: 360, height: 740 } });
  const path = await followMail(nadia, "nadia@greatlakes.example", /invitations/);
  await nadia.goto(path);
  await expect(nadia.getByRole("heading", { level: 1 })).toContainText("invites you to Mesa Hemisférica");
  await expectAccessible(nadia);
  await nadia.getByLabel("New password").fill("passwordpassword");
  await nadia.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(nadia.getByRole("link", { name: /easy to guess/ })).toBeVisible();
  await expect(nadia.getByLabel("How should the other organizations see you?")).toHaveValue("Nadia Fields");
  await nadia.getByLabel("New password").fill("six lanterns by the lake");
  await nadia.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(nadia).toHaveURL(/\/c\/mesa$/);

  // The signatory's page has learned of it without a reload.
  const row = page.getByRole("row").filter({ hasText: "Nadia Fields" }).filter({ hasText: "Delegate" });
  await expect(row).toBeVisible();

  // Used links open nothing, also for others.
  const stranger = await openBrowser();
  await stranger.goto(path);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("This invitation opens nothing any more");

  await row.getByRole("button", { name: "Remove Nadia Fields" }).click();
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  await expect(dialog).toContainText("Remove Nadia Fields?");
  const asked = Date.now();
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(nadia.getByRole("complementary", { name: "Coalition" }).or(nadia.locator(".sidebar"))).toHaveCount(0, {
    timeout: 5_000,
  });
  console.log(`removed: the open page was gone after ${Date.now() - asked} ms, the click included`);
  await expect(page.getByRole("row").filter({ hasText: "Nadia Fields" })).toHaveCount(0);
  await nadia.goto("/");
  await expect(nadia.getByRole("heading", { level: 1 })).toHaveText("You belong to no coalition yet");
});

test("a forgotten password: the mail's link sets a new one, once, and every old session ends", async ({
  page,
  openBrowser,
}) => {
  const old = await openBrowser({ locale: "es-MX" });
  await signInAs(old, "Entrar como Rocío Quispe");
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "I forgot my password" }).click();
  await expect(page).toHaveURL(/\/password\/forgotten/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);
  for (const address of ["nobody@demo.conjunta.example", "rocio@demo.conjunta.example"]) {
    await page.goto("/password/forgotten");
    await page.getByLabel("Work email").fill(address);
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByRole("main").getByRole("status")).toContainText(`If ${address} belongs to an account here`);
  }
  const path = await followMail(page, "rocio@demo.conjunta.example", /password\/reset/);
  await page.goto(path);
  await expectAccessible(page);
  await page.getByLabel("New password").fill("too short");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("link", { name: /at least 12/i })).toBeVisible();
  await page.getByLabel("New password").fill("siete llamas en la puna");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  // The other browser was signed in: its open page is gone.
  await expect(old).toHaveURL(/\/sign-in/);
  await page.getByLabel("Work email").fill("rocio@demo.conjunta.example");
  await page.getByLabel("Password", { exact: true }).fill("siete llamas en la puna");
  await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).first().click();
  await expect(page).toHaveURL(/\/c\/mesa$/);
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Este enlace ya no abre nada");
});

// Her sessions are counted, so no other story signs her in.
test("sessions are listed and ended, in every open page; preferences follow the person", async ({
  page,
  openBrowser,
}) => {
  await signInAs(page, "Enter as Altagracia Rosario");
  const other = await openBrowser();
  await signInAs(other, "Enter as Altagracia Rosario");
  await page.goto("/me/sessions");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mi cuenta");
  await expectAccessible(page);
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(3);
  await page.getByRole("button", { name: "Cerrar todas las demás" }).click();
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(2);
  await expect(other).toHaveURL(/\/sign-in/);

  await page.goto("/me");
  await expectAccessible(page);
  await page.getByLabel("Idioma del portal").selectOption("en");
  await page.getByLabel("Oscura").check();
  await page.getByRole("button", { name: "Guardar" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expectAccessible(page);
});

test("the coordinator invites an organization; its settings and the server's coalitions are for those they belong to", async ({
  page,
  openBrowser,
}) => {
  await signInAs(page, "Enter as Ruth Abernathy", "/c/mesa/organizations/new");
  await expectAccessible(page);
  await page.getByLabel("Name, as it writes it itself").fill("hemisphere rights desk");
  await page.getByLabel("Country").selectOption("EC");
  await page.getByLabel("Their work email").fill("director@manglar.example");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByRole("link", { name: /of this name is here already/ })).toBeVisible();
  await expect(page.getByLabel("Their work email")).toHaveValue("director@manglar.example");
  await page.getByLabel("Name, as it writes it itself").fill("Red del Manglar");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Red del Manglar");
  await page.goto("/c/mesa/organizations?q=manglar");
  await expect(page.getByRole("row", { name: /Red del Manglar/ })).toContainText("invited");
  await expectAccessible(page);
  await page.goto("/c/mesa/settings");
  await expectAccessible(page);

  const marvin = await openBrowser();
  await signInAs(marvin, "Enter as Marvin Okafor");
  for (const closed of ["/c/mesa/settings", "/c/mesa/organizations/new", "/admin", "/c/watershed"]) {
    const answer = await marvin.goto(closed);
    expect(`${answer?.status()} ${closed}`).toMatch(/^(403|404) /);
    await expect(marvin.getByRole("heading", { level: 1 })).toBeVisible();
  }

  const sam = await openBrowser();
  await signInAs(sam, "Enter as Sam Rivera", "/admin");
  await expectAccessible(sam);
  await sam.getByLabel("Name", { exact: true }).fill("Mesa del Sur");
  await sam.getByLabel("Work email of the first coordinator").fill("first@sur.example");
  await sam.getByRole("button", { name: "Create and invite" }).click();
  await expect(sam.getByText("Mesa del Sur is created")).toBeVisible();
  const first = await openBrowser({ viewport: { width: 360, height: 740 } });
  await first.goto(await followMail(first, "first@sur.example", /invitations/));
  await first.getByLabel("How should the other organizations see you?").fill("Inés Sur");
  await first.getByLabel("New password").fill("cinco cóndores al amanecer");
  await first.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(first).toHaveURL(/\/c\/mesa-del-sur$/);
  await first.goto("/c/mesa-del-sur/organizations");
  await expect(first.getByRole("heading", { name: "No organizations yet" })).toBeVisible();
});
