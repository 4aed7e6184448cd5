import { and, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { messages, notifications, roomReads } from "~db/schema";
import type { Member } from "../member";
import { recordEvent } from "../record-event.server";
import { loadRoom } from "./load-room.server";

/**
 * Notes how far the member has read a room; never moves backwards. Mentions up to there count as read, and the member's
 * other tabs are told of that. Nobody else ever learns what somebody has read.
 */
export async function markRead(member: Member, input: { roomId: string; number: number }): Promise<void> {
  await transaction(async (tx) => {
    const { room } = await loadRoom(member, input.roomId, tx);
    const number = Math.min(input.number, room.lastNumber);
    await readUpTo(tx, member, room.id, number);
    const read = await tx
      .update(notifications)
      .set({ readAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(notifications.personId, member.personId),
          eq(notifications.kind, "mention"),
          isNull(notifications.readAt),
          inArray(
            sql`${notifications.facts}->>'messageId'`,
            tx
              .select({ id: messages.id })
              .from(messages)
              .where(and(eq(messages.roomId, room.id), lte(messages.number, number))),
          ),
        ),
      )
      .returning({ id: notifications.id });
    if (read.length > 0) {
      await recordEvent(tx, member.personId, "person.notified", {
        personId: member.personId,
        coalitionId: member.coalitionId,
      });
    }
  });
}

/** The bookmark alone; it never moves backwards. Whoever posts has read up to the own message. */
export async function readUpTo(tx: Tx, member: Member, roomId: string, number: number): Promise<void> {
  await tx
    .insert(roomReads)
    .values({ roomId, personId: member.personId, lastReadNumber: number })
    .onConflictDoUpdate({
      target: [roomReads.roomId, roomReads.personId],
      set: {
        lastReadNumber: sql`greatest(${roomReads.lastReadNumber}, excluded.last_read_number)`,
        updatedAt: sql`clock_timestamp()`,
      },
    });
}
