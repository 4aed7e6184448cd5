import { eq, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { messageMentions, messages } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { lockMessage } from "./load-message.server";

/**
 * Deletes one's own message: its text and mentions are gone from the database too; its number stays, so that nobody sees a
 * gap. Also where nobody writes any more: what one said oneself, one can always take away. @throws not_found, not_allowed
 */
export async function deleteMessage(member: Member, input: { messageId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { room, message } = await lockMessage(member, input.messageId, tx);
    requireCan(member, "message.delete", message);
    if (message.deletedAt) return;
    await tx.delete(messageMentions).where(eq(messageMentions.messageId, message.id));
    await tx
      .update(messages)
      .set({ body: "", locale: null, deletedAt: sql`clock_timestamp()` })
      .where(eq(messages.id, message.id));
    await recordEvent(tx, member.personId, "message.deleted", { roomId: room.id, messageId: message.id });
  });
}
