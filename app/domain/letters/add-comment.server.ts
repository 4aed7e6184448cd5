import { eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { comments, commentThreads } from "~db/schema";
import { DomainError, notFound } from "../errors";
import { newId } from "../id";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { line, paragraphs } from "../text-input";
import { COMMENT_MAX, QUOTE_MAX } from "./comment";
import { requireTransition } from "./letter";
import { loadLanguage } from "./load-language.server";
import { holdLetter } from "./load-thread.server";
import { letterScope } from "./record-decision.server";

export type AddCommentInput = {
  letterId: string;
  locale: string;
  /** Made by the browser: a retry finds itself. */
  opId: string;
  body: string;
  /** Passage: Yjs relative positions, base64; empty for a comment on the whole text. */
  anchor?: { from: string; to: string };
  blockId?: string;
  quote?: string;
};

const ANCHOR = /^[A-Za-z0-9+/=]{0,800}$/;
const BLOCK = /^[A-Za-z0-9_-]{0,40}$/;

/**
 * Begins a conversation on a passage.
 * @returns ids of the thread and its first comment; the same when it had been added before
 * @throws not_found, not_allowed, wrong_status, required, too_long, invalid_input
 */
export async function addComment(
  member: Member,
  input: AddCommentInput,
): Promise<{ threadId: string; commentId: string }> {
  const body = commentBody(input.body);
  const quote = line((input.quote ?? "").slice(0, QUOTE_MAX), "quote", { max: QUOTE_MAX });
  const { from, to } = input.anchor ?? { from: "", to: "" };
  const blockId = input.blockId ?? "";
  if (!ANCHOR.test(from) || !ANCHOR.test(to) || !BLOCK.test(blockId)) throw new DomainError("invalid_input");
  return transaction(async (tx) => {
    const { letter, thing } = await holdLetter(member, input.letterId, tx);
    requireCan(member, "letter.comment", thing);
    const language = await loadLanguage(letter.id, input.locale, tx);
    const before = await findOperation(tx, member, input.opId);
    if (before) return { threadId: before.threadId, commentId: before.id };
    requireTransition(letter.status, "comment");
    const threadId = newId();
    const commentId = newId();
    await tx.insert(commentThreads).values({
      id: threadId,
      languageVersionId: language.id,
      anchorStart: from,
      anchorEnd: to,
      blockId,
      quote,
      createdBy: member.personId,
    });
    await insertComment(tx, member, { id: commentId, threadId, body, opId: input.opId });
    await recordEvent(tx, member.personId, "comment.added", {
      ...letterScope(letter),
      languageVersionId: language.id,
      threadId,
      commentId,
    });
    return { threadId, commentId };
  });
}

/** What a comment may say. @throws required, too_long */
export function commentBody(text: string): string {
  return paragraphs(text, "body", { max: COMMENT_MAX, required: true });
}

/** The comment that this operation made before, if it did. Another person's operation id is refused. @throws not_found */
export async function findOperation(tx: Tx, member: Member, opId: string) {
  // Two tries of the same operation may arrive at once: the second waits here for the first.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${opId}, 0))`);
  const [row] = await tx.select().from(comments).where(eq(comments.opId, opId));
  if (row && row.authorId !== member.personId) throw notFound();
  return row;
}

export async function insertComment(
  tx: Tx,
  member: Member,
  values: { id: string; threadId: string; body: string; opId: string },
): Promise<void> {
  await tx.insert(comments).values({ ...values, authorId: member.personId, organizationId: member.actingForId });
}
