import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { answerAction } from "~/domain/actions/answer-action.server";
import {
  createCalendarFeed,
  readCalendarFeed,
  readFeed,
  revokeCalendarFeed,
} from "~/domain/actions/calendar-feed.server";
import { cancelAction } from "~/domain/actions/cancel-action.server";
import { editAction } from "~/domain/actions/edit-action.server";
import { type ActionInput, planAction } from "~/domain/actions/plan-action.server";
import { readAction } from "~/domain/actions/read-action.server";
import { readActionsBetween, readNextActions } from "~/domain/actions/read-actions.server";
import { readCalendar } from "~/domain/actions/read-calendar.server";
import { restoreAction } from "~/domain/actions/restore-action.server";
import { createLetter } from "~/domain/letters/create-letter.server";
import { readNotices } from "~/domain/people/notifications.server";
import { rawSql, transaction } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { eventsOf, makeGuest, makeSmallWorld, type PersonName, type SmallWorld } from "~tests/support/small-world";

await useDatabase();
let w: SmallWorld;
beforeAll(async () => {
  w = await makeSmallWorld();
});

const visit = (more: Partial<ActionInput> = {}): ActionInput => ({
  kind: "lobby_visit",
  title: "Lobby visits, House and Senate",
  campaignId: w.campaignId,
  leadOrganizationId: null,
  allDay: false,
  starts: "2032-03-19T09:30",
  ends: "2032-03-19T17:00",
  zone: "America/New_York",
  ...more,
});
const plan = async (name: PersonName, more: Partial<ActionInput> = {}) => planAction(await w.as(name), visit(more));

describe("planning an action", () => {
  it.each([
    ["rosa", "coordinator", "ok"],
    ["lucia", "signatory", "ok"],
    ["tomas", "delegate", "ok"],
    ["ruth", "member", "not_allowed"],
    ["elias", "delegate outside of the campaign", "not_found"],
    ["olga", "signatory of another coalition", "not_found"],
  ] as const)("%s (%s): %s", async (name, _who, outcome) => {
    const attempt = plan(name);
    if (outcome === "ok") await expect(attempt).resolves.toMatch(/^[0-9a-f-]{36}$/);
    else await expect(attempt).rejects.toMatchObject({ code: outcome });
  });

  it("reads the wall clock of the chosen zone, also across the change of clocks", async () => {
    w = await makeSmallWorld();
    const lucia = await w.as("lucia");
    const summer = await readAction(lucia, await plan("lucia", { starts: "2032-07-01T10:00", ends: "" }));
    expect([summer.startsAt, summer.endsAt]).toEqual(["2032-07-01T14:00:00.000Z", "2032-07-01T15:00:00.000Z"]);
    const winter = await readAction(
      lucia,
      await plan("lucia", { starts: "2032-01-05T10:00", ends: "2032-01-05T11:00" }),
    );
    expect(winter.startsAt).toBe("2032-01-05T15:00:00.000Z");
    const day = await readAction(
      lucia,
      await plan("lucia", { allDay: true, starts: "2032-04-21", ends: "2032-04-22" }),
    );
    expect(day).toMatchObject({ allDay: true, startsOn: "2032-04-21", endsOn: "2032-04-22", startsAt: null });
  });

  it.each([
    [{ starts: "" }, "required", "starts"],
    [{ starts: "2032-02-30T10:00" }, "invalid_time", "starts"],
    [{ ends: "2032-03-19T09:30" }, "ends_before_start", "ends"],
    [{ allDay: true, starts: "2032-03-19", ends: "2032-03-18" }, "ends_before_start", "ends"],
    [{ zone: "Mars/Olympus" }, "invalid_zone", "zone"],
    [{ title: " " }, "required", "title"],
    [{ link: "javascript:alert(1)" }, "invalid_url", "link"],
  ] as const)("refuses %o: %s at %s", async (more, code, field) => {
    await expect(plan("lucia", more)).rejects.toMatchObject({ code, field });
  });

  it("names only campaigns and organizations of the own coalition", async () => {
    await expect(plan("lucia", { campaignId: w.otherCampaignId })).rejects.toMatchObject({ code: "not_found" });
    const [elsewhere] =
      await rawSql()`select organization_id id from campaign_organizations where campaign_id = ${w.otherCampaignId}`;
    await expect(plan("lucia", { leadOrganizationId: elsewhere?.id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("tells everybody who may read it, once, and nobody else", async () => {
    w = await makeSmallWorld();
    await plan("lucia");
    const told = async (name: PersonName) => (await readNotices(await w.as(name))).map((n) => n.kind);
    expect(await told("ruth")).toEqual(["action_planned"]);
    expect(await told("rosa")).toEqual(["action_planned"]);
    expect(await told("lucia")).toEqual([]);
    expect(await told("elias")).toEqual([]);
    expect((await eventsOf(`campaign:${w.campaignId}`)).map((e) => e.type)).toEqual(["action.planned"]);
  });
});

describe("seeing actions", () => {
  it("of a campaign is for its people; of the coalition for all partners; for guests and others nothing", async () => {
    w = await makeSmallWorld();
    const inCampaign = await plan("lucia");
    const ofAll = await plan("lucia", { campaignId: null, title: "Briefing for all" });
    const seen = async (name: PersonName) => (await readNextActions(await w.as(name))).map((a) => a.id).sort();
    for (const name of ["rosa", "lucia", "ruth"] as const) expect(await seen(name)).toEqual([inCampaign, ofAll].sort());
    expect(await seen("elias")).toEqual([ofAll]);
    expect(await seen("olga")).toEqual([]);
    const guest = await makeGuest(w, "Guest");
    expect(await readNextActions(guest)).toEqual([]);
    for (const name of ["elias", "olga"] as const) {
      await expect(readAction(await w.as(name), inCampaign)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(readAction(guest, ofAll)).rejects.toMatchObject({ code: "not_found" });
  });

  it("between two days holds what touches them in any zone", async () => {
    w = await makeSmallWorld();
    const late = await plan("lucia", {
      starts: "2032-05-31T23:00",
      ends: "2032-06-01T01:00",
      zone: "America/Los_Angeles",
    });
    const long = await plan("lucia", { allDay: true, starts: "2032-05-28", ends: "2032-06-02" });
    await plan("lucia", { starts: "2032-07-10T10:00", ends: "" });
    const found = await readActionsBetween(await w.as("lucia"), "2032-06-01", "2032-06-30");
    expect(found.map((a) => a.id).sort()).toEqual([late, long].sort());
    expect((await readCalendar(await w.as("lucia"), "2032-06-01", "2032-06-30")).letters).toEqual([]);
  });

  it("holds a letter at its deadline while it is open, and at the moment it was closed after that", async () => {
    w = await makeSmallWorld();
    const lucia = await w.as("lucia");
    const letterId = await createLetter(lucia, {
      campaignId: w.campaignId,
      subject: "Open the road",
      locale: "en",
      leadOrganizationId: w.ceiba,
    });
    const at = async (status: string, closedAt: string | null) => {
      await transaction((tx) =>
        tx.execute(sql`update letters set status = ${status}, hard_deadline = '2032-06-20T12:00Z', closed_at = ${closedAt}
          where id = ${letterId}`),
      );
      return (await readCalendar(lucia, "2032-06-01", "2032-06-30")).letters.map(
        (letter) => `${letter.kind} ${letter.at}`,
      );
    };
    expect(await at("open", null)).toEqual(["closes 2032-06-20T12:00:00.000Z"]);
    expect(await at("closed", "2032-06-10T12:00:00Z")).toEqual(["closed 2032-06-10T12:00:00.000Z"]);
    expect(await at("archived", "2032-06-10T12:00:00Z")).toEqual([]);
  });
});

describe("answering", () => {
  it("keeps the last answer; 12 clicks at once are one row; counts are what the page shows", async () => {
    w = await makeSmallWorld();
    const actionId = await plan("lucia");
    const ruth = await w.as("ruth");
    await Promise.all(
      Array.from({ length: 12 }, (_, i) => answerAction(ruth, { actionId, answer: i % 2 ? "going" : "maybe" })),
    );
    const [row] = await rawSql()`select count(*)::int n from rsvps where action_id = ${actionId}`;
    expect(row?.n).toBe(1);
    await answerAction(ruth, { actionId, answer: "going" });
    const told = async () =>
      (await eventsOf(`campaign:${w.campaignId}`)).filter((e) => e.type === "action.answered").length;
    const before = await told();
    expect(before).toBeGreaterThan(0);
    await answerAction(ruth, { actionId, answer: "going" });
    expect(await told()).toBe(before);
    const page = await readAction(await w.as("lucia"), actionId);
    expect(page.answers.map((a) => [a.name, a.answer])).toEqual([["Ruth", "going"]]);
    // The three people of the campaign and the coordinator.
    expect(page.invited).toBe(4);
    expect((await readNextActions(ruth))[0]).toMatchObject({ answer: "going", going: 1 });
    await expect(answerAction(await w.as("elias"), { actionId, answer: "going" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("changing and cancelling", () => {
  it.each([
    ["rosa", "ok"],
    ["lucia", "ok"],
    ["tomas", "not_allowed"],
    ["ruth", "not_allowed"],
    ["elias", "not_found"],
    ["olga", "not_found"],
  ] as const)("by %s: %s (planned by lucia, no lead organization)", async (name, outcome) => {
    w = await makeSmallWorld();
    const actionId = await plan("lucia");
    const member = await w.as(name);
    for (const verb of [
      () => editAction(member, { actionId, ...visit({ title: "Changed" }) }),
      () => cancelAction(member, { actionId }),
      () => restoreAction(member, { actionId }),
    ]) {
      const attempt = verb();
      if (outcome === "ok") await expect(attempt).resolves.toBeUndefined();
      else await expect(attempt).rejects.toMatchObject({ code: outcome });
    }
  });

  it("raises the revision once for each real change, and tells those who answered when time or place moved", async () => {
    w = await makeSmallWorld();
    const actionId = await plan("lucia");
    const lucia = await w.as("lucia");
    await answerAction(await w.as("ruth"), { actionId, answer: "going" });
    const revision = async () => (await rawSql()`select revision from actions where id = ${actionId}`)[0]?.revision;
    await editAction(lucia, { actionId, ...visit() });
    expect(await revision()).toBe(0);
    await editAction(lucia, { actionId, ...visit({ description: "Bring the map." }) });
    expect(await revision()).toBe(1);
    const changes = async () =>
      (await readNotices(await w.as("ruth"))).filter((n) => n.kind === "action_changed").length;
    expect(await changes()).toBe(0);
    await editAction(lucia, { actionId, ...visit({ description: "Bring the map.", starts: "2032-03-19T10:00" }) });
    expect(await changes()).toBe(1);
    await cancelAction(lucia, { actionId });
    await cancelAction(lucia, { actionId });
    expect(await revision()).toBe(3);
    expect(await changes()).toBe(2);
    await expect(answerAction(await w.as("ruth"), { actionId, answer: "no" })).rejects.toMatchObject({
      code: "action_cancelled",
    });
    await expect(editAction(lucia, { actionId, ...visit() })).rejects.toMatchObject({ code: "action_cancelled" });
    expect(await readNextActions(lucia)).toEqual([]);
    expect((await readActionsBetween(lucia, "2032-03-01", "2032-03-31"))[0]).toMatchObject({ cancelled: true });
  });

  it("takes place after all when it is restored: with its answers, once, and told to those who answered", async () => {
    w = await makeSmallWorld();
    const actionId = await plan("lucia");
    const [lucia, ruth] = await Promise.all([w.as("lucia"), w.as("ruth")]);
    await answerAction(ruth, { actionId, answer: "going" });
    await restoreAction(lucia, { actionId });
    await cancelAction(lucia, { actionId });
    expect((await readAction(lucia, actionId)).can).toEqual({ answer: false, edit: false, restore: true });
    expect((await readAction(ruth, actionId)).can).toMatchObject({ restore: false });
    await restoreAction(lucia, { actionId });
    await restoreAction(lucia, { actionId });
    const page = await readAction(ruth, actionId);
    expect(page).toMatchObject({ cancelled: false, answer: "going", can: { answer: true, restore: false } });
    expect(await readNextActions(ruth)).toMatchObject([{ id: actionId }]);
    expect((await rawSql()`select revision from actions where id = ${actionId}`)[0]?.revision).toBe(2);
    expect((await readNotices(ruth)).filter((n) => n.kind === "action_changed")).toHaveLength(2);
    expect((await eventsOf(`campaign:${w.campaignId}`)).map((e) => e.type)).toEqual([
      "action.planned",
      "action.answered",
      "action.cancelled",
      "action.restored",
    ]);
  });

  it("shows the campaign that it leaves that it left", async () => {
    w = await makeSmallWorld();
    const actionId = await plan("lucia");
    await editAction(await w.as("lucia"), { actionId, ...visit({ campaignId: null }) });
    expect((await eventsOf(`campaign:${w.campaignId}`)).map((e) => e.type)).toEqual([
      "action.planned",
      "action.changed",
    ]);
  });
});

describe("the private calendar address", () => {
  it("shows exactly what its person may read at that moment, and nothing after they left", async () => {
    w = await makeSmallWorld();
    const inCampaign = await plan("lucia");
    const ofAll = await plan("lucia", { campaignId: null });
    const token = await createCalendarFeed(await w.as("ruth"));
    const ids = async () => (await readFeed(token)).actions.map((a) => a.id).sort();
    expect(await ids()).toEqual([inCampaign, ofAll].sort());
    const before = (await readFeed(token)).version;
    expect((await readFeed(token)).version).toBe(before);

    // Her organization leaves the campaign: the campaign's action goes with it.
    await transaction((tx) =>
      tx.execute(`delete from campaign_organizations where organization_id = '${w.hemisphere}'`),
    );
    expect(await ids()).toEqual([ofAll]);
    expect((await readFeed(token)).version).not.toBe(before);

    await transaction((tx) => tx.execute(`update posts set ended_at = now() where person_id = '${w.people.ruth}'`));
    await expect(readFeed(token)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is one at a time, stored as a hash, and ends when it is revoked", async () => {
    w = await makeSmallWorld();
    const lucia = await w.as("lucia");
    const first = await createCalendarFeed(lucia);
    const second = await createCalendarFeed(lucia);
    await expect(readFeed(first)).rejects.toMatchObject({ code: "not_found" });
    await expect(readFeed(second)).resolves.toBeTruthy();
    expect(await readCalendarFeed(lucia)).not.toBeNull();
    const rows = await rawSql()`select * from calendar_feeds`;
    expect(JSON.stringify(rows)).not.toContain(second);
    await revokeCalendarFeed(lucia);
    await revokeCalendarFeed(lucia);
    await expect(readFeed(second)).rejects.toMatchObject({ code: "not_found" });
    expect(await readCalendarFeed(lucia)).toBeNull();
    await expect(createCalendarFeed(await makeGuest(w, "Guest"))).rejects.toMatchObject({ code: "not_allowed" });
    await expect(readFeed("no-such-token")).rejects.toMatchObject({ code: "not_found" });
  });
});
