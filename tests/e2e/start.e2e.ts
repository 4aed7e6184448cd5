import { expect, test } from "~tests/support/e2e";

test("the demo opens with one click, in a page that obeys its own policy", async ({ page }) => {
  await page.goto("/sign-in");
  const people = page.getByRole("main").getByRole("button");
  await expect(people.nth(1)).toBeVisible();
  await page.getByRole("button", { name: "Enter as Ruth Abernathy" }).click();
  await expect(page).toHaveURL(/\/c\/[^/]+$/);
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

test("scripts and styles are sent as small as they get, once, and kept for good", async ({ page, request }) => {
  await page.goto("/sign-in");
  const style = await page.locator("link[rel=stylesheet]").getAttribute("href");
  const script = await page.locator("link[rel=modulepreload]").first().getAttribute("href");
  for (const address of [style, script] as string[]) {
    const ask = (accept: string) => request.get(address, { headers: { "Accept-Encoding": accept } });
    const [brotli, gzip, plain] = await Promise.all([ask("gzip, br"), ask("gzip"), ask("identity")]);
    expect(brotli.headers()).toMatchObject({
      "content-encoding": "br",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "Accept-Encoding",
      "x-content-type-options": "nosniff",
    });
    expect(gzip.headers()["content-encoding"]).toBe("gzip");
    expect(plain.headers()["content-encoding"]).toBeUndefined();
    expect(await brotli.text()).toBe(await plain.text());
    expect(Number(brotli.headers()["content-length"])).toBeLessThan(Number(gzip.headers()["content-length"]));
  }
});
