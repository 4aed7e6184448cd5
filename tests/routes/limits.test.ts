/** What a page answers when it is asked too often, or while too many ask: a status that machines understand, and nothing typed is lost. */
import type { ActionFunction, ActionFunctionArgs } from "@remix-run/node";
import { expect, it } from "vitest";
import { DomainError } from "~/domain/errors";
import { action as signIn } from "~/routes/auth/sign-in";
import { action as verify } from "~/routes/public/verify";
import { useDatabase } from "~tests/support/database";

await useDatabase();

type Given = { status: number; headers: Headers; body: Record<string, unknown> };

/** @param from the network that asks */
async function post(action: ActionFunction, fields: Record<string, string>, from = "192.0.2.1"): Promise<Given> {
  const busy = async () => {
    throw new DomainError("busy");
  };
  const given = await action({
    request: new Request("http://localhost:3000/here", { method: "POST", body: new URLSearchParams(fields) }),
    params: {},
    context: { services: { passwords: { hash: busy, verify: busy } }, clientAddress: from, cspNonce: "" },
  } as unknown as ActionFunctionArgs);
  if (!(given instanceof Response)) throw new Error("no response");
  return { status: given.status, headers: given.headers, body: await given.json() };
}

it("texts are compared thirty times for one network, then no more; another network is not kept from it", async () => {
  const text = "We, the undersigned, ask for water.";
  for (let i = 0; i < 30; i++) expect((await post(verify, { text })).status).toBe(200);
  const refused = await post(verify, { text });
  expect(refused).toMatchObject({
    status: 429,
    body: { given: text, verdict: null, refused: { code: "too_many_attempts", facts: { minutes: 10 } } },
  });
  expect(refused.headers.get("Retry-After")).toBe("600");
  expect((await post(verify, { text }, "198.51.100.7")).status).toBe(200);
});

it("signing in while very many do is answered 503, keeps the address typed and never gives the password back", async () => {
  const typed = { email: "susana@example.org", password: "quetzal fog ladder", next: "/c/mesa" };
  const { status, headers, body } = await post(signIn, typed);
  expect({ status, body }).toMatchObject({
    status: 503,
    body: { ok: false, code: "busy", values: { email: typed.email } },
  });
  expect(headers.get("Retry-After")).toBe("5");
  expect(JSON.stringify(body)).not.toContain(typed.password);
});
