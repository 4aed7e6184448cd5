import { expect, signInAs, test } from "~tests/support/e2e";

test("the demo opens with one click, in a page that obeys its own policy", async ({ page }) => {
  await page.goto("/sign-in");
  const people = page.getByRole("main").getByRole("button");
  await expect(people.nth(1)).toBeVisible();
  await signInAs(page, "Enter as Ruth Abernathy");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a page that breaks its policy or asks another host fails its story", async ({ openBrowser, allowComplaints }) => {
  allowComplaints(/Content Security Policy|elsewhere\.invalid/);
  const page = await openBrowser();
  await page.goto("/sign-in");
  const refused = page.waitForEvent("console", (message) => /Content Security Policy/.test(message.text()));
  await page.evaluate(() => {
    const image = document.createElement("img");
    image.src = "https://elsewhere.invalid/pixel.png";
    document.body.append(image);
  });
  expect((await refused).type()).toBe("error");
});
