import { and, desc, eq, lt } from "drizzle-orm";
import { db } from "~db/client.server";
import { messages } from "~db/schema";
import type { Member } from "../member";
import { loadRoom } from "./load-room.server";
import { MESSAGE_PAGE, type MessageView } from "./message";
import { readMessageViews } from "./read-message-views.server";

export type MessagePage = {
  /** Oldest first. */
  messages: MessageView[];
  /** Number before which there are older ones; null at the beginning of the room. */
  olderThan: number | null;
};

/**
 * A page of a room's messages, backwards from its end or from before a number.
 * @param options.atLeastFrom reaches back to this number however long the page gets (at most 500), for the first unread one
 */
export async function readMessages(
  member: Member,
  roomId: string,
  options: { before?: number | null; atLeastFrom?: number } = {},
): Promise<MessagePage> {
  const { room } = await loadRoom(member, roomId);
  const end = options.before ?? room.lastNumber + 1;
  const limit = Math.min(500, Math.max(MESSAGE_PAGE, options.atLeastFrom ? end - options.atLeastFrom + 10 : 0));
  const rows = await db
    .select({ id: messages.id, number: messages.number })
    .from(messages)
    .where(and(eq(messages.roomId, room.id), options.before ? lt(messages.number, options.before) : undefined))
    .orderBy(desc(messages.number))
    .limit(limit);
  const views = await readMessageViews(rows.map((r) => r.id));
  const oldest = rows.at(-1)?.number ?? 1;
  return {
    messages: rows.reverse().flatMap((r) => views.get(r.id) ?? []),
    olderThan: oldest > 1 ? oldest : null,
  };
}
