import { and, eq } from "drizzle-orm";
import type { Tx } from "~db/client.server";
import { comments, commentThreads, languageVersions, letters } from "~db/schema";
import { notFound } from "../errors";
import type { EventData } from "../events";
import type { Member } from "../member";
import { type LoadedLetter, loadLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";

export type ThreadRow = typeof commentThreads.$inferSelect;
export type CommentRow = typeof comments.$inferSelect;
export type LoadedThread = LoadedLetter & { thread: ThreadRow; scope: EventData<"comment.resolved"> };

/**
 * A letter that the member may read, kept from being frozen or cancelled for the rest of the transaction; keystrokes are not
 * held up (KEY SHARE goes with the lock that they take). @throws not_found
 */
export async function holdLetter(member: Member, letterId: string, tx: Tx): Promise<LoadedLetter> {
  await tx.select({ id: letters.id }).from(letters).where(eq(letters.id, letterId)).for("key share");
  return loadLetter(member, letterId, tx);
}

/** A thread of a letter that the member may read; its row is locked. @throws not_found */
export async function holdThread(member: Member, threadId: string, tx: Tx): Promise<LoadedThread> {
  const [found] = await tx
    .select({ letterId: languageVersions.letterId })
    .from(commentThreads)
    .innerJoin(languageVersions, eq(languageVersions.id, commentThreads.languageVersionId))
    .where(eq(commentThreads.id, threadId));
  if (!found) throw notFound();
  const loaded = await holdLetter(member, found.letterId, tx);
  const [thread] = await tx.select().from(commentThreads).where(eq(commentThreads.id, threadId)).for("update");
  if (!thread) throw notFound();
  const scope = { ...letterScope(loaded.letter), languageVersionId: thread.languageVersionId, threadId: thread.id };
  return { ...loaded, thread, scope };
}

/** A comment that is not deleted, with its thread and letter. @throws not_found */
export async function holdComment(
  member: Member,
  commentId: string,
  tx: Tx,
): Promise<LoadedThread & { comment: CommentRow }> {
  const [found] = await tx.select({ threadId: comments.threadId }).from(comments).where(eq(comments.id, commentId));
  if (!found) throw notFound();
  const loaded = await holdThread(member, found.threadId, tx);
  const [comment] = await tx
    .select()
    .from(comments)
    .where(and(eq(comments.id, commentId), eq(comments.threadId, found.threadId)));
  if (!comment) throw notFound();
  return { ...loaded, comment };
}
