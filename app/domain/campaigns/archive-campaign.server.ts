import { asc, eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { campaigns, rooms } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { lockCampaign } from "./load-campaign.server";

/**
 * Puts a campaign away: it leaves the lists, nothing new begins in it and nobody writes in its rooms; its pages can still be
 * read. `restoreCampaign` is the way back. @throws not_found, not_allowed
 */
export async function archiveCampaign(member: Member, input: { campaignId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { campaign, thing } = await lockCampaign(member, input.campaignId, tx);
    requireCan(member, "campaign.edit", thing);
    if (campaign.archivedAt) return;
    const roomIds = await lockRoomsOf(tx, campaign.id);
    await tx.update(campaigns).set({ archivedAt: sql`clock_timestamp()` }).where(eq(campaigns.id, campaign.id));
    await recordEvent(tx, member.personId, "campaign.archived", {
      coalitionId: member.coalitionId,
      campaignId: campaign.id,
      roomIds,
    });
  });
}

/**
 * All rooms of a campaign, locked in one order: a message that is on its way comes before, or finds the campaign as it is
 * after.
 */
export async function lockRoomsOf(tx: Tx, campaignId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: rooms.id })
    .from(rooms)
    .where(eq(rooms.campaignId, campaignId))
    .orderBy(asc(rooms.id))
    .for("update");
  return rows.map((room) => room.id);
}
