import { and, eq, inArray, isNull } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { campaignOrganizations, letterLeads, letters, posts } from "~db/schema";
import { DomainError } from "../errors";
import { ongoingStatuses } from "../letters/letter";
import type { Member } from "../member";
import { revokeSentInvitations } from "../people/revoke-sent.server";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { lockCampaign } from "./load-campaign.server";

/**
 * An organization takes no part in a campaign any more: its people lose the campaign's rooms, letters and actions, in every
 * open tab. What it wrote and signed stays, and a letter that it was invited to sign it still reads. Who may bring in may
 * take out; an organization may leave by itself.
 * @throws not_found, not_allowed, lead_cannot_leave while it leads a letter of the campaign that is on its way
 */
export async function takeOutOrganization(
  member: Member,
  input: { campaignId: string; organizationId: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { campaign, thing } = await lockCampaign(member, input.campaignId, tx);
    requireCan(member, "campaign.bring_in_organization", thing);
    const [leads] = await tx
      .select({ title: letters.title })
      .from(letters)
      .innerJoin(letterLeads, eq(letterLeads.letterId, letters.id))
      .where(
        and(
          eq(letters.campaignId, campaign.id),
          eq(letterLeads.organizationId, input.organizationId),
          inArray(letters.status, [...ongoingStatuses]),
        ),
      );
    if (leads) throw new DomainError("lead_cannot_leave", { title: leads.title });
    const left = await tx
      .delete(campaignOrganizations)
      .where(
        and(
          eq(campaignOrganizations.campaignId, campaign.id),
          eq(campaignOrganizations.organizationId, input.organizationId),
        ),
      )
      .returning({ organizationId: campaignOrganizations.organizationId });
    if (left.length === 0) return;
    const holders = await tx
      .select({ personId: posts.personId })
      .from(posts)
      .where(and(eq(posts.organizationId, input.organizationId), isNull(posts.endedAt)));
    const { coalitionId } = member;
    await revokeSentInvitations(
      tx,
      holders.map((h) => h.personId),
      [coalitionId],
    );
    await recordEvents(tx, member.personId, [
      {
        type: "campaign.organization_left",
        data: { coalitionId, campaignId: campaign.id, organizationId: input.organizationId },
      },
      ...holders.map(({ personId }) => ({ type: "person.access_changed" as const, data: { coalitionId, personId } })),
    ]);
  });
}
