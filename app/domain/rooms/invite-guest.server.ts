import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { people, roomGuests } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { emailAddress } from "../people/email";
import { type InviteeInput, writeInvitation } from "../people/write-invitation.server";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { lockRoom, requireOpenRoom } from "./load-room.server";

/**
 * Invites somebody from outside to one room, by mail. A guest reads and writes there, and sees nothing else of the coalition.
 * @returns id of the invitation
 * @throws not_found, not_allowed, room_archived, campaign_archived, already_guest, invitation_duplicate, required,
 *   invalid_email, too_long
 */
export async function inviteGuest(member: Member, input: { roomId: string } & InviteeInput): Promise<string> {
  const email = emailAddress(input.email);
  return transaction(async (tx) => {
    const { room, thing, closed } = await lockRoom(member, input.roomId, tx);
    requireCan(member, "room.invite_guest", thing);
    requireOpenRoom({ closed });
    const [there] = await tx
      .select({ id: people.id })
      .from(people)
      .innerJoin(roomGuests, eq(roomGuests.personId, people.id))
      .where(and(sql`lower(${people.email}) = ${email}`, eq(roomGuests.roomId, room.id), isNull(roomGuests.endedAt)));
    if (there) throw new DomainError("already_guest", {}, "email");
    const { email: _email, name, title, note, locale } = input;
    const invitationId = await writeInvitation(tx, {
      email,
      name,
      title,
      note,
      locale: locale ?? member.locale,
      coalitionId: member.coalitionId,
      organizationId: null,
      roomId: room.id,
      role: "guest",
      invitedBy: member.personId,
    });
    await recordEvent(tx, member.personId, "person.invited", {
      coalitionId: member.coalitionId,
      organizationId: null,
      invitationId,
    });
    return invitationId;
  });
}
