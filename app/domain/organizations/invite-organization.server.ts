import { transaction } from "~db/client.server";
import { coalitionOrganizations, organizations } from "~db/schema";
import { newId } from "../id";
import type { Member } from "../member";
import { type InviteeInput, writeInvitation } from "../people/write-invitation.server";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { type OrganizationInput, organizationInput } from "./organization";
import { requireFreeName, requireParent } from "./require-free-name.server";

/**
 * Brings a new partner into the coalition and invites its first authorized signatory, who then names its other people.
 * @returns ids of the organization and of the invitation
 * @throws not_allowed, organization_exists, not_found for a parent elsewhere, required, too_long, invalid_country,
 *   invalid_url, invalid_email
 */
export async function inviteOrganization(
  member: Member,
  input: OrganizationInput & { signatory: InviteeInput },
): Promise<{ organizationId: string; invitationId: string }> {
  requireCan(member, "coalition.invite_organization");
  const values = organizationInput(input);
  return transaction(async (tx) => {
    await requireFreeName(tx, member, values);
    await requireParent(tx, member, values.parentId);
    const organizationId = newId();
    await tx.insert(organizations).values({ id: organizationId, ...values });
    await tx.insert(coalitionOrganizations).values({ coalitionId: member.coalitionId, organizationId });
    const invitationId = await writeInvitation(tx, {
      ...input.signatory,
      coalitionId: member.coalitionId,
      organizationId,
      role: "signatory",
      invitedBy: member.personId,
      locale: input.signatory.locale ?? member.locale,
    });
    const scope = { coalitionId: member.coalitionId, organizationId };
    await recordEvents(tx, member.personId, [
      { type: "organization.joined", data: scope },
      { type: "person.invited", data: { ...scope, invitationId } },
    ]);
    return { organizationId, invitationId };
  });
}
