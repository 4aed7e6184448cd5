import { asc, eq, inArray } from "drizzle-orm";
import { db } from "~db/client.server";
import { comments, commentThreads, languageVersions, organizations, people } from "~db/schema";
import type { Member } from "../member";
import type { ThreadView } from "./comment";
import { loadLanguage } from "./load-language.server";
import { loadLetter } from "./load-letter.server";

/**
 * Conversations on the passages of one language, as they began. One in which everything was taken back is left out.
 * @throws not_found
 */
export async function readComments(member: Member, letterId: string, locale: string): Promise<ThreadView[]> {
  const { letter } = await loadLetter(member, letterId);
  const language = await loadLanguage(letter.id, locale);
  const threads = await db
    .select({ thread: commentThreads, resolver: people.name })
    .from(commentThreads)
    .leftJoin(people, eq(people.id, commentThreads.resolvedBy))
    .where(eq(commentThreads.languageVersionId, language.id))
    .orderBy(asc(commentThreads.createdAt), asc(commentThreads.id));
  if (threads.length === 0) return [];
  const rows = await db
    .select({ comment: comments, author: people.name, name: organizations.name, acronym: organizations.acronym })
    .from(comments)
    .innerJoin(people, eq(people.id, comments.authorId))
    .leftJoin(organizations, eq(organizations.id, comments.organizationId))
    .where(
      inArray(
        comments.threadId,
        threads.map((t) => t.thread.id),
      ),
    )
    .orderBy(asc(comments.createdAt), asc(comments.id));
  return threads
    .map(
      ({ thread, resolver }): ThreadView => ({
        id: thread.id,
        anchor: { from: thread.anchorStart, to: thread.anchorEnd },
        blockId: thread.blockId,
        quote: thread.quote,
        resolved: thread.resolvedAt ? { by: resolver ?? "", at: thread.resolvedAt.toISOString() } : null,
        comments: rows
          .filter((r) => r.comment.threadId === thread.id)
          .map(({ comment, author, name, acronym }) => ({
            id: comment.id,
            author: { id: comment.authorId, name: author },
            organization: acronym || name || null,
            body: comment.deletedAt ? "" : comment.body,
            at: comment.createdAt.toISOString(),
            edited: comment.editedAt !== null,
            deleted: comment.deletedAt !== null,
            mine: comment.authorId === member.personId,
          })),
      }),
    )
    .filter((thread) => thread.comments.some((c) => !c.deleted));
}

/** Which language a conversation is about, for links that only know the conversation. Null: not here. */
export async function readThreadLocale(member: Member, letterId: string, threadId: string): Promise<string | null> {
  const { letter } = await loadLetter(member, letterId);
  const [row] = await db
    .select({ locale: languageVersions.locale, letterId: languageVersions.letterId })
    .from(commentThreads)
    .innerJoin(languageVersions, eq(languageVersions.id, commentThreads.languageVersionId))
    .where(eq(commentThreads.id, threadId));
  return row?.letterId === letter.id ? row.locale : null;
}
