import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { campaigns } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { type CampaignInput, campaignInput } from "./create-campaign.server";
import { loadCampaign } from "./load-campaign.server";

/** Changes a campaign's name and purpose. @throws not_found, not_allowed, required, too_long */
export async function editCampaign(member: Member, input: { campaignId: string } & CampaignInput): Promise<void> {
  await transaction(async (tx) => {
    const { campaign, thing } = await loadCampaign(member, input.campaignId, tx);
    requireCan(member, "campaign.edit", thing);
    const values = campaignInput({ nameLocale: campaign.nameLocale, ...input }, member);
    if (
      campaign.name === values.name &&
      campaign.purpose === values.purpose &&
      campaign.nameLocale === values.nameLocale
    )
      return;
    await tx.update(campaigns).set(values).where(eq(campaigns.id, campaign.id));
    await recordEvent(tx, member.personId, "campaign.changed", {
      coalitionId: member.coalitionId,
      campaignId: campaign.id,
    });
  });
}
