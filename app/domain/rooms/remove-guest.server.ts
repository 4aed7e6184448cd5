import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { roomGuests } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { lockRoom } from "./load-room.server";

/** Ends a guest's access to a room, in every open tab. @throws not_found, not_allowed */
export async function removeGuest(member: Member, input: { roomId: string; personId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { room, thing } = await lockRoom(member, input.roomId, tx);
    requireCan(member, "room.invite_guest", thing);
    const ended = await tx
      .update(roomGuests)
      .set({ endedAt: sql`clock_timestamp()` })
      .where(and(eq(roomGuests.roomId, room.id), eq(roomGuests.personId, input.personId), isNull(roomGuests.endedAt)))
      .returning({ personId: roomGuests.personId });
    if (ended.length === 0) return;
    await recordEvent(tx, member.personId, "person.removed", {
      coalitionId: member.coalitionId,
      organizationId: null,
      personId: input.personId,
    });
  });
}
