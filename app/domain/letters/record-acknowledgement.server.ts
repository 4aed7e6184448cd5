import { and, eq } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { deliveries } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { paragraphs } from "../text-input";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";
import { DELIVERY_NOTE_MAX, pastMoment } from "./record-delivery.server";

/**
 * Notes that an office said it received the letter. The same again changes nothing; other facts correct the record.
 * @throws not_found, not_allowed, invalid_time, moment_in_future, too_long
 */
export async function recordAcknowledgement(
  member: Member,
  input: { letterId: string; deliveryId: string; at: string; zone: string; note?: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.record_delivery", thing);
    const delivery = await requireDelivery(tx, letter.id, input.deliveryId);
    const acknowledgedAt = pastMoment(input.at, input.zone, await clock(tx), "at");
    const acknowledgedNote = paragraphs(input.note ?? "", "note", { max: DELIVERY_NOTE_MAX });
    if (
      delivery.acknowledgedAt?.getTime() === acknowledgedAt.getTime() &&
      delivery.acknowledgedNote === acknowledgedNote
    )
      return;
    await tx.update(deliveries).set({ acknowledgedAt, acknowledgedNote }).where(eq(deliveries.id, delivery.id));
    await recordEvent(tx, member.personId, "letter.delivery_changed", {
      ...letterScope(letter),
      deliveryId: delivery.id,
    });
  });
}

/** A delivery of this letter. @throws not_found */
export async function requireDelivery(tx: Tx, letterId: string, id: string) {
  const [delivery] = await tx
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.id, id), eq(deliveries.letterId, letterId)));
  if (!delivery) throw notFound();
  return delivery;
}
