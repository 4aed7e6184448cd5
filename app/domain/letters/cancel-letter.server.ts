import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { nextStatus } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";
import { organizationsIn, removeDeadlineJobs, tellOrganizations } from "./sign-on.server";
import { undecidedStates } from "./signature";

/**
 * Ends a letter before it was delivered, for good. What was written, signed and decided stays readable. Who has
 * signed it, and who was still asked to, is told.
 * @throws not_found, not_allowed, wrong_status, reason_required
 */
export async function cancelLetter(member: Member, input: { letterId: string; reason: string }): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.cancel", thing);
    if (letter.status === "cancelled") return;
    const status = nextStatus(letter.status, "cancel");
    const reason = await recordDecision(tx, now, thing, "cancel", input.reason, { required: true });
    const at = await clock(tx);
    await tx
      .update(letters)
      .set({ status, statusChangedAt: at, cancelledAt: at, reason })
      .where(eq(letters.id, letter.id));
    await removeDeadlineJobs(tx, letter.id);
    // Before the opening nobody was asked: rows of organizations that were to be invited tell nobody anything.
    const concerned = letter.openedAt ? await organizationsIn(tx, letter.id, ["confirmed", ...undecidedStates]) : [];
    const told = await tellOrganizations(tx, letter, concerned, {
      kind: "letter_cancelled",
      key: `letter_cancelled:${letter.id}`,
      facts: { byId: member.personId },
      except: member.personId,
    });
    await recordEvents(tx, member.personId, [{ type: "letter.cancelled", data: letterScope(letter) }, ...told]);
  });
}
