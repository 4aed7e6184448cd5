import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters } from "~db/schema";
import { removeJob } from "../add-job.server";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { lockLetter } from "./load-letter.server";
import { publishing } from "./publish-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";

/**
 * Takes the public page away, or the plan for one. What others have copied meanwhile is out of reach.
 * @throws not_found, not_allowed, reason_required (coordinator)
 */
export async function unpublishLetter(member: Member, input: { letterId: string; reason?: string }): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.publish", thing);
    if (letter.publication === "private") return;
    await recordDecision(tx, now, thing, "unpublish", input.reason);
    await tx
      .update(letters)
      .set({ publication: "private", embargoUntil: null, publishedAt: null })
      .where(eq(letters.id, letter.id));
    await removeJob(tx, publishing(letter.id));
    await recordEvent(tx, member.personId, "letter.unpublished", letterScope(letter));
  });
}
