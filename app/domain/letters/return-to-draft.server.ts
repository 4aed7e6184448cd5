import { eq } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { letterLeads, letters } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { nextStatus } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, type Reasoned, recordDecision } from "./record-decision.server";

/**
 * Ends a consultation without freezing: the letter is being drafted again.
 * @throws not_found, not_allowed, wrong_status, reason_required (coordinator)
 */
export async function returnToDraft(member: Member, input: Reasoned & { letterId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.send_to_review", thing);
    if (letter.status === "drafting") return;
    const status = nextStatus(letter.status, "return_to_draft");
    await recordDecision(tx, now, thing, "return_to_draft", input.reason);
    await tx
      .update(letters)
      .set({ status, statusChangedAt: await clock(tx), reviewUntil: null })
      .where(eq(letters.id, letter.id));
    await clearConsents(tx, letter.id);
    await recordEvent(tx, member.personId, "letter.returned_to_draft", letterScope(letter));
  });
}

/** What co-leads agreed to is over: they are asked again before the next freeze. */
export async function clearConsents(tx: Tx, letterId: string): Promise<void> {
  await tx
    .update(letterLeads)
    .set({ consentedAt: null, consentedBy: null, consentedSha256: null })
    .where(eq(letterLeads.letterId, letterId));
}
