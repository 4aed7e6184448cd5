import { and, eq, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { coalitions, coordinators, people } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { emailAddress } from "../people/email";
import { type InviteeInput, writeInvitation } from "../people/write-invitation.server";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";

/**
 * Invites somebody to coordinate the coalition, by mail.
 * @returns id of the invitation
 * @throws not_allowed, already_member, invitation_duplicate, required, invalid_email, too_long
 */
export async function inviteCoordinator(member: Member, input: InviteeInput): Promise<string> {
  requireCan(member, "coalition.invite_coordinator");
  const email = emailAddress(input.email);
  return transaction(async (tx) => {
    await tx
      .select({ id: coalitions.id })
      .from(coalitions)
      .where(eq(coalitions.id, member.coalitionId))
      .for("no key update");
    const [there] = await tx
      .select({ id: people.id })
      .from(people)
      .innerJoin(coordinators, eq(coordinators.personId, people.id))
      .where(and(sql`lower(${people.email}) = ${email}`, eq(coordinators.coalitionId, member.coalitionId)));
    if (there) throw new DomainError("already_member", {}, "email");
    const invitationId = await writeInvitation(tx, {
      ...input,
      coalitionId: member.coalitionId,
      organizationId: null,
      role: "coordinator",
      invitedBy: member.personId,
      locale: input.locale ?? member.locale,
    });
    await recordEvent(tx, member.personId, "person.invited", {
      coalitionId: member.coalitionId,
      organizationId: null,
      invitationId,
    });
    return invitationId;
  });
}
