import { and, eq } from "drizzle-orm";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createSession, endSessionsOf } from "~/auth/sessions.server";
import { bringInOrganizations } from "~/domain/campaigns/bring-in-organizations.server";
import { takeOutOrganization } from "~/domain/campaigns/take-out-organization.server";
import { newId } from "~/domain/id";
import type { Member, Person } from "~/domain/member";
import { readMember } from "~/domain/people/read-member.server";
import { recordEvent } from "~/domain/record-event.server";
import { postMessage } from "~/domain/rooms/post-message.server";
import { stream } from "~/domain/streams";
import { db, transaction } from "~db/client.server";
import { campaigns, coalitions, eventStreams, people, posts, rooms } from "~db/schema";
import { useDatabase } from "~tests/support/database";
import { LiveReader } from "~tests/support/live-reader";
import { startServer } from "~tests/support/server";

const database = await useDatabase({ seeded: true });
let server = await startServer({ databaseUrl: database.url, pages: false });
const open: LiveReader[] = [];
afterEach(() => {
  for (const reader of open.splice(0)) reader.close();
});
afterAll(() => server.stop());

async function personId(name: string): Promise<string> {
  const [row] = await db.select({ id: people.id }).from(people).where(eq(people.name, name));
  if (!row) throw new Error(`nobody is called ${name}`);
  return row.id;
}
async function memberNamed(name: string): Promise<Member> {
  const [row] = await db.select().from(people).where(eq(people.name, name));
  return readMember(row as unknown as Person, { slug: "mesa" });
}
async function reader(name: string): Promise<LiveReader> {
  const made = await LiveReader.open(server.url, await personId(name));
  open.push(made);
  return made;
}
async function roomOf(campaign: string): Promise<string> {
  const [row] = await db
    .select({ id: rooms.id })
    .from(rooms)
    .innerJoin(campaigns, eq(campaigns.id, rooms.campaignId))
    .where(eq(campaigns.name, campaign));
  if (!row) throw new Error(`no room in ${campaign}`);
  return row.id;
}
async function headOf(name: string): Promise<number> {
  const [row] = await db.select().from(eventStreams).where(eq(eventStreams.stream, name));
  return row?.head ?? 0;
}
const say = async (member: Member, roomId: string, body: string) =>
  postMessage(member, { roomId, opId: newId(), body });

const room = await roomOf("Promote Peace");
const roomStream = stream("room", room);
const yesenia = await memberNamed("Yesenia Mosquera");

describe("the door", () => {
  it.each([
    ["without a session", { cookie: "" }],
    ["with a made-up token", { cookie: `session=${"a".repeat(43)}` }],
    ["from another origin", { origin: "https://evil.example" }],
    ["without an origin", { origin: null }],
  ])("refuses a socket %s", async (_what, options) => {
    const id = await personId("Ruth Abernathy");
    await expect(LiveReader.open(server.url, id, options)).rejects.toThrow();
  });

  it("lets in a browser with a session, and ends a socket that sends what is not in the contract", async () => {
    const honest = await reader("Ruth Abernathy");
    expect(honest.socket.connected).toBe(true);
    const strange = await reader("Ruth Abernathy");
    strange.socket.io.opts.reconnection = false;
    (strange.socket as unknown as { emit(message: string, payload: object): void }).emit("admin:everything", {});
    await strange.until(() => !strange.socket.connected);
    const malformed = await reader("Ruth Abernathy");
    malformed.socket.io.opts.reconnection = false;
    (malformed.socket as unknown as { emit(message: string, payload: null): void }).emit("live:subscribe", null);
    await malformed.until(() => !malformed.socket.connected);
    expect(honest.socket.connected).toBe(true);
  });
});

describe("streams", () => {
  it("lets nobody follow what they may not read", async () => {
    const [watershed] = await db.select().from(coalitions).where(eq(coalitions.slug, "watershed"));
    const ruth = await personId("Ruth Abernathy");
    const outsider = await reader("Opal Jennings");
    const asked = [
      stream("coalition", yesenia.coalitionId),
      roomStream,
      stream("person", ruth),
      stream("organization", yesenia.actingForId ?? ""),
      stream("coalition", watershed?.id ?? ""),
    ];
    const answer = await outsider.ask("live:subscribe", { cursors: asked.map((s) => ({ stream: s, seq: 0 })) });
    expect(answer).toEqual({ ok: true, refused: asked.slice(0, 4) });
  });

  it("brings a room's messages to who may read it, in order and once, and to no outsider", async () => {
    const head = await headOf(roomStream);
    const [hernan, susan, outsider] = await Promise.all([
      reader("Hernán Palacios"),
      reader("Susan Kowalczyk"),
      reader("Suyapa Mejía"),
    ]);
    const cursors = [{ stream: roomStream, seq: head }];
    expect((await hernan.ask("live:subscribe", { cursors })).refused).toEqual([]);
    expect((await susan.ask("live:subscribe", { cursors })).refused).toEqual([]);
    expect((await outsider.ask("live:subscribe", { cursors })).refused).toEqual([roomStream]);
    for (let i = 0; i < 20; i++) await say(yesenia, room, `mensaje ${i}`);
    const expected = Array.from({ length: 20 }, (_, i) => head + 1 + i);
    await hernan.until(() => hernan.seqs(roomStream).length >= 20);
    await susan.until(() => susan.seqs(roomStream).length >= 20);
    expect(hernan.seqs(roomStream)).toEqual(expected);
    expect(susan.seqs(roomStream)).toEqual(expected);
    const bodies = hernan.events.map((e) => (e as { view?: { body: string } }).view?.body);
    expect(bodies).toEqual(Array.from({ length: 20 }, (_, i) => `mensaje ${i}`));
    expect(outsider.socket.connected).toBe(true);
    expect(outsider.events).toEqual([]);
  });

  it("gives a reader who was away what was missed, from the number it had", async () => {
    const head = await headOf(roomStream);
    for (let i = 0; i < 5; i++) await say(yesenia, room, `entretanto ${i}`);
    const late = await reader("Hernán Palacios");
    await late.ask("live:subscribe", { cursors: [{ stream: roomStream, seq: head + 2 }] });
    await late.until(() => late.seqs(roomStream).length >= 3);
    expect(late.seqs(roomStream)).toEqual([head + 3, head + 4, head + 5]);
  });
});

describe("faults", () => {
  it("loses nothing when every database connection is cut, the listener's included", async () => {
    const head = await headOf(roomStream);
    const susan = await reader("Susan Kowalczyk");
    await susan.ask("live:subscribe", { cursors: [{ stream: roomStream, seq: head }] });
    let posted = 0;
    for (let round = 0; round < 5; round++) {
      await database.killBackends();
      for (let i = 0; i < 4; i++) {
        // Our own connections were cut too: a refused post was not acknowledged and is not counted.
        if (
          await say(yesenia, room, `ronda ${round}`).then(
            () => true,
            () => false,
          )
        )
          posted++;
      }
    }
    expect(posted).toBeGreaterThan(0);
    const expected = Array.from({ length: (await headOf(roomStream)) - head }, (_, i) => head + 1 + i);
    expect(expected.length).toBeGreaterThanOrEqual(posted);
    await susan.until(() => susan.seqs(roomStream).length >= expected.length);
    expect(susan.seqs(roomStream)).toEqual(expected);
  });

  it("catches up after the server was killed and started again", async () => {
    const head = await headOf(roomStream);
    const susan = await reader("Susan Kowalczyk");
    await susan.ask("live:subscribe", { cursors: [{ stream: roomStream, seq: head }] });
    await say(yesenia, room, "antes");
    await susan.until(() => susan.seqs(roomStream).length === 1, 30_000, "the message before");
    await server.kill();
    await susan.until(() => !susan.socket.connected, 30_000, "the end of the connection");
    await say(yesenia, room, "durante");
    server = await startServer({ databaseUrl: database.url, pages: false, port: server.port });
    await susan.until(() => susan.socket.connected, 30_000, "the new connection");
    await susan.ask("live:subscribe", { cursors: [{ stream: roomStream, seq: head + 1 }] });
    await say(yesenia, room, "después");
    await susan.until(() => susan.seqs(roomStream).length === 3, 30_000, "what was missed");
    expect(susan.seqs(roomStream)).toEqual([head + 1, head + 2, head + 3]);
  });
});

describe("access that ends", () => {
  it("reaches every open tab of a removed person within a second, and not one event after", async () => {
    const hernan = await memberNamed("Hernán Palacios");
    const head = await headOf(roomStream);
    const tabs = await Promise.all([reader("Hernán Palacios"), reader("Hernán Palacios")]);
    const stays = await reader("Susan Kowalczyk");
    for (const tab of [...tabs, stays])
      await tab.ask("live:subscribe", { cursors: [{ stream: roomStream, seq: head }] });
    const organizationId = hernan.actingForId as string;
    const removed = performance.now();
    await transaction(async (tx) => {
      await tx
        .update(posts)
        .set({ endedAt: new Date() })
        .where(and(eq(posts.personId, hernan.personId), eq(posts.organizationId, organizationId)));
      await recordEvent(tx, yesenia.personId, "person.removed", {
        coalitionId: hernan.coalitionId,
        organizationId,
        personId: hernan.personId,
      });
    });
    for (const tab of tabs) await tab.until(() => tab.denied.includes(roomStream), 1_000, "the end of access");
    console.log(`access ended in ${Math.round(performance.now() - removed)} ms in ${tabs.length} tabs`);
    await say(yesenia, room, "ya no está");
    await stays.until(() => stays.seqs(roomStream).length === 1);
    for (const tab of tabs) {
      expect(tab.seqs(roomStream)).toEqual([]);
      const again = await tab.ask("live:subscribe", { cursors: [{ stream: roomStream, seq: 0 }] });
      expect(again.refused).toEqual([roomStream]);
      expect(tab.events.filter((e) => e.stream === roomStream)).toEqual([]);
    }
  });

  it("reaches the people of an organization that was taken out of the campaign, and nobody else", async () => {
    const rocio = await memberNamed("Rocío Quispe");
    const [campaign] = await db.select({ id: rooms.campaignId }).from(rooms).where(eq(rooms.id, room));
    const campaignId = campaign?.id ?? "";
    const [out, stays] = await Promise.all([reader("Rocío Quispe"), reader("Yesenia Mosquera")]);
    const asked = [roomStream, stream("campaign", campaignId)];
    const heads = await Promise.all(asked.map(async (s) => ({ stream: s, seq: await headOf(s) })));
    for (const tab of [out, stays]) expect((await tab.ask("live:subscribe", { cursors: heads })).refused).toEqual([]);
    await takeOutOrganization(yesenia, { campaignId, organizationId: rocio.actingForId as string });
    await out.until(() => asked.every((s) => out.denied.includes(s)), 1_000, "the end of access");
    await say(yesenia, room, "entre quienes siguen");
    await stays.until(() => stays.seqs(roomStream).length === 1);
    expect(stays.denied).toEqual([]);
    expect(out.seqs(roomStream)).toEqual([]);
    await bringInOrganizations(yesenia, { campaignId, organizationIds: [rocio.actingForId as string] });
  });

  it("closes the sockets of a session that was ended", async () => {
    const id = await personId("Susan Kowalczyk");
    const cookie = (await createSession(id, "another device")).split(";")[0];
    const tab = await LiveReader.open(server.url, id, { cookie });
    open.push(tab);
    tab.socket.io.opts.reconnection = false;
    await tab.ask("live:subscribe", { cursors: [] });
    const ended = performance.now();
    await endSessionsOf(id);
    await tab.until(() => !tab.socket.connected, 1_000, "the end of the socket");
    expect(tab.sessionEnded).toBe(true);
    console.log(`socket closed ${Math.round(performance.now() - ended)} ms after its session ended`);
  });
});
