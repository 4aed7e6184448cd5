import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forgetEnv } from "~/env.server";
import { comesFromUs, contentSecurityPolicy, createWeb, isReadableAddress, routePattern, type Web } from "~/web.server";
import { root, testSettings } from "~tests/support/settings";

let web: Web;
let port: number;
let databaseAnswers = true;

beforeAll(async () => {
  Object.assign(process.env, testSettings, { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none", LOG_LEVEL: "silent" });
  forgetEnv();
  web = await createWeb({
    services: { passwords: { hash: async () => "", verify: async () => false } },
    ready: async () => {
      if (!databaseAnswers) throw new Error("no answer");
    },
    root,
    pages: undefined,
  });
  await new Promise<void>((resolve) => web.http.listen(0, "127.0.0.1", resolve));
  port = (web.http.address() as AddressInfo).port;
});

afterAll(() => web.close());

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** node:http and not fetch, because fetch does not let us say where a request comes from. */
function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  chunks: (string | Buffer)[] = [],
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: "127.0.0.1", method, path, headers }, (incoming) => {
      let text = "";
      incoming.on("data", (chunk) => {
        text += chunk;
      });
      incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }));
    });
    outgoing.on("error", reject);
    for (const chunk of chunks) outgoing.write(chunk);
    outgoing.end();
  });
}

const origin = testSettings.APP_ORIGIN;
const ours = { "sec-fetch-site": "same-origin" };

describe("requests that change something", () => {
  const cases: [headers: Record<string, string>, accepted: boolean][] = [
    [{ "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "same-origin", origin: "https://elsewhere.test" }, true],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ "sec-fetch-site": "cross-site" }, false],
    [{ "sec-fetch-site": "cross-site", origin }, false],
    [{ "sec-fetch-site": "none" }, false],
    [{ origin }, true],
    [{ origin: "http://127.0.0.1:3000" }, true],
    [{ origin: "https://elsewhere.test" }, false],
    [{ origin: "http://localhost:3000.elsewhere.test" }, false],
    [{ origin: "null" }, false],
    [{ origin: "https://elsewhere.test", "x-forwarded-host": "elsewhere.test" }, false],
    [{}, false],
  ];
  test.each(cases)("%j passes: %s", async (headers, accepted) => {
    expect(comesFromUs(headers, [origin, "http://127.0.0.1:3000"])).toBe(accepted);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect((await ask(method, "/letters", headers)).status).toBe(accepted ? 404 : 403);
    }
  });

  test("reading needs no origin, and methods of no use here are refused", async () => {
    expect((await ask("GET", "/letters")).status).toBe(404);
    for (const method of ["PROPFIND", "TRACE", "OPTIONS"])
      expect((await ask(method, "/letters", ours)).status).toBe(405);
  });
});

describe("the body limit", () => {
  const mega = Buffer.alloc(1024 * 1024);

  test("passes 1 MB and refuses a byte more, announced or not", async () => {
    expect((await ask("POST", "/letters", ours, [mega])).status).toBe(404);
    expect((await ask("POST", "/letters", ours, [mega, Buffer.alloc(1)])).status).toBe(413);
    expect((await ask("POST", "/letters", { ...ours, "content-length": String(mega.length + 1) }, [])).status).toBe(
      413,
    );
  });

  test("speaks the reader's language", async () => {
    const answer = await ask("POST", "/letters", { ...ours, "accept-language": "es-GT" }, [mega, mega]);
    expect(answer.text).toContain("Es demasiado");
  });
});

describe("headers", () => {
  test.each([
    ["GET", "/", 404],
    ["GET", "/healthz", 200],
    ["GET", "/assets/none.js", 404],
    ["POST", "/letters", 403],
    ["TRACE", "/letters", 405],
  ])("%s %s carries all of them", async (method, path, status) => {
    const { headers, ...answer } = await ask(method, path);
    expect(answer.status).toBe(status);
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; script-src 'nonce-[\w+/=]{24}' 'strict-dynamic';/,
    );
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-store",
    });
    expect(headers["x-powered-by"]).toBeUndefined();
  });

  test("a nonce is used once", async () => {
    const [a, b] = await Promise.all([ask("GET", "/"), ask("GET", "/")]);
    expect(a.headers["content-security-policy"]).not.toBe(b.headers["content-security-policy"]);
  });

  test("the policy names the exact socket and no other place", () => {
    const policy = contentSecurityPolicy({ origins: ["https://letters.unidas.test"], nodeEnv: "production" }, "n");
    expect(policy).toBe(
      "default-src 'none'; script-src 'nonce-n' 'strict-dynamic'; style-src 'self'; img-src 'self'; font-src 'self'; " +
        "connect-src 'self' wss://letters.unidas.test; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
  });
});

test("/readyz follows the database, /healthz does not", async () => {
  expect((await ask("GET", "/readyz")).status).toBe(200);
  databaseAnswers = false;
  expect((await ask("GET", "/readyz")).status).toBe(503);
  expect((await ask("GET", "/healthz")).status).toBe(200);
  databaseAnswers = true;
});

test("the log knows the pattern of an address, never its ids, tokens or names", () => {
  const known = new Set(["c", "letters", "invitations", "edit"]);
  expect(routePattern("/c/unidas/letters/0190a-77/edit.data", known)).toBe("/c/:x/letters/:x/edit");
  expect(routePattern("/invitations/SGVsbG8gd29ybGQ", known)).toBe("/invitations/:x");
  expect(routePattern("/ana@example.test/%2e%2e", known)).toBe("/:x/:x");
  expect(routePattern("/", known)).toBe("/");
});

test.each([
  ["/c/mesa/letters?q=50%", true],
  ["/c/mesa/%C3%B1", true],
  ["/c/mesa/%E0%A4%A", false],
  ["/c/mesa/%", false],
  ["/c/mesa/%00", false],
  ["/c/mesa?q=%00", false],
])("the address %s is readable: %s", async (address, readable) => {
  expect(isReadableAddress(address)).toBe(readable);
  expect((await ask("GET", address)).status).toBe(readable ? 404 : 400);
});
