import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, signInAs, test } from "~tests/support/e2e";
import { lives } from "~tests/support/lives";

test.slow();

const help = (page: Page) => page.getByRole("dialog", { name: "Atajos de teclado" });

test("single keys do what the help says, until somebody turns them off", async ({ page }) => {
  await signInAs(page, "Enter as Lucía Arriaga", "/c/mesa/inbox");
  const own = page.locator("main .task__title a[href*='/signature']").first();
  const signing = new URL((await own.getAttribute("href")) ?? "", page.url()).pathname;
  await page.goto(signing.replace(/signature$/, "board"));
  await lives(page);
  await page.keyboard.press("?");
  await expect(help(page)).toContainText("nunca firma");
  await expect(help(page).getByRole("link", { name: /se pueden desactivar/ })).toHaveAttribute("href", "/me");
  await page.keyboard.press("Escape");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(new RegExp(`${signing}`));

  await page.goto("/me");
  await lives(page);
  const box = page.getByRole("checkbox", { name: "Las teclas sueltas son atajos" });
  await expect(box).toBeChecked();
  await box.uncheck();
  await page.getByRole("button", { name: "Guardar", exact: true }).click();
  await expect(page.getByText("Guardado.")).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => v.id)).toEqual([]);
  await page.reload();
  await expect(box).not.toBeChecked();

  await page.goto(signing.replace(/signature$/, "board"));
  await lives(page);
  await page.keyboard.press("?");
  await page.keyboard.press("s");
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  // What comes after the keys that do nothing: a combination still works.
  await page.keyboard.press("Control+k");
  await expect(page.locator(".command-palette").getByRole("combobox")).toBeFocused();
  await expect(page).toHaveURL(/\/board$/);
  await expect(help(page)).toBeHidden();
});

test("the palette offers to begin only what one may begin", async ({ page, openBrowser }) => {
  const offered = async (one: Page) => {
    await lives(one);
    await one.keyboard.press("Control+k");
    const options = one.getByRole("listbox").getByRole("option");
    await expect(options.first()).toBeVisible();
    return options.allTextContents();
  };
  await signInAs(page, "Enter as Noor Haddad");
  const member = await offered(page);
  expect(member).toContain("Letters");
  expect(member).not.toContain("New letter");
  expect(member).not.toContain("Plan an action");
  const delegate = await openBrowser();
  await signInAs(delegate, "Enter as Marvin Okafor");
  const more = await offered(delegate);
  expect(more).toEqual(expect.arrayContaining(["Letters", "New letter", "Plan an action"]));
});
