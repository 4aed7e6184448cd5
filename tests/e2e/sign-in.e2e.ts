import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "~tests/support/e2e";

test("a stranger is led to the sign-in page and back, and comes in as a person of the demo", async ({ page }) => {
  await page.goto("/c/mesa");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fc%2Fmesa/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => v.id)).toEqual([]);
  await page.getByRole("button", { name: "Enter as Ruth Abernathy" }).click();
  await expect(page).toHaveURL(/\/c\/mesa$/);
  await expect(page.getByRole("complementary", { name: "Coalition" })).toContainText("Mesa Hemisférica");
});

test("a wrong password is answered in the reader's language, and the address stays typed", async ({ openBrowser }) => {
  const page = await openBrowser({ locale: "es-MX", viewport: { width: 360, height: 740 } });
  await page.goto("/sign-in");
  await page.getByLabel("Correo de trabajo").fill("ruth@demo.conjunta.example");
  await page.getByLabel("Contraseña", { exact: true }).fill("no es la contraseña");
  await page.getByRole("button", { name: "Entrar", exact: true }).first().click();
  await expect(page.getByRole("alert").or(page.locator(".error-summary")).first()).toBeVisible();
  await expect(page.getByLabel("Correo de trabajo")).toHaveValue("ruth@demo.conjunta.example");
});

test("an empty field is told what it lacks", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Work email").fill("ruth@demo.conjunta.example");
  await page.getByRole("button", { name: "Sign in", exact: true }).first().click();
  await expect(page.locator("#password-error")).toHaveText("Write your password.");
  await expect(page.locator(".error-summary")).toContainText("Password: Write your password.");
});

test("the demo begins with a handful of people, and folds the others away", async ({ page }) => {
  await page.goto("/sign-in");
  const doors = page.getByRole("button", { name: /^Enter as / });
  await expect(doors).toHaveCount(5);
  await expect(page.getByRole("listitem").filter({ hasText: "Ruth Abernathy" })).toContainText(
    "Keeps the coalition together",
  );
  await expect(page.getByRole("listitem").filter({ hasText: "Lucía Arriaga" })).toContainText("In Spanish.");
  await page.getByText(/^Others of Mesa Hemisférica/).click();
  await page.getByRole("button", { name: "Enter as Tomás Ek" }).click();
  await expect(page).toHaveURL(/\/c\/mesa$/);
});
