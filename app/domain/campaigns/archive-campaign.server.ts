import { eq, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { campaigns } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { loadCampaign } from "./load-campaign.server";

/** Puts a campaign away: it leaves the lists, its pages can still be read. @throws not_found, not_allowed */
export async function archiveCampaign(member: Member, input: { campaignId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { campaign, thing } = await loadCampaign(member, input.campaignId, tx);
    requireCan(member, "campaign.edit", thing);
    if (campaign.archivedAt) return;
    await tx.update(campaigns).set({ archivedAt: sql`clock_timestamp()` }).where(eq(campaigns.id, campaign.id));
    await recordEvent(tx, member.personId, "campaign.archived", {
      coalitionId: member.coalitionId,
      campaignId: campaign.id,
    });
  });
}
