import { and, eq, inArray, isNull } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { campaignOrganizations, campaigns, coalitionOrganizations } from "~db/schema";
import { notFound } from "../errors";
import { newId } from "../id";
import { type Member, roleIn } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { insertRoom } from "../rooms/create-room.server";
import { line, paragraphs } from "../text-input";

export type CampaignInput = { name: string; purpose?: string; nameLocale?: string };

/** What a campaign may be called. @throws required, too_long */
export function campaignInput(input: CampaignInput, member: Member) {
  return {
    name: line(input.name, "name", { max: 120, required: true }),
    purpose: paragraphs(input.purpose ?? "", "purpose", { max: 2000 }),
    nameLocale: line(input.nameLocale ?? member.locale, "nameLocale", { max: 20 }) || member.locale,
  };
}

/**
 * Creates a campaign with its first room, which has the campaign's name. The creator's own organizations (where the person
 * signs or is a delegate) take part from the beginning, and those that are named.
 * @returns ids of both
 * @throws not_allowed, required, too_long, not_found when an organization is no partner of this coalition
 */
export async function createCampaign(
  member: Member,
  input: CampaignInput & { organizationIds?: readonly string[]; roomName?: string },
): Promise<{ campaignId: string; roomId: string }> {
  requireCan(member, "campaign.create");
  const values = campaignInput(input, member);
  return transaction(async (tx) => {
    const own = member.actingForId && roleIn(member, member.actingForId) ? [member.actingForId] : [];
    const organizationIds = [...new Set([...own, ...(input.organizationIds ?? [])])];
    await requirePartners(tx, member, organizationIds);
    const campaignId = newId();
    await tx
      .insert(campaigns)
      .values({ id: campaignId, coalitionId: member.coalitionId, ...values, createdBy: member.personId });
    if (organizationIds.length > 0) {
      await tx
        .insert(campaignOrganizations)
        .values(organizationIds.map((organizationId) => ({ campaignId, organizationId })));
    }
    const roomId = await insertRoom(tx, member, campaignId, {
      name: line(input.roomName || values.name, "roomName", { max: 120 }),
      topic: "",
    });
    const scope = { coalitionId: member.coalitionId, campaignId };
    await recordEvents(tx, member.personId, [
      { type: "campaign.created", data: scope },
      ...organizationIds.map((organizationId) => ({
        type: "campaign.organization_joined" as const,
        data: { ...scope, organizationId },
      })),
      { type: "room.created", data: { ...scope, roomId } },
    ]);
    return { campaignId, roomId };
  });
}

/** Every id is a present partner of the member's coalition. @throws not_found */
export async function requirePartners(tx: Tx, member: Member, organizationIds: readonly string[]): Promise<void> {
  if (organizationIds.length === 0) return;
  const rows = await tx
    .select({ id: coalitionOrganizations.organizationId })
    .from(coalitionOrganizations)
    .where(
      and(
        eq(coalitionOrganizations.coalitionId, member.coalitionId),
        inArray(coalitionOrganizations.organizationId, [...organizationIds]),
        isNull(coalitionOrganizations.leftAt),
      ),
    );
  if (rows.length !== new Set(organizationIds).size) throw notFound();
}
