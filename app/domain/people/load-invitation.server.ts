import { and, eq } from "drizzle-orm";
import type { Tx } from "~db/client.server";
import { coalitions, invitations, organizations, rooms } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { lockOrganization } from "../organizations/lock-organization.server";
import { can, requireCan } from "../permissions";
import { lockRoom } from "../rooms/load-room.server";

export type InvitationRow = typeof invitations.$inferSelect;

/**
 * Locks what an invitation leads to (organization, room or coalition), then the invitation itself: one order for every verb
 * that touches invitations, so that accepting, revoking and inviting wait for each other.
 */
export async function lockInvitation(
  tx: Tx,
  target: Pick<InvitationRow, "id" | "organizationId" | "roomId" | "coalitionId">,
): Promise<InvitationRow> {
  const { organizationId, roomId, coalitionId } = target;
  if (organizationId) {
    await tx
      .select({ id: organizations.id })
      .from(organizations)
      .where(eq(organizations.id, organizationId))
      .for("no key update");
  } else if (roomId) {
    await tx.select({ id: rooms.id }).from(rooms).where(eq(rooms.id, roomId)).for("no key update");
  } else {
    await tx.select({ id: coalitions.id }).from(coalitions).where(eq(coalitions.id, coalitionId)).for("no key update");
  }
  const [row] = await tx.select().from(invitations).where(eq(invitations.id, target.id)).for("update");
  if (!row) throw notFound();
  return row;
}

/**
 * An invitation that the member may take back or send again: whoever may invite to the same place.
 * @throws not_found when it is of another coalition, or of an organization or room whose people the member does not manage
 */
export async function lockOwnInvitation(member: Member, id: string, tx: Tx): Promise<InvitationRow> {
  const [found] = await tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.id, id), eq(invitations.coalitionId, member.coalitionId)));
  if (!found) throw notFound();
  const invitation = await lockInvitation(tx, found);
  if (invitation.organizationId) {
    const { thing, member: now } = await lockOrganization(member, invitation.organizationId, tx);
    if (!can(now, "organization.invite_person", thing)) throw notFound();
  } else if (invitation.roomId) {
    const { thing } = await lockRoom(member, invitation.roomId, tx);
    requireCan(member, "room.invite_guest", thing);
  } else if (!can(member, "coalition.invite_coordinator")) {
    throw notFound();
  }
  return invitation;
}
