import { type Tx, transaction } from "~db/client.server";
import { rooms } from "~db/schema";
import { loadCampaign, requireOpenCampaign } from "../campaigns/load-campaign.server";
import { newId } from "../id";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { line } from "../text-input";

export type RoomInput = { name: string; topic?: string };

/** What a room may be called. @throws required, too_long */
export function roomInput(input: RoomInput): { name: string; topic: string } {
  return {
    name: line(input.name, "name", { max: 80, required: true }),
    topic: line(input.topic ?? "", "topic", { max: 200 }),
  };
}

/** Opens a room in a campaign; everybody of the campaign reads it. @returns its id @throws not_found, not_allowed, campaign_archived */
export async function createRoom(member: Member, input: { campaignId: string } & RoomInput): Promise<string> {
  const values = roomInput(input);
  return transaction(async (tx) => {
    const { campaign, thing } = await loadCampaign(member, input.campaignId, tx);
    requireCan(member, "room.create", thing);
    requireOpenCampaign(campaign);
    const roomId = await insertRoom(tx, member, campaign.id, values);
    await recordEvent(tx, member.personId, "room.created", {
      coalitionId: member.coalitionId,
      campaignId: campaign.id,
      roomId,
    });
    return roomId;
  });
}

/** The row alone, for verbs that open a room along with something else. */
export async function insertRoom(tx: Tx, member: Member, campaignId: string, values: { name: string; topic: string }) {
  const roomId = newId();
  await tx
    .insert(rooms)
    .values({ id: roomId, coalitionId: member.coalitionId, campaignId, ...values, createdBy: member.personId });
  return roomId;
}
