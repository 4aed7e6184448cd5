import { asc, eq, inArray } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";
import { messageMentions, messages, organizations, people } from "~db/schema";
import type { MessageView } from "./message";

/**
 * Messages by id, as everybody in their room may see them. No member is asked for: only the relay (which sends to rooms
 * whose sockets were authorized) and `readMessages` (which starts from the member) call it.
 */
export async function readMessageViews(ids: string[], reader: Reader = db): Promise<Map<string, MessageView>> {
  if (ids.length === 0) return new Map();
  const [rows, mentions] = await Promise.all([
    reader
      .select({
        message: messages,
        authorName: people.name,
        organizationName: organizations.name,
        acronym: organizations.acronym,
      })
      .from(messages)
      .leftJoin(people, eq(people.id, messages.authorId))
      .leftJoin(organizations, eq(organizations.id, messages.organizationId))
      .where(inArray(messages.id, ids)),
    reader
      .select({ messageId: messageMentions.messageId, id: people.id, name: people.name })
      .from(messageMentions)
      .innerJoin(people, eq(people.id, messageMentions.personId))
      .where(inArray(messageMentions.messageId, ids))
      .orderBy(asc(people.name)),
  ]);
  return new Map(
    rows.map(({ message: m, authorName, organizationName, acronym }) => [
      m.id,
      {
        id: m.id,
        roomId: m.roomId,
        number: m.number,
        author: m.authorId
          ? { id: m.authorId, name: authorName ?? "", organization: acronym || organizationName }
          : null,
        body: m.deletedAt ? "" : m.body,
        locale: m.deletedAt ? null : m.locale,
        mentions: m.deletedAt ? [] : mentions.filter((x) => x.messageId === m.id).map(({ id, name }) => ({ id, name })),
        opId: m.opId,
        at: m.createdAt.toISOString(),
        editedAt: m.editedAt?.toISOString() ?? null,
        deleted: m.deletedAt !== null,
      },
    ]),
  );
}
