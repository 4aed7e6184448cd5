/**
 * Every message of the socket contract × who has no business with what it names. A message that is not in the list fails here.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { newId } from "~/domain/id";
import { createLetter } from "~/domain/letters/create-letter.server";
import { createRoom } from "~/domain/rooms/create-room.server";
import { type Stream, stream } from "~/domain/streams";
import { type ClientMessage, type ClientPayload, clientMessages } from "~/realtime/contract";
import { rawSql } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { LiveReader } from "~tests/support/live-reader";
import { type RunningServer, startServer } from "~tests/support/server";
import { makeWorld, type World } from "~tests/support/signing-world";
import { makeGuest } from "~tests/support/small-world";

const database = await useDatabase();
let server: RunningServer;
let mesa: World;
const people: Record<"other coalition" | "guest of another room" | "lead", string> = {
  "other coalition": "",
  "guest of another room": "",
  lead: "",
};
let room: string;
let letterId: string;
let languageVersionId: string;
let streams: Stream[];
const open: LiveReader[] = [];

beforeAll(async () => {
  server = await startServer({ databaseUrl: database.url, pages: false });
  mesa = await makeWorld();
  const other = await makeWorld();
  const lead = mesa.organizations[0];
  const stranger = other.organizations[0];
  if (!lead || !stranger) throw new Error("a world has organizations");
  const campaignId = mesa.campaignId;
  room = await createRoom(mesa.coordinator, { campaignId, name: "For us" });
  const roomId = await createRoom(mesa.coordinator, { campaignId, name: "With a guest" });
  letterId = await createLetter(lead.signatory, { campaignId, subject: "Rivers", locale: "en", text: "We ask you." });
  const [version] = await rawSql()`select id from language_versions where letter_id = ${letterId}`;
  languageVersionId = String(version?.id);
  people.lead = lead.signatory.personId;
  people["other coalition"] = stranger.signatory.personId;
  people["guest of another room"] = (await makeGuest({ roomId, mesa: mesa.coalitionId }, "Guest")).personId;
  streams = [
    stream("coalition", mesa.coalitionId),
    stream("campaign", campaignId),
    stream("room", room),
    stream("letter", letterId),
    stream("desk", letterId),
    stream("answers", letterId),
    stream("organization", lead.id),
    stream("person", lead.signatory.personId),
  ];
});
afterEach(() => {
  for (const reader of open.splice(0)) reader.close();
});
afterAll(() => server?.stop());

async function reader(who: keyof typeof people): Promise<LiveReader> {
  const made = await LiveReader.open(server.url, people[who]);
  open.push(made);
  return made;
}

/** What each message asks for: things of the mesa that a lead may use. */
const messages = (): { [M in ClientMessage]: ClientPayload<M> } => ({
  "live:subscribe": { cursors: streams.map((name) => ({ stream: name, seq: 0 })) },
  "live:unsubscribe": { streams },
  "presence:enter": { place: stream("letter", letterId) },
  "presence:leave": { place: stream("letter", letterId) },
  "room:typing": { roomId: room },
  "message:post": { roomId: room, opId: newId(), body: "I was here", mentions: [] },
  "room:read": { roomId: room, number: 0 },
  "doc:open": { languageVersionId, schemaVersion: 1, clientId: 7 },
  "doc:update": { languageVersionId, opId: newId(), update: new Uint8Array([0, 0]) },
  "doc:cursor": { languageVersionId, anchor: new Uint8Array([1]), head: new Uint8Array([1]) },
  "doc:close": { languageVersionId },
});

/** Which streams were opened, who was shown, and else the code of the refusal; `nothing` for what only ends one's own part. */
async function outcome(who: LiveReader, message: ClientMessage): Promise<string> {
  const answer = await who.ask(message, messages()[message] as never);
  if (!answer.ok) return String(answer.code);
  if ("refused" in answer) return `${(answer.refused as Stream[]).length} of ${streams.length} streams refused`;
  if ("people" in answer && !("update" in answer)) return `${(answer.people as unknown[]).length} people shown`;
  return Object.keys(answer).length > 1 ? "given" : "nothing";
}

describe.each(["other coalition", "guest of another room"] as const)("a socket of somebody from the %s", (who) => {
  it("gets nothing by any message, and nobody notices it", async () => {
    const inside = await reader("lead");
    const ownPresence = new Promise((resolve) => inside.socket.once("doc:presence", resolve));
    for (const message of ["live:subscribe", "presence:enter", "room:read", "doc:open"] as const) {
      expect(await inside.ask(message, messages()[message] as never)).toMatchObject({ ok: true });
    }
    await ownPresence;
    const heard: string[] = [];
    inside.socket.onAny((message: string) => heard.push(message));
    const counts = async () =>
      (
        await rawSql()`select (select count(*)::int from events) events, (select count(*)::int from messages) messages,
          (select count(*)::int from doc_updates) updates, (select count(*)::int from room_reads) reads`
      )[0];
    const before = await counts();

    const outside = await reader(who);
    const answers: Record<string, string> = {};
    for (const message of Object.keys(clientMessages) as ClientMessage[]) {
      answers[message] = await outcome(outside, message);
    }
    console.table(answers);
    expect(answers).toEqual({
      "live:subscribe": "8 of 8 streams refused",
      "live:unsubscribe": "nothing",
      "presence:enter": "0 people shown",
      "presence:leave": "nothing",
      "room:typing": "nothing",
      "message:post": "not_found",
      "room:read": "not_found",
      "doc:open": "not_found",
      "doc:update": "not_found",
      "doc:cursor": "nothing",
      "doc:close": "nothing",
    });
    // A message of one's own comes after whatever the others might have caused.
    await inside.ask("room:read", { roomId: room, number: 0 });
    expect(heard).toEqual([]);
    expect(outside.events).toEqual([]);
    expect(await counts()).toEqual(before);
  });
});

it("gives all of it to the lead: the list asks for what is there", async () => {
  const inside = await reader("lead");
  const answers: Record<string, string> = {};
  for (const message of Object.keys(clientMessages) as ClientMessage[])
    answers[message] = await outcome(inside, message);
  expect(answers).toMatchObject({
    "live:subscribe": "0 of 8 streams refused",
    "presence:enter": "1 people shown",
    "message:post": "given",
    "doc:open": "given",
  });
});
