import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { comments } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { commentBody } from "./add-comment.server";
import { requireTransition } from "./letter";
import { clock } from "./load-letter.server";
import { holdComment } from "./load-thread.server";

/** Corrects one's own comment. @throws not_found (also when it was deleted), not_allowed, wrong_status, required, too_long */
export async function editComment(member: Member, input: { commentId: string; body: string }): Promise<void> {
  const body = commentBody(input.body);
  await transaction(async (tx) => {
    const { letter, comment, scope } = await holdComment(member, input.commentId, tx);
    requireCan(member, "comment.edit", comment);
    if (comment.deletedAt) throw notFound();
    if (comment.body === body) return;
    requireTransition(letter.status, "comment");
    await tx
      .update(comments)
      .set({ body, editedAt: await clock(tx) })
      .where(eq(comments.id, comment.id));
    await recordEvent(tx, member.personId, "comment.changed", { ...scope, commentId: comment.id });
  });
}
