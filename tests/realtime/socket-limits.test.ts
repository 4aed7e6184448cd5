/** What one member may ask of the sockets, and that the others do not notice. */
import { eq } from "drizzle-orm";
import { afterAll, afterEach, expect, it } from "vitest";
import { createSession } from "~/auth/sessions.server";
import { newId } from "~/domain/id";
import { createLetter } from "~/domain/letters/create-letter.server";
import { recordEvent } from "~/domain/record-event.server";
import { type Stream, stream } from "~/domain/streams";
import { transaction } from "~db/client.server";
import { letterLeads } from "~db/schema";
import { useDatabase } from "~tests/support/database";
import { LiveReader } from "~tests/support/live-reader";
import { startServer } from "~tests/support/server";
import { makeWorld } from "~tests/support/signing-world";

const database = await useDatabase();
const server = await startServer({ databaseUrl: database.url, pages: false });
const world = await makeWorld();
const open: LiveReader[] = [];
afterEach(() => {
  for (const reader of open.splice(0)) reader.close();
});
afterAll(() => server.stop());

const [first, second] = world.organizations;
if (!first || !second) throw new Error("a world has organizations");
async function reader(personId: string, cookie?: string): Promise<LiveReader> {
  const made = await LiveReader.open(server.url, personId, cookie ? { cookie } : {});
  made.socket.io.opts.reconnection = false;
  open.push(made);
  return made;
}
const nowhere = (n: number) => Array.from({ length: n }, () => ({ stream: stream("letter", newId()), seq: 0 }));

it("counts every stream that is asked for: who floods is slowed down and then sent away, and others do not wait", async () => {
  const cookie = (await createSession(first.delegate.personId, "")).split(";")[0] ?? "";
  const [flooding, other] = [await reader(first.delegate.personId, cookie), await reader(second.delegate.personId)];
  // Three messages are six hundred streams. The first two may wait; the third is more than one socket is worth.
  for (let i = 0; i < 3; i++) flooding.socket.emit("live:subscribe", { cursors: nowhere(200) });
  await flooding.until(() => !flooding.socket.connected);
  // Another tab of the same person gets what is left of the same allowance.
  const tab = await reader(first.delegate.personId, cookie);
  const start = performance.now();
  await tab.ask("live:subscribe", { cursors: nowhere(190) });
  await tab.ask("live:subscribe", { cursors: nowhere(190) });
  const slow = performance.now() - start;
  const before = performance.now();
  expect(await other.ask("live:subscribe", { cursors: nowhere(3) })).toMatchObject({ ok: true });
  const quick = performance.now() - before;
  console.log(`380 streams after a flood: ${Math.round(slow)} ms; 3 streams of a neighbor: ${Math.round(quick)} ms`);
  expect(slow).toBeGreaterThan(3_000);
  expect(quick).toBeLessThan(1_000);
}, 60_000);

it("lets a socket follow two hundred streams, however its messages overlap", async () => {
  const letterIds: string[] = [];
  for (let i = 0; i < 105; i++) {
    const { campaignId } = world;
    letterIds.push(await createLetter(first.signatory, { campaignId, subject: `${i}`, locale: "en", text: "We ask." }));
  }
  const names = letterIds.flatMap((id): Stream[] => [stream("letter", id), stream("desk", id)]);
  const lead = await reader(first.signatory.personId);
  const half = names.length / 2;
  const ask = (list: Stream[]) =>
    lead.ask("live:subscribe", { cursors: list.map((name) => ({ stream: name, seq: 0 })) });
  const [one, two] = await Promise.all([ask(names.slice(0, half)), ask(names.slice(half))]);
  const refused = [one, two].flatMap((answer) => (answer as unknown as { refused: Stream[] }).refused);
  // Two hundred, the person's own among them; presence counts like any other.
  expect(refused).toEqual(names.slice(199));
  expect(await lead.ask("presence:enter", { place: refused[0] as Stream })).toMatchObject({ people: [] });
  expect(await lead.ask("presence:enter", { place: names[0] as Stream })).toMatchObject({ people: [{}] });
}, 60_000);

it("takes a letter's streams from whoever may not read it any more, when its details change", async () => {
  const { campaignId } = world;
  const letterId = await createLetter(first.signatory, { campaignId, subject: "Ours", locale: "en", text: "We ask." });
  const lead = await reader(first.signatory.personId);
  const [letter, desk] = [stream("letter", letterId), stream("desk", letterId)];
  await lead.ask("live:subscribe", { cursors: [letter, desk].map((name) => ({ stream: name, seq: 0 })) });
  // Another organization leads from now on: what a change of details may do.
  await transaction(async (tx) => {
    await tx.update(letterLeads).set({ organizationId: second.id }).where(eq(letterLeads.letterId, letterId));
    const scope = { coalitionId: world.coalitionId, campaignId, letterId };
    await recordEvent(tx, first.signatory.personId, "letter.changed", scope);
  });
  await lead.until(() => lead.denied.includes(desk), 2_000, "the end of access to the desk");
  expect(lead.denied).toEqual([desk]);
});

it("lets one connection greet once", async () => {
  const one = await reader(first.signatory.personId);
  const { engine } = one.socket.io;
  for (let i = 0; i < 3; i++) engine.write("0");
  await one.until(() => !one.socket.connected);
});
