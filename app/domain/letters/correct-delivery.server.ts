import { and, eq, ne } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { deliveries, deliveryCorrections, letters, recipients } from "~db/schema";
import { DomainError, notFound } from "../errors";
import { newId } from "../id";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { paragraphs } from "../text-input";
import { deliveryMethods } from "./delivery";
import { readAnswered, setFollowUpJob } from "./follow-up.server";
import { requireTransition } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { requireDelivery } from "./record-acknowledgement.server";
import { letterScope, recordDecision } from "./record-decision.server";
import { DELIVERY_NOTE_MAX, type DeliveryInput, pastMoment, requireBearer } from "./record-delivery.server";
import { followUpAfter } from "./signature";

/**
 * Corrects what was recorded about a delivery: to whom, how, when, by whom. What stood there before is kept beside it, with who
 * corrected it and why; nothing is sent again. Receipt and answer stay with the delivery. When it was the first delivery,
 * the letter's own moment and its follow-up move with it. The same facts again change nothing.
 * @throws not_found (also for a recipient of another letter), not_allowed, wrong_status, invalid_time, moment_in_future,
 *   reason_required, too_long, invalid_input; delivery_exists when another record says the same
 */
export async function correctDelivery(
  member: Member,
  input: DeliveryInput & { deliveryId: string; reason: string },
): Promise<void> {
  const note = paragraphs(input.note ?? "", "note", { max: DELIVERY_NOTE_MAX });
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.record_delivery", thing);
    requireTransition(letter.status, "correct_delivery");
    const before = await requireDelivery(tx, letter.id, input.deliveryId);
    const [recipient] = await tx
      .select({ id: recipients.id })
      .from(recipients)
      .where(and(eq(recipients.id, input.recipientId), eq(recipients.letterId, letter.id)));
    if (!recipient) throw notFound();
    if (!deliveryMethods.includes(input.method)) throw new DomainError("invalid_input", {}, "method");
    const after = {
      recipientId: recipient.id,
      method: input.method,
      sentAt: keepSeconds(before.sentAt, pastMoment(input.sentAt, input.zone, await clock(tx), "sentAt")),
      // Whoever is named there may have left meanwhile.
      sentBy:
        input.sentById === before.sentBy && before.sentBy
          ? before.sentBy
          : await requireBearer(tx, member, thing, input.sentById ?? member.personId),
      note,
    };
    if (
      before.recipientId === after.recipientId &&
      before.method === after.method &&
      before.sentAt.getTime() === after.sentAt.getTime() &&
      before.sentBy === after.sentBy &&
      before.note === after.note
    )
      return;
    const [same] = await tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          eq(deliveries.editionId, before.editionId),
          eq(deliveries.recipientId, after.recipientId),
          eq(deliveries.method, after.method),
          eq(deliveries.sentAt, after.sentAt),
          ne(deliveries.id, before.id),
        ),
      );
    if (same) throw new DomainError("delivery_exists");
    const reason = await recordDecision(tx, now, thing, "correct_delivery", input.reason, {
      required: true,
      absence: false,
    });
    await tx.insert(deliveryCorrections).values({
      id: newId(),
      deliveryId: before.id,
      recipientId: before.recipientId,
      method: before.method,
      sentAt: before.sentAt,
      sentBy: before.sentBy,
      note: before.note,
      reason,
      correctedBy: member.personId,
    });
    await tx.update(deliveries).set(after).where(eq(deliveries.id, before.id));
    if (
      letter.deliveredAt?.getTime() === before.sentAt.getTime() &&
      letter.deliveredAt.getTime() !== after.sentAt.getTime()
    ) {
      const followUpAt = followUpAfter(after.sentAt);
      await tx.update(letters).set({ deliveredAt: after.sentAt, followUpAt }).where(eq(letters.id, letter.id));
      // An answer ended the follow-up, and so did the archive.
      if (letter.status === "delivered" && !(await readAnswered([letter.id], tx)).has(letter.id)) {
        await setFollowUpJob(tx, letter.id, followUpAt);
      }
    }
    await recordEvent(tx, member.personId, "letter.delivery_changed", {
      ...letterScope(letter),
      deliveryId: before.id,
    });
  });
}

/** A form's field has no seconds: the same minute is the same moment. */
function keepSeconds(before: Date, given: Date): Date {
  return Math.floor(before.getTime() / 60_000) === Math.floor(given.getTime() / 60_000) ? before : given;
}
