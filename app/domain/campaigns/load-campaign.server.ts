import { and, eq } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";
import { campaignOrganizations, campaigns } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { type CampaignThing, can } from "../permissions";

export type LoadedCampaign = { campaign: typeof campaigns.$inferSelect; thing: CampaignThing };

/**
 * A campaign of the member's coalition. Every partner sees its name and purpose; what is inside (letters, rooms,
 * actions) needs `campaign.enter`, which the caller asks. @throws not_found
 */
export async function loadCampaign(member: Member, id: string, reader: Reader = db): Promise<LoadedCampaign> {
  const [campaign] = await reader
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.id, id), eq(campaigns.coalitionId, member.coalitionId)));
  if (!campaign || !can(member, "campaign.see")) throw notFound();
  const rows = await reader
    .select({ id: campaignOrganizations.organizationId })
    .from(campaignOrganizations)
    .where(eq(campaignOrganizations.campaignId, id));
  return { campaign, thing: { id, organizationIds: rows.map((r) => r.id) } };
}
