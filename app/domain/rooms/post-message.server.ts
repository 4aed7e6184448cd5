import { and, eq } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { messageMentions, messages, rooms } from "~db/schema";
import { newId } from "../id";
import type { Member } from "../member";
import { notify } from "../people/notify.server";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { guessLanguage } from "./guess-language";
import { lockRoom, type RoomRow, requireOpenRoom } from "./load-room.server";
import { readUpTo } from "./mark-read.server";
import { messageBody } from "./message";
import { resolveMentions } from "./read-room-people.server";

export type PostMessage = {
  roomId: string;
  /** Made by the browser: posting the same twice is one message. */
  opId: string;
  body: string;
  /** Ids of people and of organizations named with @. */
  mentions?: readonly string[];
};

/**
 * Posts a message. Numbers are given out under the room's row lock, so that they have no gap and their order is the order
 * of the commits.
 * @returns where it stands; the same when it had been posted before
 * @throws not_found, room_archived, campaign_archived, message_empty, message_too_long
 */
export async function postMessage(member: Member, input: PostMessage): Promise<{ messageId: string; number: number }> {
  const body = messageBody(input.body);
  return transaction(async (tx) => {
    const { room, thing, closed } = await lockRoom(member, input.roomId, tx);
    requireCan(member, "room.chat", thing);
    const [before] = await tx
      .select({ messageId: messages.id, number: messages.number })
      .from(messages)
      .where(and(eq(messages.roomId, room.id), eq(messages.authorId, member.personId), eq(messages.opId, input.opId)));
    if (before) return before;
    requireOpenRoom({ closed });
    const number = room.lastNumber + 1;
    const messageId = newId();
    await tx.update(rooms).set({ lastNumber: number }).where(eq(rooms.id, room.id));
    await tx.insert(messages).values({
      id: messageId,
      roomId: room.id,
      number,
      authorId: member.personId,
      organizationId: member.actingForId,
      body,
      locale: guessLanguage(body),
      opId: input.opId,
    });
    await readUpTo(tx, member, room.id, number);
    const told = await mention(tx, member, room, messageId, input.mentions ?? []);
    await recordEvents(tx, member.personId, [
      { type: "message.posted", data: { roomId: room.id, messageId } },
      ...told,
    ]);
    return { messageId, number };
  });
}

/** Writes down who is mentioned and tells them, once for each message. @returns events to record with the verb's own */
export async function mention(tx: Tx, member: Member, room: RoomRow, messageId: string, ids: readonly string[]) {
  const personIds = await resolveMentions(member, room, ids, tx);
  if (personIds.length === 0) return [];
  await tx
    .insert(messageMentions)
    .values(personIds.map((personId) => ({ messageId, personId })))
    .onConflictDoNothing();
  return notify(
    tx,
    personIds.filter((id) => id !== member.personId),
    {
      coalitionId: member.coalitionId,
      kind: "mention",
      facts: { campaignId: room.campaignId, roomId: room.id, messageId, byId: member.personId },
      dedupeKey: `mention:${messageId}`,
      // Ten messages are ten notices, and one mail.
      mailLimit: { limit: "mention_mails", subject: room.id },
    },
  );
}
