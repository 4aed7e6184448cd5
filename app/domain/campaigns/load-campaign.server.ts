import { and, eq } from "drizzle-orm";
import { db, type Reader, type Tx } from "~db/client.server";
import { campaignOrganizations, campaigns } from "~db/schema";
import { DomainError, notFound } from "../errors";
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
  return admit(member, campaign, reader);
}

/** The same, with the row locked: what is archived, restored or taken out waits for each other. @throws not_found */
export async function lockCampaign(member: Member, id: string, tx: Tx): Promise<LoadedCampaign> {
  const [campaign] = await tx
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.id, id), eq(campaigns.coalitionId, member.coalitionId)))
    .for("no key update");
  return admit(member, campaign, tx);
}

/** Nothing new begins in a campaign that was put away. @throws campaign_archived */
export function requireOpenCampaign(campaign: Pick<LoadedCampaign["campaign"], "archivedAt">): void {
  if (campaign.archivedAt) throw new DomainError("campaign_archived");
}

async function admit(
  member: Member,
  campaign: LoadedCampaign["campaign"] | undefined,
  reader: Reader,
): Promise<LoadedCampaign> {
  if (!campaign || !can(member, "campaign.see")) throw notFound();
  const rows = await reader
    .select({ id: campaignOrganizations.organizationId })
    .from(campaignOrganizations)
    .where(eq(campaignOrganizations.campaignId, campaign.id));
  return { campaign, thing: { id: campaign.id, organizationIds: rows.map((r) => r.id) } };
}
