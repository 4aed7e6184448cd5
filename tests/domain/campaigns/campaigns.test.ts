import { beforeEach, describe, expect, it } from "vitest";
import { archiveCampaign } from "~/domain/campaigns/archive-campaign.server";
import { bringInOrganizations } from "~/domain/campaigns/bring-in-organizations.server";
import { createCampaign } from "~/domain/campaigns/create-campaign.server";
import { editCampaign } from "~/domain/campaigns/edit-campaign.server";
import { readCampaign, readCampaigns, readPartnersOutside } from "~/domain/campaigns/read-campaigns.server";
import { takeOutOrganization } from "~/domain/campaigns/take-out-organization.server";
import { readActivity } from "~/domain/home/read-activity.server";
import { readHome } from "~/domain/home/read-home.server";
import { cancelLetter } from "~/domain/letters/cancel-letter.server";
import { createLetter } from "~/domain/letters/create-letter.server";
import { createRoom } from "~/domain/rooms/create-room.server";
import { editRoom } from "~/domain/rooms/edit-room.server";
import { inviteGuest } from "~/domain/rooms/invite-guest.server";
import { readRooms } from "~/domain/rooms/read-unread.server";
import { rawSql } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { eventsOf, makeGuest, makeSmallWorld, type PersonName, type SmallWorld } from "~tests/support/small-world";

await useDatabase();
let w: SmallWorld;
beforeEach(async () => {
  w = await makeSmallWorld();
});
const types = async (stream: string) => (await eventsOf(stream)).map((e) => e.type);

describe("creating a campaign", () => {
  it("gives it a first room, the creator's organization and those named", async () => {
    const lucia = await w.as("lucia");
    const { campaignId, roomId } = await createCampaign(lucia, {
      name: "  Protect   Refugees ",
      purpose: "One.\r\n\r\n\r\nTwo.",
      organizationIds: [w.patuca],
    });
    const campaign = await readCampaign(lucia, campaignId);
    expect(campaign).toMatchObject({ name: "Protect Refugees", purpose: "One.\n\nTwo.", letters: 0, actions: 0 });
    expect(campaign.organizations.map((o) => o.name)).toEqual(["Casa Ceiba", "Coordinadora Patuca"]);
    expect(campaign.rooms).toMatchObject([{ id: roomId, name: "Protect Refugees" }]);
    expect(await types(`campaign:${campaignId}`)).toEqual([
      "campaign.created",
      "campaign.organization_joined",
      "campaign.organization_joined",
      "room.created",
    ]);
    // Elías of Patuca reads it, Ruth of Hemisphere only sees that it exists.
    await expect(readCampaign(await w.as("elias"), campaignId)).resolves.toBeTruthy();
    await expect(readCampaign(await w.as("ruth"), campaignId)).rejects.toMatchObject({ code: "not_found" });
    expect((await readCampaigns(await w.as("ruth"))).find((c) => c.id === campaignId)).toMatchObject({
      open: false,
      inside: null,
    });
    expect((await readCampaigns(lucia)).find((c) => c.id === campaignId)).toMatchObject({
      inside: { organizations: 2, letters: 0 },
    });
    await createLetter(lucia, { campaignId, subject: "Open the road", locale: "en", leadOrganizationId: w.ceiba });
    expect((await readCampaigns(lucia)).find((c) => c.id === campaignId)).toMatchObject({ inside: { letters: 1 } });
    expect((await readCampaigns(await w.as("olga"))).map((c) => c.id)).toEqual([w.otherCampaignId]);
  });

  it("is for those who work for an organization, and names only partners", async () => {
    await expect(createCampaign(await w.as("ruth"), { name: "x" })).rejects.toMatchObject({ code: "not_allowed" });
    await expect(createCampaign(await makeGuest(w, "G"), { name: "x" })).rejects.toMatchObject({ code: "not_allowed" });
    await expect(createCampaign(await w.as("rosa"), { name: " " })).rejects.toMatchObject({
      code: "required",
      field: "name",
    });
    const [elsewhere] =
      await rawSql()`select organization_id id from campaign_organizations where campaign_id = ${w.otherCampaignId}`;
    await expect(
      createCampaign(await w.as("rosa"), { name: "x", organizationIds: [elsewhere?.id] }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("taking an organization out of a campaign", () => {
  const takeOut = async (name: PersonName, organizationId: string) =>
    takeOutOrganization(await w.as(name), { campaignId: w.campaignId, organizationId });

  it.each([
    ["rosa", "ok"],
    ["lucia", "ok"],
    ["tomas", "ok"],
    ["ruth", "not_allowed"],
    ["elias", "not_allowed"],
    ["olga", "not_found"],
  ] as const)("by %s: %s", async (name, outcome) => {
    const attempt = takeOut(name, w.hemisphere);
    if (outcome === "ok") await expect(attempt).resolves.toBeUndefined();
    else await expect(attempt).rejects.toMatchObject({ code: outcome });
  });

  it("ends what its people read, tells them and the campaign once, and it can be brought in again", async () => {
    const ruth = await w.as("ruth");
    await expect(readCampaign(ruth, w.campaignId)).resolves.toBeTruthy();
    await takeOut("lucia", w.hemisphere);
    await takeOut("lucia", w.hemisphere);
    await takeOut("lucia", w.patuca);
    await expect(readCampaign(ruth, w.campaignId)).rejects.toMatchObject({ code: "not_found" });
    expect(await readRooms(ruth)).toEqual([]);
    expect((await readCampaigns(ruth)).find((c) => c.id === w.campaignId)).toMatchObject({
      open: false,
      inside: null,
    });
    for (const stream of [`campaign:${w.campaignId}`, `organization:${w.hemisphere}`])
      expect(await types(stream)).toEqual(["campaign.organization_left"]);
    expect(await types(`person:${w.people.ruth}`)).toEqual(["person.access_changed"]);
    expect(await types(`person:${w.people.lucia}`)).toEqual([]);
    await bringInOrganizations(await w.as("rosa"), { campaignId: w.campaignId, organizationIds: [w.hemisphere] });
    await expect(readCampaign(ruth, w.campaignId)).resolves.toBeTruthy();
  });

  it("is refused while it leads a letter of the campaign that is on its way", async () => {
    const letterId = await createLetter(await w.as("rosa"), {
      campaignId: w.campaignId,
      subject: "Open the road",
      locale: "en",
      leadOrganizationId: w.hemisphere,
    });
    await expect(takeOut("rosa", w.hemisphere)).rejects.toMatchObject({
      code: "lead_cannot_leave",
      facts: { title: "Open the road" },
    });
    await cancelLetter(await w.as("rosa"), { letterId, reason: "Overtaken by events" });
    await expect(takeOut("rosa", w.hemisphere)).resolves.toBeUndefined();
  });
});

describe("changing a campaign", () => {
  const outcomes: [PersonName, string][] = [
    ["rosa", "ok"],
    ["lucia", "ok"],
    ["tomas", "ok"],
    ["ruth", "not_allowed"],
    ["elias", "not_allowed"],
    ["olga", "not_found"],
  ];
  it.each(outcomes)("by %s: %s", async (name, outcome) => {
    const member = await w.as(name);
    const attempts = [
      editCampaign(member, { campaignId: w.campaignId, name: "New name" }),
      bringInOrganizations(member, { campaignId: w.campaignId, organizationIds: [] }),
      createRoom(member, { campaignId: w.campaignId, name: "Another" }),
      archiveCampaign(member, { campaignId: w.campaignId }),
    ];
    for (const attempt of await Promise.allSettled(attempts)) {
      if (outcome === "ok" && attempt.status === "fulfilled") continue;
      // Archiving may have come before the room: then that is the answer.
      const code = attempt.status === "rejected" ? attempt.reason.code : "ok";
      expect(outcome === "ok" ? ["campaign_archived"] : [outcome]).toContain(code);
    }
  });

  it("twice the same is one event", async () => {
    const rosa = await w.as("rosa");
    await editCampaign(rosa, { campaignId: w.campaignId, name: "New name" });
    await editCampaign(rosa, { campaignId: w.campaignId, name: "New name" });
    await bringInOrganizations(rosa, { campaignId: w.campaignId, organizationIds: [w.patuca, w.patuca, w.ceiba] });
    await bringInOrganizations(rosa, { campaignId: w.campaignId, organizationIds: [w.patuca] });
    await archiveCampaign(rosa, { campaignId: w.campaignId });
    await archiveCampaign(rosa, { campaignId: w.campaignId });
    expect(await types(`campaign:${w.campaignId}`)).toEqual([
      "campaign.changed",
      "campaign.organization_joined",
      "campaign.archived",
    ]);
    expect(await readPartnersOutside(rosa, w.campaignId)).toEqual([]);
    expect(await readCampaigns(rosa)).toEqual([]);
    expect(await readRooms(rosa)).toEqual([]);
    await expect(readCampaign(rosa, w.campaignId)).resolves.toMatchObject({ archived: true });
  });

  it("brings in an organization once when five do it at once", async () => {
    const rosa = await w.as("rosa");
    await Promise.all(
      Array.from({ length: 5 }, () =>
        bringInOrganizations(rosa, { campaignId: w.campaignId, organizationIds: [w.patuca] }),
      ),
    );
    expect(await types(`organization:${w.patuca}`)).toEqual(["campaign.organization_joined"]);
    await expect(readCampaign(await w.as("elias"), w.campaignId)).resolves.toBeTruthy();
  });
});

describe("rooms of a campaign", () => {
  it("are named, renamed and shown with what is unread", async () => {
    const tomas = await w.as("tomas");
    const roomId = await createRoom(tomas, { campaignId: w.campaignId, name: "Visits", topic: "Thursday" });
    await editRoom(tomas, { roomId, name: "Lobby visits" });
    await editRoom(tomas, { roomId, name: "Lobby visits" });
    expect((await readRooms(await w.as("ruth"))).map((r) => r.name)).toEqual(["Defend the Defenders", "Lobby visits"]);
    expect(await types(`room:${roomId}`)).toEqual(["room.changed"]);
    await expect(editRoom(await w.as("ruth"), { roomId, name: "x" })).rejects.toMatchObject({ code: "not_allowed" });
    await expect(editRoom(await w.as("elias"), { roomId, name: "x" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("take guests by invitation, once for each address; members and outsiders invite nobody", async () => {
    const invite = async (name: PersonName, email = "guest@example.org") =>
      inviteGuest(await w.as(name), { roomId: w.roomId, email });
    await expect(invite("ruth")).rejects.toMatchObject({ code: "not_allowed" });
    await expect(invite("elias")).rejects.toMatchObject({ code: "not_found" });
    await expect(invite("tomas", "nobody")).rejects.toMatchObject({ code: "invalid_email", field: "email" });
    const id = await invite("tomas", " Guest@Example.org ");
    await expect(invite("rosa")).rejects.toMatchObject({ code: "invitation_duplicate", field: "email" });
    const [row] = await rawSql()`select role, room_id, organization_id, email from invitations where id = ${id}`;
    expect(row).toMatchObject({ role: "guest", room_id: w.roomId, organization_id: null, email: "guest@example.org" });
    const [job] =
      await rawSql()`select count(*)::int n from graphile_worker.jobs where task_identifier = 'mail_invitation'`;
    expect(job?.n).toBe(1);
  });
});

describe("what happened lately", () => {
  it("says who did what, to those who may enter, and nothing of other campaigns or coalitions", async () => {
    const lucia = await w.as("lucia");
    const { campaignId } = await createCampaign(lucia, { name: "Ours alone" });
    const items = await readActivity(lucia);
    expect(items.find((i) => i.type === "campaign.created")).toMatchObject({
      actor: { name: "Lucia" },
      campaign: { id: campaignId, name: "Ours alone" },
    });
    expect(new Set(items.map((i) => i.id)).size).toBe(items.length);
    for (const name of ["ruth", "elias"] as const)
      expect(JSON.stringify(await readActivity(await w.as(name)))).not.toContain("Ours alone");
    expect(await readActivity(await w.as("ruth"), { campaignId })).toEqual([]);
    expect(await readActivity(await w.as("olga"))).toEqual([]);
    expect(await readActivity(await makeGuest(w, "G"))).toEqual([]);
  });

  it("is empty, like everything else at home, for a person who has just come", async () => {
    const home = await readHome(await w.as("elias"), new Date());
    expect(home).toMatchObject({
      awaiting: [],
      reviews: [],
      mentions: [],
      actions: [],
      activity: [],
      inProgress: [],
      organization: { name: "Coordinadora Patuca" },
    });
    expect(home.can).toEqual({ planAction: true, createLetter: true, createCampaign: true, inviteOrganization: false });
  });
});
