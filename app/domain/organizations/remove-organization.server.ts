import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import {
  campaignOrganizations,
  campaigns,
  coalitionOrganizations,
  invitations,
  letterLeads,
  letters,
  posts,
} from "~db/schema";
import { DomainError } from "../errors";
import { ongoingStatuses } from "../letters/letter";
import { takeBackUndecided } from "../letters/take-back-invitation.server";
import type { Member } from "../member";
import { revokeSentInvitations } from "../people/revoke-sent.server";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { lockOrganization } from "./lock-organization.server";

/**
 * Ends a partnership: the organization's people lose their access to this coalition, in every open tab. What it signed,
 * wrote and decided stays in the record; letters that it had not decided about ask it no more. An organization that leads a letter which is on its way hands it on first.
 * @throws not_found, not_allowed, lead_cannot_leave
 */
export async function removeOrganization(member: Member, organizationId: string): Promise<void> {
  await transaction(async (tx) => {
    const { organization, member: now } = await lockOrganization(member, organizationId, tx);
    requireCan(now, "coalition.remove_organization");
    const [leads] = await tx
      .select({ id: letters.id, title: letters.title })
      .from(letters)
      .innerJoin(letterLeads, eq(letterLeads.letterId, letters.id))
      .where(
        and(
          eq(letters.coalitionId, member.coalitionId),
          eq(letterLeads.organizationId, organization.id),
          inArray(letters.status, [...ongoingStatuses]),
        ),
      );
    if (leads) throw new DomainError("lead_cannot_leave", { title: leads.title });
    await tx
      .update(coalitionOrganizations)
      .set({ leftAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(coalitionOrganizations.coalitionId, member.coalitionId),
          eq(coalitionOrganizations.organizationId, organization.id),
        ),
      );
    // Otherwise it would be in the campaigns again as soon as it came back, and be counted there meanwhile.
    await tx
      .delete(campaignOrganizations)
      .where(
        and(
          eq(campaignOrganizations.organizationId, organization.id),
          inArray(
            campaignOrganizations.campaignId,
            tx.select({ id: campaigns.id }).from(campaigns).where(eq(campaigns.coalitionId, member.coalitionId)),
          ),
        ),
      );
    await tx
      .update(invitations)
      .set({ revokedAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(invitations.organizationId, organization.id),
          eq(invitations.coalitionId, member.coalitionId),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
        ),
      );
    const takenBack = await takeBackUndecided(tx, member.coalitionId, organization.id);
    const holders = await tx
      .select({ personId: posts.personId })
      .from(posts)
      .where(and(eq(posts.organizationId, organization.id), isNull(posts.endedAt)));
    await revokeSentInvitations(
      tx,
      holders.map((h) => h.personId),
      [member.coalitionId],
    );
    const scope = { coalitionId: member.coalitionId, organizationId: organization.id };
    await recordEvents(tx, member.personId, [
      { type: "organization.left", data: scope },
      ...holders.map(({ personId }) => ({ type: "person.removed" as const, data: { ...scope, personId } })),
      ...takenBack,
    ]);
  });
}
