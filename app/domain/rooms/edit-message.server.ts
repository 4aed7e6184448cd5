import { eq, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { messages } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { guessLanguage } from "./guess-language";
import { lockMessage } from "./load-message.server";
import { requireOpenRoom } from "./load-room.server";
import { messageBody } from "./message";
import { mention } from "./post-message.server";

/**
 * Changes the text of one's own message; everybody sees that it was edited. Whoever is newly mentioned is told.
 * @throws not_found (also when it was deleted), not_allowed, room_archived, campaign_archived, message_empty,
 *   message_too_long
 */
export async function editMessage(
  member: Member,
  input: { messageId: string; body: string; mentions?: readonly string[] },
): Promise<void> {
  const body = messageBody(input.body);
  await transaction(async (tx) => {
    const { room, message, closed } = await lockMessage(member, input.messageId, tx);
    requireCan(member, "message.edit", message);
    if (message.deletedAt) throw notFound();
    if (message.body === body) return;
    requireOpenRoom({ closed });
    await tx
      .update(messages)
      .set({ body, locale: guessLanguage(body), editedAt: sql`clock_timestamp()` })
      .where(eq(messages.id, message.id));
    const told = await mention(tx, member, room, message.id, input.mentions ?? []);
    await recordEvents(tx, member.personId, [
      { type: "message.edited", data: { roomId: room.id, messageId: message.id } },
      ...told,
    ]);
  });
}
