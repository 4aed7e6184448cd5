import { eq, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { invitations } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { recordEvent } from "../record-event.server";
import { lockOwnInvitation } from "./load-invitation.server";
import { writeInvitation } from "./write-invitation.server";

/**
 * Sends an invitation again, with another 72 hours. The link of the first mail opens nothing any more: there is never more
 * than one that does.
 * @returns id of the new invitation
 * @throws not_found, invitation_invalid when it was accepted or taken back meanwhile
 */
export async function resendInvitation(member: Member, invitationId: string): Promise<string> {
  return transaction(async (tx) => {
    const old = await lockOwnInvitation(member, invitationId, tx);
    if (old.acceptedAt || old.revokedAt) throw new DomainError("invitation_invalid");
    await tx.update(invitations).set({ revokedAt: sql`clock_timestamp()` }).where(eq(invitations.id, old.id));
    const id = await writeInvitation(tx, { ...old, invitedBy: member.personId });
    await recordEvent(tx, member.personId, "person.invited", {
      coalitionId: member.coalitionId,
      organizationId: old.organizationId,
      invitationId: id,
    });
    return id;
  });
}
