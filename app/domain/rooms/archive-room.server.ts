import { eq, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { rooms } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { lockRoom } from "./load-room.server";

/** Closes a room: it can still be read, but nobody writes there any more. `restoreRoom` is the way back. @throws not_found, not_allowed */
export async function archiveRoom(member: Member, input: { roomId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { room, thing } = await lockRoom(member, input.roomId, tx);
    requireCan(member, "room.edit", thing);
    if (room.archivedAt) return;
    await tx.update(rooms).set({ archivedAt: sql`clock_timestamp()` }).where(eq(rooms.id, room.id));
    await recordEvent(tx, member.personId, "room.archived", {
      coalitionId: member.coalitionId,
      campaignId: room.campaignId,
      roomId: room.id,
    });
  });
}
