import { transaction } from "~db/client.server";
import { campaignOrganizations } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { requirePartners } from "./create-campaign.server";
import { loadCampaign } from "./load-campaign.server";

/**
 * Partner organizations take part in a campaign from now on: their people read its rooms, letters and actions. Those that
 * do already are passed over. @throws not_found, not_allowed
 */
export async function bringInOrganizations(
  member: Member,
  input: { campaignId: string; organizationIds: readonly string[] },
): Promise<void> {
  await transaction(async (tx) => {
    const { campaign, thing } = await loadCampaign(member, input.campaignId, tx);
    requireCan(member, "campaign.bring_in_organization", thing);
    const organizationIds = [...new Set(input.organizationIds)];
    await requirePartners(tx, member, organizationIds);
    if (organizationIds.length === 0) return;
    const joined = await tx
      .insert(campaignOrganizations)
      .values(organizationIds.map((organizationId) => ({ campaignId: campaign.id, organizationId })))
      .onConflictDoNothing()
      .returning({ organizationId: campaignOrganizations.organizationId });
    if (joined.length === 0) return;
    await recordEvents(
      tx,
      member.personId,
      joined.map(({ organizationId }) => ({
        type: "campaign.organization_joined" as const,
        data: { coalitionId: member.coalitionId, campaignId: campaign.id, organizationId },
      })),
    );
  });
}
