import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { newId } from "~/domain/id";
import type { MessageView } from "~/domain/rooms/message";
import { applyRoomEvents, type RoomEvent } from "~/domain/rooms/message-list";
import { postMessage } from "~/domain/rooms/post-message.server";
import { readMessages } from "~/domain/rooms/read-messages.server";
import { readRooms } from "~/domain/rooms/read-unread.server";
import { removeGuest } from "~/domain/rooms/remove-guest.server";
import { stream } from "~/domain/streams";
import { rawSql } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { LiveReader } from "~tests/support/live-reader";
import { type RunningServer, startServer } from "~tests/support/server";
import { makeGuest, makeSmallWorld, type PersonName, type SmallWorld } from "~tests/support/small-world";

const database = await useDatabase();
let server: RunningServer;
let w: SmallWorld;
const readers: LiveReader[] = [];

beforeAll(async () => {
  server = await startServer({ databaseUrl: database.url, pages: false });
}, 90_000);
afterAll(() => server.stop());
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});

async function open(personId: string, follow = true): Promise<LiveReader> {
  const reader = await LiveReader.open(server.url, personId);
  readers.push(reader);
  if (follow) await reader.ask("live:subscribe", { cursors: [{ stream: stream("room", w.roomId), seq: 0 }] });
  return reader;
}
const openAs = (name: PersonName, follow = true) => open(w.people[name], follow);
const post = (reader: LiveReader, body: string, more: { opId?: string; roomId?: string; mentions?: string[] } = {}) =>
  reader.ask("message:post", { roomId: w.roomId, opId: newId(), body, mentions: [], ...more });
const bodies = (reader: LiveReader) =>
  reader.events.flatMap((e) => (e.type === "message.posted" && e.view ? [(e.view as MessageView).body] : []));

describe("posting over the socket", () => {
  it("is acknowledged after the commit, and everybody in the room has it with its author", async () => {
    w = await makeSmallWorld();
    const [lucia, ruth] = [await openAs("lucia"), await openAs("ruth")];
    const answer = await post(lucia, "Buenos días");
    expect(answer).toMatchObject({ ok: true, number: 1 });
    const [row] = await rawSql()`select number::int, author_id from messages where id = ${answer.messageId as string}`;
    expect(row).toEqual({ number: 1, author_id: w.people.lucia });
    for (const reader of [lucia, ruth]) {
      await reader.until(() => bodies(reader).length === 1);
      expect(reader.events[0]?.view).toMatchObject({
        number: 1,
        author: { name: "Lucia", organization: "Casa Ceiba" },
      });
    }
  });

  it("twice is once, also at the same moment from two tabs", async () => {
    w = await makeSmallWorld();
    const [one, two, ruth] = [await openAs("lucia"), await openAs("lucia"), await openAs("ruth")];
    const opId = newId();
    const answers = await Promise.all([
      post(one, "once", { opId }),
      post(two, "once", { opId }),
      post(one, "once", { opId }),
    ]);
    expect(new Set(answers.map((a) => a.messageId)).size).toBe(1);
    await post(ruth, "after");
    await ruth.until(() => bodies(ruth).length === 2);
    expect(bodies(ruth)).toEqual(["once", "after"]);
  });

  it("by six people at once is the same list for everybody, in order, without a gap, as a fresh load gives it", async () => {
    w = await makeSmallWorld();
    const names = ["lucia", "tomas", "ruth", "rosa", "lucia", "tomas"] as const;
    const open = await Promise.all(names.map((name) => openAs(name)));
    await Promise.all(open.flatMap((reader, r) => Array.from({ length: 8 }, (_, i) => post(reader, `${r}.${i}`))));
    const fresh = (await readMessages(await w.as("rosa"), w.roomId)).messages;
    expect(fresh.map((m) => m.number)).toEqual(Array.from({ length: 48 }, (_, i) => i + 1));
    for (const reader of open) {
      await reader.until(() => bodies(reader).length === 48);
      expect(applyRoomEvents([], reader.events as RoomEvent[])).toEqual(fresh);
    }
  });

  it("is refused to whoever may not be there, as if the room were not", async () => {
    w = await makeSmallWorld();
    for (const name of ["elias", "olga"] as const) {
      expect(await post(await openAs(name), "let me in")).toMatchObject({ ok: false, code: "not_found" });
    }
    expect(await post(await openAs("lucia"), "x", { roomId: newId() })).toMatchObject({ ok: false, code: "not_found" });
    expect(await post(await openAs("lucia"), " ")).toMatchObject({ ok: false, code: "message_empty" });
    expect(await post(await openAs("lucia"), "x".repeat(4001))).toMatchObject({
      ok: false,
      code: "message_too_long",
      facts: { max: 4000 },
    });
    const [row] = await rawSql()`select count(*)::int n from messages where room_id = ${w.roomId}`;
    expect(row?.n).toBe(0);
  });

  it("has a limit for a person, whatever the tab: thirty at once, then two a second; a neighbor does not notice", async () => {
    w = await makeSmallWorld();
    const [lucia, elsewhere, ruth] = [await openAs("lucia"), await openAs("lucia"), await openAs("ruth")];
    const began = performance.now();
    const answers = Array.from({ length: 60 }, (_, i) => post(i % 2 ? lucia : elsewhere, `${i}`));
    const settled = await Promise.all(answers);
    const seconds = (performance.now() - began) / 1000;
    const taken = settled.filter((a) => a.ok).length;
    expect(taken).toBeGreaterThanOrEqual(30);
    expect(taken).toBeLessThanOrEqual(31 + 2 * seconds);
    expect(settled.filter((a) => !a.ok)).toEqual(
      Array.from({ length: 60 - taken }, () => expect.objectContaining({ ok: false, code: "rate_limited" })),
    );
    expect(await post(ruth, "hello")).toMatchObject({ ok: true });
  });

  it("ends for a guest the moment that the guest is removed: not a byte after", async () => {
    w = await makeSmallWorld();
    const guest = await makeGuest(w, "Guest");
    const [outside, lucia] = [await open(guest.personId), await openAs("lucia")];
    expect(await post(outside, "thank you for having me")).toMatchObject({ ok: true });
    await outside.until(() => bodies(outside).length === 1);
    await removeGuest(await w.as("tomas"), { roomId: w.roomId, personId: guest.personId });
    await outside.until(() => outside.denied.includes(stream("room", w.roomId)), 1_000, "the end of access");
    expect(await post(outside, "and another thing")).toMatchObject({ ok: false, code: "not_found" });
    await post(lucia, "between us");
    await lucia.until(() => bodies(lucia).length === 2);
    expect(bodies(outside)).toEqual(["thank you for having me"]);
  });
});

describe("typing", () => {
  const heard = (reader: LiveReader) => {
    const names: string[] = [];
    reader.socket.on("room:typing", (who) => names.push(who.name));
    return names;
  };

  it("reaches the others in the room, under the session's name, at most once a second; not oneself, not outsiders", async () => {
    w = await makeSmallWorld();
    const [lucia, ruth, elias] = [await openAs("lucia"), await openAs("ruth"), await openAs("elias")];
    const [own, others, outside] = [heard(lucia), heard(ruth), heard(elias)];
    for (let i = 0; i < 5; i++) await lucia.ask("room:typing", { roomId: w.roomId });
    // What was sent after the typing has arrived, so the typing has, too.
    await post(lucia, "done");
    await ruth.until(() => bodies(ruth).length === 1);
    expect(others).toEqual(["Lucia"]);
    expect(own).toEqual([]);
    expect(outside).toEqual([]);
  });

  it("of somebody who was not let into the room reaches nobody", async () => {
    w = await makeSmallWorld();
    const [ruth, elias, stranger] = [await openAs("ruth"), await openAs("elias"), await openAs("lucia", false)];
    const others = heard(ruth);
    await elias.ask("room:typing", { roomId: w.roomId });
    // Lucía may read the room, but has not opened it.
    await stranger.ask("room:typing", { roomId: w.roomId });
    await postMessage(await w.as("lucia"), { roomId: w.roomId, opId: newId(), body: "after" });
    await ruth.until(() => bodies(ruth).length === 1);
    expect(others).toEqual([]);
  });
});

describe("marking as read", () => {
  it("moves the bookmark, and tells the person's own other tabs that a mention was read, and nobody else", async () => {
    w = await makeSmallWorld();
    await postMessage(await w.as("tomas"), {
      roomId: w.roomId,
      opId: newId(),
      body: "@Ruth",
      mentions: [w.people.ruth],
    });
    const [one, two, lucia] = [await openAs("ruth"), await openAs("ruth"), await openAs("lucia")];
    expect(await one.ask("room:read", { roomId: w.roomId, number: 1 })).toMatchObject({ ok: true });
    await two.until(() => two.events.some((e) => e.stream === stream("person", w.people.ruth)));
    expect((await readRooms(await w.as("ruth")))[0]?.unread).toBe(0);
    expect(lucia.events.some((e) => e.stream.startsWith("person:"))).toBe(false);
    expect(await (await openAs("elias")).ask("room:read", { roomId: w.roomId, number: 1 })).toMatchObject({
      ok: false,
      code: "not_found",
    });
  });
});

describe("a lost database connection", () => {
  it("loses no message: whoever was away catches up with what was said meanwhile, once", async () => {
    w = await makeSmallWorld();
    const [lucia, ruth] = [await openAs("lucia"), await openAs("ruth")];
    await post(lucia, "before");
    await ruth.until(() => bodies(ruth).length === 1);
    await database.killBackends();
    // The pool of this process was cut, too: its first statement may meet the dead connection.
    const again = async (): Promise<unknown> => {
      const member = await w.as("lucia").catch(() => null);
      return member
        ? postMessage(member, {
            roomId: w.roomId,
            opId: "00000000-0000-7000-8000-000000000001",
            body: "meanwhile",
          }).catch(again)
        : again();
    };
    await again();
    await ruth.until(() => bodies(ruth).includes("meanwhile"), 15_000);
    expect(bodies(ruth)).toEqual(["before", "meanwhile"]);
  });
});
