import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { comments } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { clock } from "./load-letter.server";
import { holdComment } from "./load-thread.server";

/**
 * Takes one's own comment back, at any time: its words are gone from the database, its place in the conversation stays.
 * @throws not_found, not_allowed
 */
export async function deleteComment(member: Member, input: { commentId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { comment, scope } = await holdComment(member, input.commentId, tx);
    requireCan(member, "comment.edit", comment);
    if (comment.deletedAt) return;
    await tx
      .update(comments)
      .set({ body: "", deletedAt: await clock(tx) })
      .where(eq(comments.id, comment.id));
    await recordEvent(tx, member.personId, "comment.changed", { ...scope, commentId: comment.id });
  });
}
