import { and, eq, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { coalitions, coordinators } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { readMemberAgain } from "../people/read-member.server";
import { revokeSentInvitations } from "../people/revoke-sent.server";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";

/**
 * Ends somebody's coordination, or one's own; posts in organizations stay; invitations that they sent and could send no more
 * open nothing. The coalition always keeps a coordinator.
 * @throws not_allowed, last_coordinator
 */
export async function removeCoordinator(member: Member, personId: string): Promise<void> {
  await transaction(async (tx) => {
    await tx
      .select({ id: coalitions.id })
      .from(coalitions)
      .where(eq(coalitions.id, member.coalitionId))
      .for("no key update");
    const now = await readMemberAgain(member, tx);
    requireCan(now, "coalition.remove_coordinator");
    const gone = await tx
      .delete(coordinators)
      .where(and(eq(coordinators.coalitionId, member.coalitionId), eq(coordinators.personId, personId)))
      .returning({ personId: coordinators.personId });
    if (gone.length === 0) return;
    const [left] = await tx
      .select({ n: sql<number>`count(*)::int` })
      .from(coordinators)
      .where(eq(coordinators.coalitionId, member.coalitionId));
    if (!left?.n) throw new DomainError("last_coordinator");
    await revokeSentInvitations(tx, [personId], [member.coalitionId]);
    await recordEvent(tx, member.personId, "person.removed", {
      coalitionId: member.coalitionId,
      organizationId: null,
      personId,
    });
  });
}
