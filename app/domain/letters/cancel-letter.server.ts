import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { nextStatus } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";

/**
 * Ends a letter before it was delivered, for good. What was written, signed and decided stays readable.
 * @throws not_found, not_allowed, wrong_status, reason_required
 */
export async function cancelLetter(member: Member, input: { letterId: string; reason: string }): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing } = await lockLetter(member, input.letterId, tx);
    requireCan(member, "letter.cancel", thing);
    if (letter.status === "cancelled") return;
    const status = nextStatus(letter.status, "cancel");
    const reason = await recordDecision(tx, member, thing, "cancel", input.reason, { required: true });
    const at = await clock(tx);
    await tx
      .update(letters)
      .set({ status, statusChangedAt: at, cancelledAt: at, reason })
      .where(eq(letters.id, letter.id));
    await recordEvent(tx, member.personId, "letter.cancelled", letterScope(letter));
  });
}
