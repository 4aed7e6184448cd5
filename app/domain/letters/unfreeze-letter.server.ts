import { and, eq, inArray } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters, signatures } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { nextStatus } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, type Reasoned, recordDecision } from "./record-decision.server";
import { clearConsents } from "./return-to-draft.server";

/**
 * Goes back to the consultation, as long as no organization has signed or been asked to confirm. The frozen version stays
 * as it is; the next freeze makes another one.
 * @throws not_found, not_allowed, wrong_status, has_signatures, reason_required (coordinator)
 */
export async function unfreezeLetter(member: Member, input: Reasoned & { letterId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.unfreeze", thing);
    if (letter.status === "in_review") return;
    const status = nextStatus(letter.status, "unfreeze");
    const [given] = await tx
      .select({ id: signatures.id })
      .from(signatures)
      .where(and(eq(signatures.letterId, letter.id), inArray(signatures.state, ["confirmed", "pending_approval"])))
      .limit(1);
    if (given) throw new DomainError("has_signatures");
    await recordDecision(tx, now, thing, "unfreeze", input.reason);
    await tx
      .update(letters)
      .set({ status, statusChangedAt: await clock(tx), frozenAt: null })
      .where(eq(letters.id, letter.id));
    await clearConsents(tx, letter.id);
    await recordEvent(tx, member.personId, "letter.unfrozen", letterScope(letter));
  });
}
