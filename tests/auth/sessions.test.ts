import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import {
  createSession,
  endSession,
  endSessionById,
  endSessionsOf,
  listSessions,
  readSession,
} from "~/auth/sessions.server";
import { rawSql } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { signedIn } from "~tests/support/people";
import { eventsOf, makeSmallWorld, type SmallWorld } from "~tests/support/small-world";

await useDatabase();
let w: SmallWorld;
let lucia: string;
beforeEach(async () => {
  w = await makeSmallWorld();
  lucia = w.people.lucia;
});
const tokenOf = (cookie: string) => cookie.split("=")[1] ?? "";

describe("a session", () => {
  it("is a cookie that scripts and other sites do not get, with 256 random bits", async () => {
    const header = await createSession(lucia, "Firefox, Linux");
    expect(header).toMatch(/^session=[\w-]{43}; /);
    for (const attribute of ["HttpOnly", "SameSite=Lax", "Path=/"]) expect(header).toContain(attribute);
    expect(header).not.toContain("Domain");
  });

  it("is stored as a hash: whoever reads the database cannot be that person", async () => {
    const { cookie, person } = await signedIn(lucia);
    const token = tokenOf(cookie);
    const [row] = await rawSql()`select * from sessions where user_id = ${lucia}`;
    expect(row?.id).toBe(createHash("sha256").update(token).digest("hex"));
    expect(JSON.stringify(row)).not.toContain(token);
    expect(person).toMatchObject({ id: lucia, sessionId: row?.id });
    // What stands in the database opens nothing.
    expect(await readSession(`session=${row?.id}`)).toBeNull();
  });

  it("opens nothing with a wrong, empty or huge token", async () => {
    const { cookie } = await signedIn(lucia);
    for (const wrong of [
      null,
      "",
      "session=",
      `session=${"a".repeat(43)}`,
      `${cookie}x`,
      `session=${"x".repeat(5000)}`,
      "other=1",
    ]) {
      expect(await readSession(wrong)).toBeNull();
    }
    expect(await readSession(`lang=es; ${cookie}; theme=dark`)).not.toBeNull();
  });

  it("ends when idle, and for good after 30 days however much it is used", async () => {
    const { cookie } = await signedIn(lucia);
    const [row] =
      await rawSql()`select extract(epoch from expires_at - created_at) idle, extract(epoch from ends_at - created_at) whole
      from sessions where user_id = ${lucia}`;
    expect([Number(row?.idle), Number(row?.whole)].map((s) => Math.round(s / 86_400))).toEqual([7, 30]);
    await rawSql()`update sessions set ends_at = now() - interval '1 second' where user_id = ${lucia}`;
    expect(await readSession(cookie)).toBeNull();
    expect(await rawSql()`select 1 from sessions where user_id = ${lucia}`).toHaveLength(0);

    const idle = await signedIn(lucia);
    await rawSql()`update sessions set expires_at = now() - interval '1 second' where user_id = ${lucia}`;
    expect(await readSession(idle.cookie)).toBeNull();
  });

  it("slides with use, but never past its end", async () => {
    const { cookie } = await signedIn(lucia);
    await rawSql()`update sessions set expires_at = now() + interval '1 day', last_seen_at = now() - interval '6 days'
      where user_id = ${lucia}`;
    const [before] = await rawSql()`select ends_at from sessions where user_id = ${lucia}`;
    expect(await readSession(cookie)).not.toBeNull();
    const [after] =
      await rawSql()`select ends_at, expires_at > now() + interval '6 days' slid, last_seen_at > now() - interval '1 minute' seen
      from sessions where user_id = ${lucia}`;
    expect(after).toEqual({ ends_at: before?.ends_at, slid: true, seen: true });
  });

  it("ends with the person", async () => {
    const { cookie } = await signedIn(lucia);
    await rawSql()`update people set deactivated_at = now() where id = ${lucia}`;
    expect(await readSession(cookie)).toBeNull();
  });
});

describe("ending sessions", () => {
  it("ends this one, one of them, or all others, and tells the open tabs", async () => {
    const [a, b, c] = [await signedIn(lucia), await signedIn(lucia), await signedIn(lucia)];
    expect(await listSessions(lucia)).toHaveLength(3);
    expect(await endSession(a.cookie)).toContain("Max-Age=0");
    expect(await readSession(a.cookie)).toBeNull();
    await endSessionById(lucia, b.person.sessionId);
    await endSessionById(lucia, b.person.sessionId);
    expect(await readSession(b.cookie)).toBeNull();
    const d = await signedIn(lucia);
    await endSessionsOf(lucia, d.person.sessionId);
    expect([await readSession(c.cookie), (await readSession(d.cookie))?.sessionId]).toEqual([null, d.person.sessionId]);
    expect((await eventsOf(`person:${lucia}`)).map((e) => e.type)).toEqual([
      "session.ended",
      "session.ended",
      "session.ended",
    ]);
  });

  it("does not touch those of others, even by their id", async () => {
    const [own, other] = [await signedIn(lucia), await signedIn(w.people.tomas)];
    await endSessionById(lucia, other.person.sessionId);
    await endSessionsOf(lucia);
    expect([await readSession(own.cookie), (await readSession(other.cookie))?.person.id]).toEqual([
      null,
      w.people.tomas,
    ]);
  });
});
