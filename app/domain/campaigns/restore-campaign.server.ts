import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { campaigns } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { lockRoomsOf } from "./archive-campaign.server";
import { lockCampaign } from "./load-campaign.server";

/**
 * Takes an archived campaign up again: it stands in the lists, and its rooms are open, but those that were archived by
 * themselves. Who may archive may restore. @throws not_found, not_allowed
 */
export async function restoreCampaign(member: Member, input: { campaignId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { campaign, thing } = await lockCampaign(member, input.campaignId, tx);
    requireCan(member, "campaign.edit", thing);
    if (!campaign.archivedAt) return;
    const roomIds = await lockRoomsOf(tx, campaign.id);
    await tx.update(campaigns).set({ archivedAt: null }).where(eq(campaigns.id, campaign.id));
    await recordEvent(tx, member.personId, "campaign.restored", {
      coalitionId: member.coalitionId,
      campaignId: campaign.id,
      roomIds,
    });
  });
}
