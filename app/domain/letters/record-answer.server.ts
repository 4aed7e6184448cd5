import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { deliveries } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { paragraphs } from "../text-input";
import { removeFollowUpJob } from "./follow-up.server";
import { clock, lockLetter } from "./load-letter.server";
import { requireDelivery } from "./record-acknowledgement.server";
import { letterScope } from "./record-decision.server";
import { pastMoment } from "./record-delivery.server";

export const ANSWER_MAX = 4000;

/**
 * Notes what an office answered, which ends the follow-up. The same again changes nothing; other words correct the record.
 * @throws not_found, not_allowed, invalid_time, moment_in_future, required, too_long
 */
export async function recordAnswer(
  member: Member,
  input: { letterId: string; deliveryId: string; at: string; zone: string; answer: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.record_delivery", thing);
    const delivery = await requireDelivery(tx, letter.id, input.deliveryId);
    const answeredAt = pastMoment(input.at, input.zone, await clock(tx), "at");
    const answer = paragraphs(input.answer, "answer", { max: ANSWER_MAX, required: true });
    if (delivery.answeredAt?.getTime() === answeredAt.getTime() && delivery.answer === answer) return;
    await tx.update(deliveries).set({ answeredAt, answer }).where(eq(deliveries.id, delivery.id));
    await removeFollowUpJob(tx, letter.id);
    await recordEvent(tx, member.personId, "letter.delivery_changed", {
      ...letterScope(letter),
      deliveryId: delivery.id,
    });
  });
}
