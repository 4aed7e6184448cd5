import { eq, inArray } from "drizzle-orm";
import { db } from "~db/client.server";
import { campaignOrganizations, campaigns } from "~db/schema";
import { isGuest, type Member } from "../member";

/**
 * Ids of the campaigns that a member may enter (`campaign.enter`, as a query): pages that gather what happens in all of
 * them follow their streams. None for guests.
 */
export async function readOwnCampaigns(member: Member): Promise<string[]> {
  if (isGuest(member)) return [];
  if (member.coordinator) {
    const all = await db
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(eq(campaigns.coalitionId, member.coalitionId));
    return all.map((c) => c.id);
  }
  const own = await db
    .selectDistinct({ id: campaigns.id, coalitionId: campaigns.coalitionId })
    .from(campaigns)
    .innerJoin(campaignOrganizations, eq(campaignOrganizations.campaignId, campaigns.id))
    .where(
      inArray(
        campaignOrganizations.organizationId,
        member.posts.map((post) => post.organizationId),
      ),
    );
  return own.filter((c) => c.coalitionId === member.coalitionId).map((c) => c.id);
}
