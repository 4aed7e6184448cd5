import { transaction } from "~db/client.server";
import { DomainError } from "../errors";
import type { Member, PostRole } from "../member";
import { lockOrganization } from "../organizations/lock-organization.server";
import { tellSignatories } from "../organizations/signing-authority.server";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { emailAddress } from "./email";
import { type InviteeInput, refuseMembers, writeInvitation } from "./write-invitation.server";

/**
 * Invites somebody to an organization, by mail. Its signatories do; the coordinator only while it has none, and then only
 * its first signatory. That somebody is to sign for it is told to its other signatories.
 * @returns id of the invitation
 * @throws not_found, not_allowed, already_member, invitation_duplicate, required, invalid_email, too_long
 */
export async function invitePerson(
  member: Member,
  input: InviteeInput & { organizationId: string; role: PostRole },
): Promise<string> {
  const email = emailAddress(input.email);
  return transaction(async (tx) => {
    const { organization, thing, member: now } = await lockOrganization(member, input.organizationId, tx);
    requireCan(now, "organization.invite_person", thing);
    if (!thing.hasSignatory && input.role !== "signatory") throw new DomainError("not_allowed", {}, "role");
    await refuseMembers(tx, organization.id, email);
    const invitationId = await writeInvitation(tx, {
      ...input,
      coalitionId: member.coalitionId,
      invitedBy: member.personId,
      locale: input.locale ?? member.locale,
    });
    const where = { coalitionId: member.coalitionId, organizationId: organization.id };
    const told = input.role === "signatory" ? await tellSignatories(tx, where, { by: member.personId }) : [];
    await recordEvents(tx, member.personId, [{ type: "person.invited", data: { ...where, invitationId } }, ...told]);
    return invitationId;
  });
}
