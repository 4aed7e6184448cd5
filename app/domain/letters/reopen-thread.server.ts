import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { commentThreads } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { requireTransition } from "./letter";
import { holdThread } from "./load-thread.server";

/** Takes a conversation up again. @throws not_found, not_allowed, wrong_status */
export async function reopenThread(member: Member, input: { threadId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, thread, scope } = await holdThread(member, input.threadId, tx);
    requireCan(member, "comment.resolve", thing);
    if (!thread.resolvedAt) return;
    requireTransition(letter.status, "comment");
    await tx.update(commentThreads).set({ resolvedAt: null, resolvedBy: null }).where(eq(commentThreads.id, thread.id));
    await recordEvent(tx, member.personId, "comment.reopened", scope);
  });
}
