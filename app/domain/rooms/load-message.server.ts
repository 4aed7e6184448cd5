import { eq } from "drizzle-orm";
import type { Tx } from "~db/client.server";
import { messages } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { type LoadedRoom, lockRoom } from "./load-room.server";

export type LoadedMessage = LoadedRoom & { message: typeof messages.$inferSelect };

/** A message of a room that the member may read, with the room locked. @throws not_found */
export async function lockMessage(member: Member, id: string, tx: Tx): Promise<LoadedMessage> {
  const [found] = await tx.select({ roomId: messages.roomId }).from(messages).where(eq(messages.id, id));
  if (!found) throw notFound();
  const loaded = await lockRoom(member, found.roomId, tx);
  const [message] = await tx.select().from(messages).where(eq(messages.id, id));
  if (!message) throw notFound();
  return { ...loaded, message };
}
