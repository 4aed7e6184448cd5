import { eq, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { invitations } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { recordEvent } from "../record-event.server";
import { lockOwnInvitation } from "./load-invitation.server";

/**
 * Takes an invitation back: its link opens nothing from now on. One that was accepted stays, the person is removed instead.
 * @throws not_found, invitation_invalid when it was accepted meanwhile
 */
export async function revokeInvitation(member: Member, invitationId: string): Promise<void> {
  await transaction(async (tx) => {
    const invitation = await lockOwnInvitation(member, invitationId, tx);
    if (invitation.acceptedAt) throw new DomainError("invitation_invalid");
    if (invitation.revokedAt) return;
    await tx.update(invitations).set({ revokedAt: sql`clock_timestamp()` }).where(eq(invitations.id, invitation.id));
    await recordEvent(tx, member.personId, "person.invited", {
      coalitionId: member.coalitionId,
      organizationId: invitation.organizationId,
      invitationId: invitation.id,
    });
  });
}
