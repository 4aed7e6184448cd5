import type { APIResponse } from "@playwright/test";
import { expect, signInAs, test } from "~tests/support/e2e";

const cut = '--x\r\nContent-Disposition: form-data; name="subject"\r\n\r\nNo ending';
/** Bodies that are no form, or none that can be read: what stands in Content-Type, and what comes. */
const bodies: [what: string, type: string, body: string | Buffer][] = [
  ["JSON", "application/json", '{"subject":"A letter"}'],
  ["JSON that is broken", "application/json", '{"subject":'],
  ["plain text", "text/plain", "subject=A letter"],
  ["a form in parts without their border", "multipart/form-data", cut],
  ["a form in parts that is cut off", "multipart/form-data; boundary=x", cut],
  ["bytes", "application/octet-stream", Buffer.from([0xff, 0xfe, 0x00])],
  ["a form without any field", "application/x-www-form-urlencoded", ""],
];

test("what is no form is answered 400 everywhere, and nothing is written down as a failure", async ({
  page,
  server,
}) => {
  const post = async (address: string, type: string, data: string | Buffer): Promise<APIResponse> =>
    page.request.post(address, {
      headers: { "Content-Type": type, Origin: server.url, "Sec-Fetch-Site": "same-origin" },
      data,
      maxRedirects: 0,
    });
  const answers: Record<string, number> = {};
  const postAll = async (...addresses: string[]) => {
    for (const address of addresses) {
      for (const [what, type, body] of bodies) {
        answers[`${address}: ${what}`] = (await post(address, type, body)).status();
      }
    }
  };
  await postAll("/sign-in", "/sign-in.data", "/verify");
  await signInAs(page, "Enter as Tomás Ek");
  await postAll("/me", "/me.data", "/c/mesa/letters/new", "/c/mesa/letters/new.data");
  // Whoever leaves sends a form without fields; everything else that is no form does not sign anybody out.
  for (const [what, type, body] of bodies.slice(0, -1)) {
    answers[`/sign-out: ${what}`] = (await post("/sign-out", type, body)).status();
  }
  expect(Object.entries(answers).filter(([, status]) => status !== 400)).toEqual([]);
  expect((await page.request.get("/me", { maxRedirects: 0 })).status()).toBe(200);

  const asked = async (address: string) => (await page.request.get(address, { maxRedirects: 0 })).status();
  const odd = [
    "/c/mesa/letters/%E0%A4%A",
    "/c/mesa/letters/%00",
    "/c/mesa/letters/not-an-id/board",
    "/c/mesa/letters.data?_routes=nonsense",
    "/__manifest?p=%E0%A4%A&version=0",
    "/c/mesa/calendar?month=99999-99",
    "/c/mesa/search?q=%E0%A4%A",
    "/c/mesa/search?q=50%25",
    "/assets/%E0%A4%A",
    "/c/mesa/letters?campaign=%00&stage=nonsense",
    "/socket.io/?EIO=4&transport=polling",
    "/socket.io/?EIO=nonsense&transport=websocket",
  ];
  const statuses: Record<string, number> = {};
  for (const address of odd) statuses[address] = await asked(address);
  expect(Object.entries(statuses).filter(([, status]) => status >= 500)).toEqual([]);
  expect(server.log()).not.toMatch(/failed/);
});

test("no field takes a NUL, which the database would refuse", async ({ page, server }) => {
  await signInAs(page, "Enter as Tomás Ek");
  const answer = await page.request.post("/me", {
    headers: { Origin: server.url, "Sec-Fetch-Site": "same-origin" },
    form: { name: "Tomás\0Ek", locale: "es", timeZone: "UTC", theme: "system" },
  });
  expect(answer.status()).toBe(400);
  expect(server.log()).not.toMatch(/failed/);
});

test("a field that cannot be right is answered 400, with what was typed", async ({ page, server }) => {
  await signInAs(page, "Enter as Tomás Ek");
  const answer = await page.request.post("/me", {
    headers: { Origin: server.url, "Sec-Fetch-Site": "same-origin" },
    form: { name: "Tomás", locale: "es", timeZone: "Nowhere/At all", theme: "system" },
  });
  expect(answer.status()).toBe(400);
  expect(await answer.text()).toContain('aria-invalid="true"');
  const late = await page.request.post("/me", {
    headers: { Origin: "https://elsewhere.example", "Sec-Fetch-Site": "cross-site" },
    form: { name: "Tomás" },
  });
  expect(late.status()).toBe(403);
});
