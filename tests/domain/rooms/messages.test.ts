import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "~/domain/id";
import { countUnreadNotices, readNotices } from "~/domain/people/notifications.server";
import { archiveRoom } from "~/domain/rooms/archive-room.server";
import { deleteMessage } from "~/domain/rooms/delete-message.server";
import { editMessage } from "~/domain/rooms/edit-message.server";
import { markRead } from "~/domain/rooms/mark-read.server";
import { postMessage } from "~/domain/rooms/post-message.server";
import { readMessageViews } from "~/domain/rooms/read-message-views.server";
import { readMessages } from "~/domain/rooms/read-messages.server";
import { readRoom } from "~/domain/rooms/read-room.server";
import { readRooms } from "~/domain/rooms/read-unread.server";
import { removeGuest } from "~/domain/rooms/remove-guest.server";
import { rawSql } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { eventsOf, makeGuest, makeSmallWorld, type SmallWorld } from "~tests/support/small-world";

await useDatabase();
let w: SmallWorld;
beforeAll(async () => {
  w = await makeSmallWorld();
});
const say = async (
  name: Parameters<SmallWorld["as"]>[0],
  body: string,
  more: { opId?: string; mentions?: string[] } = {},
) => postMessage(await w.as(name), { roomId: w.roomId, opId: newId(), body, ...more });

describe("posting a message", () => {
  it("gives 20 that come at once the numbers 1 to 20, without a gap, and one event each", async () => {
    w = await makeSmallWorld();
    const posted = await Promise.all(
      Array.from({ length: 20 }, (_, i) => say(i % 2 ? "lucia" : "ruth", `message ${i}`)),
    );
    expect(posted.map((p) => p.number).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    const events = await eventsOf(`room:${w.roomId}`);
    expect(events.map((e) => e.type)).toEqual(Array(20).fill("message.posted"));
    // The order of the events is the order of the numbers: a browser that appends as they come is right.
    const byNumber = [...posted].sort((a, b) => a.number - b.number).map((p) => p.messageId);
    expect(events.map((e) => e.data.messageId)).toEqual(byNumber);
  });

  it("is once for one operation, also when the same comes eight times at once", async () => {
    const opId = newId();
    const answers = await Promise.all(Array.from({ length: 8 }, () => say("lucia", "once", { opId })));
    expect(new Set(answers.map((a) => a.messageId)).size).toBe(1);
    const [row] = await rawSql()`select count(*)::int n from messages where op_id = ${opId}`;
    expect(row?.n).toBe(1);
    // The same operation id of somebody else is another message.
    const theirs = await say("ruth", "mine", { opId });
    expect(theirs.messageId).not.toBe(answers[0]?.messageId);
  });

  it.each([
    ["rosa", "coordinator", true],
    ["lucia", "signatory of the campaign", true],
    ["ruth", "member of the campaign", true],
    ["elias", "partner outside of the campaign", false],
    ["olga", "person of another coalition", false],
  ] as const)("%s (%s): %s", async (name, _who, allowed) => {
    const attempt = say(name, "hello");
    if (allowed) await expect(attempt).resolves.toMatchObject({ number: expect.any(Number) });
    else await expect(attempt).rejects.toMatchObject({ code: "not_found" });
  });

  it("lets a guest talk in the room that they were invited to, until removed", async () => {
    const guest = await makeGuest(w, "Guest");
    const post = () => postMessage(guest, { roomId: w.roomId, opId: newId(), body: "from outside" });
    await expect(post()).resolves.toBeTruthy();
    await expect(postMessage(guest, { roomId: w.otherRoomId, opId: newId(), body: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(removeGuest(await w.as("ruth"), { roomId: w.roomId, personId: guest.personId })).rejects.toMatchObject(
      { code: "not_allowed" },
    );
    await removeGuest(await w.as("tomas"), { roomId: w.roomId, personId: guest.personId });
    await removeGuest(await w.as("tomas"), { roomId: w.roomId, personId: guest.personId });
    // Nothing else joins the guest to the coalition: the proof of membership cannot be made any more.
    const { readMember } = await import("~/domain/people/read-member.server");
    await expect(
      readMember({ id: guest.personId, name: "Guest", locale: "en", timeZone: "UTC" }, { id: w.mesa }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect((await eventsOf(`person:${guest.personId}`)).map((e) => e.type)).toEqual(["person.removed"]);
  });

  it("shows a guest who has spoken in the room, and nobody else of the campaign; a guest calls no organization", async () => {
    const quiet = await makeSmallWorld();
    const { roomId } = quiet;
    const guest = await makeGuest(quiet, "Guest");
    await postMessage(await quiet.as("lucia"), { roomId, opId: newId(), body: "Welcome" });
    const page = await readRoom(guest, roomId);
    expect(page.mentionables.map((m) => [m.kind, m.name])).toEqual([["person", "Lucia"]]);
    const mentions = [quiet.people.lucia, quiet.people.tomas, quiet.hemisphere];
    await postMessage(guest, { roomId, opId: newId(), body: "Hello", mentions });
    const told = await rawSql()`
      select person_id from notifications where kind = 'mention' and coalition_id = ${quiet.mesa}`;
    expect(told.map((n) => n.person_id)).toEqual([quiet.people.lucia]);
    // Whoever works there sees all of them.
    expect((await readRoom(await quiet.as("ruth"), roomId)).mentionables.length).toBeGreaterThan(3);
  });

  it("refuses what is empty or too long, and says how much is allowed", async () => {
    await expect(say("lucia", "  \n ")).rejects.toMatchObject({ code: "message_empty", field: "body" });
    await expect(say("lucia", "x".repeat(4001))).rejects.toMatchObject({
      code: "message_too_long",
      facts: { max: 4000 },
    });
    await expect(say("lucia", "x".repeat(4000))).resolves.toBeTruthy();
  });

  it("keeps nothing of a message whose transaction is torn", async () => {
    const before = await eventsOf(`room:${w.roomId}`);
    const member = await w.as("lucia");
    const sql = rawSql();
    // A lock on the room holds the verb inside its transaction while its backend is killed.
    const opId = newId();
    await sql.begin(async (tx) => {
      await tx`select 1 from rooms where id = ${w.roomId} for update`;
      const attempt = postMessage(member, { roomId: w.roomId, opId, body: "torn" });
      const failed = attempt.catch((e: unknown) => e);
      let killed = 0;
      while (killed === 0) {
        const rows = await tx`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`;
        killed = rows.length;
      }
      expect(await failed).toBeInstanceOf(Error);
    });
    const [row] = await sql`select count(*)::int n from messages where op_id = ${opId}`;
    expect(row?.n).toBe(0);
    expect(await eventsOf(`room:${w.roomId}`)).toHaveLength(before.length);
  });
});

/** Mails of notices that wait for the worker. */
async function mailJobs(): Promise<number> {
  const [row] = await rawSql()`
    select count(*)::int n from graphile_worker.jobs where task_identifier = 'mail_notification'`;
  return Number(row?.n);
}

describe("mentions", () => {
  it("tell the person, once, and everybody of a mentioned organization, but never oneself or outsiders", async () => {
    w = await makeSmallWorld();
    const before = await mailJobs();
    await say("tomas", "@Ruth y @Casa Ceiba, ¿pueden?", {
      mentions: [w.people.ruth, w.ceiba, w.people.tomas, w.people.elias, w.people.olga, newId()],
    });
    const kinds = async (name: Parameters<SmallWorld["as"]>[0]) =>
      (await readNotices(await w.as(name))).map((n) => n.kind);
    expect(await kinds("ruth")).toEqual(["mention"]);
    expect(await kinds("lucia")).toEqual(["mention"]);
    expect(await kinds("tomas")).toEqual([]);
    expect(await kinds("elias")).toEqual([]);
    expect((await eventsOf(`person:${w.people.ruth}`)).map((e) => e.type)).toEqual(["person.notified"]);
    expect((await mailJobs()) - before).toBe(2);
  });

  it("of the same person in the same room are a notice each, and one mail in a quarter of an hour", async () => {
    w = await makeSmallWorld();
    const before = await mailJobs();
    for (let i = 0; i < 10; i++) await say("tomas", `@Ruth ${i}`, { mentions: [w.people.ruth, w.people.lucia] });
    expect((await readNotices(await w.as("ruth"))).length).toBe(10);
    expect((await mailJobs()) - before).toBe(2);
    await rawSql()`update rate_limits set expire = 1 where key like 'mention_mails:%'`;
    await say("tomas", "@Ruth", { mentions: [w.people.ruth] });
    expect((await mailJobs()) - before).toBe(3);
  });

  it("are read when the room is read that far, and an edit tells only those who are new", async () => {
    w = await makeSmallWorld();
    const { messageId, number } = await say("tomas", "@Ruth", { mentions: [w.people.ruth] });
    await editMessage(await w.as("tomas"), {
      messageId,
      body: "@Ruth @Lucia",
      mentions: [w.people.ruth, w.people.lucia],
    });
    expect(await countUnreadNotices(await w.as("ruth"))).toBe(1);
    expect(await countUnreadNotices(await w.as("lucia"))).toBe(1);
    await markRead(await w.as("ruth"), { roomId: w.roomId, number: number - 1 });
    expect(await countUnreadNotices(await w.as("ruth"))).toBe(1);
    await markRead(await w.as("ruth"), { roomId: w.roomId, number });
    expect(await countUnreadNotices(await w.as("ruth"))).toBe(0);
    expect(await countUnreadNotices(await w.as("lucia"))).toBe(1);
  });

  it("disappear from notices with the message", async () => {
    w = await makeSmallWorld();
    const { messageId } = await say("tomas", "@Ruth", { mentions: [w.people.ruth] });
    await deleteMessage(await w.as("tomas"), { messageId });
    expect(await readNotices(await w.as("ruth"))).toEqual([]);
  });
});

describe("editing and deleting", () => {
  it("is the author's alone; to whoever may not read the room, the message is not there", async () => {
    w = await makeSmallWorld();
    const { messageId } = await say("lucia", "first");
    for (const verb of [editMessage, deleteMessage] as const) {
      const input = { messageId, body: "changed" };
      await expect(verb(await w.as("rosa"), input)).rejects.toMatchObject({ code: "not_allowed" });
      await expect(verb(await w.as("ruth"), input)).rejects.toMatchObject({ code: "not_allowed" });
      await expect(verb(await w.as("elias"), input)).rejects.toMatchObject({ code: "not_found" });
      await expect(verb(await w.as("olga"), input)).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await readMessages(await w.as("ruth"), w.roomId)).messages[0]?.body).toBe("first");
  });

  it("marks an edit; twice the same is one; a deleted text is gone from the database and cannot be edited", async () => {
    w = await makeSmallWorld();
    const { messageId } = await say("lucia", "the first text, with a secret");
    const lucia = await w.as("lucia");
    await editMessage(lucia, { messageId, body: "second" });
    await editMessage(lucia, { messageId, body: "second" });
    expect((await readMessages(lucia, w.roomId)).messages[0]).toMatchObject({
      body: "second",
      editedAt: expect.any(String),
    });
    await deleteMessage(lucia, { messageId });
    await deleteMessage(lucia, { messageId });
    expect((await readMessages(lucia, w.roomId)).messages[0]).toMatchObject({ body: "", deleted: true, number: 1 });
    const [row] = await rawSql()`select body from messages where id = ${messageId}`;
    expect(row?.body).toBe("");
    await expect(editMessage(lucia, { messageId, body: "back" })).rejects.toMatchObject({ code: "not_found" });
    expect((await eventsOf(`room:${w.roomId}`)).map((e) => e.type)).toEqual([
      "message.posted",
      "message.edited",
      "message.deleted",
    ]);
  });
});

describe("live equals reload", () => {
  it("for posting, editing and deleting: what the relay hands on gives the list that a fresh load gives", async () => {
    w = await makeSmallWorld();
    const lucia = await w.as("lucia");
    const first = await say("lucia", "one");
    await say("ruth", "two", { mentions: [w.people.lucia] });
    const third = await say("lucia", "three");
    await editMessage(lucia, { messageId: first.messageId, body: "one, better" });
    await deleteMessage(lucia, { messageId: third.messageId });
    await say("ruth", "four");
    const { applyRoomEvents } = await import("~/domain/rooms/message-list");
    const events = await eventsOf(`room:${w.roomId}`);
    const views = await readMessageViews(events.map((e) => e.data.messageId as string));
    const live = applyRoomEvents(
      [],
      events.map((e) => ({ type: e.type, view: views.get(e.data.messageId as string) })),
    );
    expect(live).toEqual((await readMessages(await w.as("ruth"), w.roomId)).messages);
    expect(live.map((m) => m.body)).toEqual(["one, better", "two", "", "four"]);
  });
});

describe("reading", () => {
  it("goes backwards in pages of 50 that meet without overlap, down to the first", async () => {
    w = await makeSmallWorld();
    for (let i = 1; i <= 103; i++) await say(i % 2 ? "lucia" : "ruth", `n ${i}`);
    const ruth = await w.as("ruth");
    const seen: number[] = [];
    let before: number | null = null;
    do {
      const page = await readMessages(ruth, w.roomId, { before });
      seen.unshift(...page.messages.map((m) => m.number));
      before = page.olderThan;
    } while (before !== null);
    expect(seen).toEqual(Array.from({ length: 103 }, (_, i) => i + 1));
    await expect(readMessages(await w.as("olga"), w.roomId)).rejects.toMatchObject({ code: "not_found" });
    // Back to the first unread one, however far that is.
    expect((await readMessages(ruth, w.roomId, { atLeastFrom: 20 })).messages[0]?.number).toBeLessThanOrEqual(20);
  });

  it("counts what came after the bookmark, which never moves backwards; one's own posting moves it", async () => {
    w = await makeSmallWorld();
    for (let i = 0; i < 3; i++) await say("lucia", `n ${i}`);
    const unread = async (name: Parameters<SmallWorld["as"]>[0]) => (await readRooms(await w.as(name)))[0]?.unread;
    expect(await unread("ruth")).toBe(3);
    expect(await unread("lucia")).toBe(0);
    await markRead(await w.as("ruth"), { roomId: w.roomId, number: 2 });
    await markRead(await w.as("ruth"), { roomId: w.roomId, number: 1 });
    expect(await unread("ruth")).toBe(1);
    await markRead(await w.as("ruth"), { roomId: w.roomId, number: 99 });
    expect(await unread("ruth")).toBe(0);
    await say("lucia", "n 4");
    expect(await unread("ruth")).toBe(1);
    await expect(markRead(await w.as("elias"), { roomId: w.roomId, number: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await readRooms(await w.as("elias"))).toEqual([]);
  });

  it("offers for mentioning exactly those who may read the room", async () => {
    w = await makeSmallWorld();
    const page = await readRoom(await w.as("tomas"), w.roomId);
    expect(page.mentionables.map((m) => m.name)).toEqual(["Lucia", "Rosa", "Ruth", "Casa Ceiba", "Hemisphere Desk"]);
    expect(page).toMatchObject({
      people: 4,
      organizations: 2,
      can: { chat: true, edit: true, inviteGuest: true, archive: true, restore: false },
    });
    expect((await readRoom(await w.as("ruth"), w.roomId)).can).toEqual({
      chat: true,
      edit: false,
      archive: false,
      restore: false,
      inviteGuest: false,
    });
  });
});

describe("an archived room", () => {
  it("can be read but not written to; archiving twice is once", async () => {
    w = await makeSmallWorld();
    await say("lucia", "last word");
    await expect(archiveRoom(await w.as("ruth"), { roomId: w.roomId })).rejects.toMatchObject({ code: "not_allowed" });
    await archiveRoom(await w.as("tomas"), { roomId: w.roomId });
    await archiveRoom(await w.as("tomas"), { roomId: w.roomId });
    await expect(say("lucia", "too late")).rejects.toMatchObject({ code: "room_archived" });
    expect((await readMessages(await w.as("ruth"), w.roomId)).messages).toHaveLength(1);
    expect(await readRooms(await w.as("ruth"))).toEqual([]);
    expect((await eventsOf(`room:${w.roomId}`)).filter((e) => e.type === "room.archived")).toHaveLength(1);
  });
});
