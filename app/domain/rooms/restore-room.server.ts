import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { rooms } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { lockRoom } from "./load-room.server";

/**
 * Opens an archived room again. Who may archive may restore. Not in an archived campaign, where the room would stay closed.
 * @throws not_found, not_allowed, campaign_archived
 */
export async function restoreRoom(member: Member, input: { roomId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { room, thing, closed } = await lockRoom(member, input.roomId, tx);
    requireCan(member, "room.edit", thing);
    if (!room.archivedAt) return;
    if (closed === "campaign_archived") throw new DomainError("campaign_archived");
    await tx.update(rooms).set({ archivedAt: null }).where(eq(rooms.id, room.id));
    await recordEvent(tx, member.personId, "room.restored", {
      coalitionId: member.coalitionId,
      campaignId: room.campaignId,
      roomId: room.id,
    });
  });
}
