import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { comments } from "~db/schema";
import { newId } from "../id";
import type { Member } from "../member";
import { notify } from "../people/notify.server";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { commentBody, findOperation, insertComment } from "./add-comment.server";
import { requireTransition } from "./letter";
import { holdThread } from "./load-thread.server";

/**
 * Answers in a conversation. Who had said something in it is told. A resolved one stays resolved.
 * @returns id of the comment; the same when it had been added before
 * @throws not_found, not_allowed, wrong_status, required, too_long
 */
export async function replyToComment(
  member: Member,
  input: { threadId: string; opId: string; body: string },
): Promise<string> {
  const body = commentBody(input.body);
  return transaction(async (tx) => {
    const { letter, thing, thread, scope } = await holdThread(member, input.threadId, tx);
    requireCan(member, "letter.comment", thing);
    const before = await findOperation(tx, member, input.opId);
    if (before) return before.id;
    requireTransition(letter.status, "comment");
    const commentId = newId();
    const said = await tx
      .selectDistinct({ id: comments.authorId })
      .from(comments)
      .where(eq(comments.threadId, thread.id));
    await insertComment(tx, member, { id: commentId, threadId: thread.id, body, opId: input.opId });
    const told = await notify(
      tx,
      said.map((s) => s.id).filter((id) => id !== member.personId),
      {
        coalitionId: letter.coalitionId,
        kind: "comment_reply",
        facts: { letterId: letter.id, threadId: thread.id, commentId, byId: member.personId },
        dedupeKey: `comment_reply:${commentId}`,
      },
    );
    await recordEvents(tx, member.personId, [{ type: "comment.added", data: { ...scope, commentId } }, ...told]);
    return commentId;
  });
}
