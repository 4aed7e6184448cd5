import { beforeEach, describe, expect, it } from "vitest";
import { planAction } from "~/domain/actions/plan-action.server";
import { archiveCampaign } from "~/domain/campaigns/archive-campaign.server";
import { readCampaign, readCampaigns } from "~/domain/campaigns/read-campaigns.server";
import { restoreCampaign } from "~/domain/campaigns/restore-campaign.server";
import { readActivity } from "~/domain/home/read-activity.server";
import { newId } from "~/domain/id";
import { createLetter } from "~/domain/letters/create-letter.server";
import { archiveRoom } from "~/domain/rooms/archive-room.server";
import { createRoom } from "~/domain/rooms/create-room.server";
import { deleteMessage } from "~/domain/rooms/delete-message.server";
import { editMessage } from "~/domain/rooms/edit-message.server";
import { inviteGuest } from "~/domain/rooms/invite-guest.server";
import { postMessage } from "~/domain/rooms/post-message.server";
import { readMessages } from "~/domain/rooms/read-messages.server";
import { readRoom } from "~/domain/rooms/read-room.server";
import { readRooms } from "~/domain/rooms/read-unread.server";
import { restoreRoom } from "~/domain/rooms/restore-room.server";
import { codeOf } from "~tests/support/answers";
import { useDatabase } from "~tests/support/database";
import { eventsOf, makeGuest, makeSmallWorld, type PersonName, type SmallWorld } from "~tests/support/small-world";

await useDatabase();
let w: SmallWorld;
beforeEach(async () => {
  w = await makeSmallWorld();
});
const say = async (name: PersonName, body: string) =>
  postMessage(await w.as(name), { roomId: w.roomId, opId: newId(), body });
const types = async (stream: string) => (await eventsOf(stream)).map((e) => e.type);
describe("a campaign that was put away", () => {
  beforeEach(async () => {
    await say("lucia", "A last word");
    await archiveCampaign(await w.as("lucia"), { campaignId: w.campaignId });
  });

  it("stands among the archived ones, for everybody; restoring is for those who may archive", async () => {
    const listed = async (name: PersonName) => (await readCampaigns(await w.as(name), { archived: true })).at(0);
    expect(await readCampaigns(await w.as("ruth"))).toEqual([]);
    expect(await listed("lucia")).toMatchObject({ id: w.campaignId, open: true, restore: true });
    expect(await listed("ruth")).toMatchObject({ open: true, restore: false });
    expect(await listed("elias")).toMatchObject({ open: false, restore: false });
    expect(await listed("olga")).toBeUndefined();
    expect((await readCampaigns(await w.as("olga"))).every((c) => !c.restore)).toBe(true);
  });

  it("can be read: its page, what happened in it, and its rooms with what was said", async () => {
    const ruth = await w.as("ruth");
    expect((await readCampaign(ruth, w.campaignId)).rooms).toMatchObject([{ id: w.roomId, archived: true, unread: 1 }]);
    expect(await readRooms(ruth)).toEqual([]);
    expect((await readMessages(ruth, w.roomId)).messages.map((m) => m.body)).toEqual(["A last word"]);
    expect(await readRoom(await w.as("tomas"), w.roomId)).toMatchObject({
      room: { closed: "campaign_archived" },
      can: { chat: false, edit: true, archive: false, restore: false, inviteGuest: false },
    });
    const guest = await makeGuest(w, "G");
    expect((await readRoom(guest, w.roomId)).can.chat).toBe(false);
    await createRoomElsewhere();
    expect((await readActivity(ruth, { campaignId: w.campaignId })).length).toBeGreaterThan(0);
    expect(await readActivity(await w.as("elias"), { campaignId: w.campaignId })).toEqual([]);
  });

  /** Something to read about in the feed: the small world was written without events. */
  async function createRoomElsewhere() {
    const lucia = await w.as("lucia");
    await restoreCampaign(lucia, { campaignId: w.campaignId });
    await createRoom(lucia, { campaignId: w.campaignId, name: "Another" });
    await archiveCampaign(lucia, { campaignId: w.campaignId });
  }

  it("takes nothing new: no message, change, guest, room, letter or action", async () => {
    const [lucia, ruth] = await Promise.all([w.as("lucia"), w.as("ruth")]);
    const [said] = (await readMessages(lucia, w.roomId)).messages;
    const messageId = said?.id ?? "";
    const roomId = w.roomId;
    const attempts = {
      post: () => postMessage(ruth, { roomId, opId: newId(), body: "too late" }),
      edit: () => editMessage(lucia, { messageId, body: "Another last word" }),
      guest: () => inviteGuest(lucia, { roomId, email: "guest@example.org" }),
      room: () => createRoom(lucia, { campaignId: w.campaignId, name: "x" }),
      letter: () =>
        createLetter(lucia, { campaignId: w.campaignId, subject: "x", locale: "en", leadOrganizationId: w.ceiba }),
      action: () =>
        planAction(lucia, {
          title: "x",
          kind: "briefing",
          campaignId: w.campaignId,
          leadOrganizationId: null,
          zone: "UTC",
          allDay: true,
          starts: "2032-03-19",
          ends: "2032-03-19",
        }),
    };
    for (const [what, attempt] of Object.entries(attempts))
      expect([what, await codeOf(attempt())]).toEqual([what, "campaign_archived"]);
    // A room that was archived by itself before stays so: it is opened when the campaign is.
    await restoreCampaign(lucia, { campaignId: w.campaignId });
    await archiveRoom(lucia, { roomId });
    await archiveCampaign(lucia, { campaignId: w.campaignId });
    expect(await codeOf(restoreRoom(lucia, { roomId }))).toBe("campaign_archived");
    // What one said oneself, one can take away also here.
    await deleteMessage(lucia, { messageId });
    expect((await readMessages(ruth, roomId)).messages).toMatchObject([{ deleted: true, body: "" }]);
  });

  it("comes back as it was, told once to its campaign and rooms", async () => {
    const outcomes: [PersonName, string][] = [
      ["ruth", "not_allowed"],
      ["elias", "not_allowed"],
      ["olga", "not_found"],
      ["tomas", "ok"],
      ["rosa", "ok"],
    ];
    for (const [name, outcome] of outcomes)
      expect([name, await codeOf(restoreCampaign(await w.as(name), { campaignId: w.campaignId }))]).toEqual([
        name,
        outcome,
      ]);
    expect(await types(`campaign:${w.campaignId}`)).toEqual(["campaign.archived", "campaign.restored"]);
    expect(await types(`room:${w.roomId}`)).toEqual(["message.posted", "campaign.archived", "campaign.restored"]);
    await say("ruth", "And on we go");
    expect((await readCampaigns(await w.as("ruth"))).map((c) => c.id)).toEqual([w.campaignId]);
    expect(await readCampaigns(await w.as("ruth"), { archived: true })).toEqual([]);
  });

  it("and a message at the same moment: it is there before, or it is refused", async () => {
    await restoreCampaign(await w.as("rosa"), { campaignId: w.campaignId });
    const [rosa, ruth] = await Promise.all([w.as("rosa"), w.as("ruth")]);
    for (let round = 0; round < 5; round++) {
      await Promise.all([
        archiveCampaign(rosa, { campaignId: w.campaignId }),
        ...Array.from({ length: 4 }, (_, i) =>
          codeOf(postMessage(ruth, { roomId: w.roomId, opId: newId(), body: `n ${round} ${i}` })),
        ),
      ]);
      const order = await types(`room:${w.roomId}`);
      expect(order.slice(order.lastIndexOf("campaign.archived") + 1)).toEqual([]);
      await restoreCampaign(rosa, { campaignId: w.campaignId });
    }
  });
});

describe("a room that was put away", () => {
  it("is listed apart, read, not written to, and opened again by those who may archive it", async () => {
    await say("lucia", "Here");
    const roomId = w.roomId;
    await archiveRoom(await w.as("tomas"), { roomId });
    const ruth = await w.as("ruth");
    expect(await readRooms(ruth, { campaignId: w.campaignId })).toEqual([]);
    expect(await readRooms(ruth, { campaignId: w.campaignId, archived: true })).toMatchObject([
      { id: roomId, archived: true },
    ]);
    const [said] = (await readMessages(ruth, roomId)).messages;
    expect(await codeOf(editMessage(await w.as("lucia"), { messageId: said?.id ?? "", body: "There" }))).toBe(
      "room_archived",
    );
    expect((await readRoom(await w.as("lucia"), roomId)).can).toMatchObject({ chat: false, restore: true });
    for (const [name, outcome] of [
      ["ruth", "not_allowed"],
      ["elias", "not_found"],
      ["olga", "not_found"],
      ["lucia", "ok"],
      ["rosa", "ok"],
    ] as const)
      expect([name, await codeOf(restoreRoom(await w.as(name), { roomId }))]).toEqual([name, outcome]);
    expect(await codeOf(restoreRoom(await makeGuest(w, "G"), { roomId }))).toBe("not_allowed");
    await say("ruth", "Open again");
    expect(await types(`room:${roomId}`)).toEqual([
      "message.posted",
      "room.archived",
      "room.restored",
      "message.posted",
    ]);
  });
});
