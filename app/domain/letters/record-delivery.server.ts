import { and, desc, eq, isNull } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { deliveries, editions, letters, posts, recipients } from "~db/schema";
import { addJob } from "../add-job.server";
import { DomainError, notFound } from "../errors";
import { newId } from "../id";
import type { Member } from "../member";
import type { LetterThing } from "../permissions";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { paragraphs } from "../text-input";
import { momentFromWallTime } from "../time-zones";
import { type DeliveryMethod, deliveryMethods } from "./delivery";
import { setFollowUpJob } from "./follow-up.server";
import { canTransition, requireTransition } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";
import { tellOrganizations } from "./sign-on.server";
import { followUpAfter } from "./signature";

export const DELIVERY_NOTE_MAX = 600;

export type DeliveryInput = {
  letterId: string;
  recipientId: string;
  method: DeliveryMethod;
  /** Wall time "2026-03-24T10:05" in `zone` (IANA). */
  sentAt: string;
  zone: string;
  /** Who carried or sent it: oneself, or somebody of a lead organization. */
  sentById?: string;
  note?: string;
  /** Did whoever asks say that the final copies may go out? Only forms ask; false refuses the first delivery. */
  confirmed?: boolean;
};

/**
 * Notes that the newest edition was sent to a recipient: how, when, by whom. The first delivery makes the letter *delivered*,
 * sets the follow-up two weeks later and has every signer sent the final copy. The same delivery again is the same record.
 * @throws not_found (also for a recipient of another letter), not_allowed, wrong_status, not_finalized, invalid_time,
 *   moment_in_future, too_long, invalid_input; confirmation_needed for the first one that is not meant
 */
export async function recordDelivery(member: Member, input: DeliveryInput): Promise<{ deliveryId: string }> {
  return transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.record_delivery", thing);
    requireTransition(letter.status, "record_delivery");
    // The first one sends the final copies to all signers: nobody does that by a slip.
    if (input.confirmed === false && canTransition(letter.status, "deliver")) {
      throw new DomainError("confirmation_needed", {}, "confirmed");
    }
    const [recipient] = await tx
      .select({ id: recipients.id })
      .from(recipients)
      .where(and(eq(recipients.id, input.recipientId), eq(recipients.letterId, letter.id)));
    if (!recipient) throw notFound();
    const [edition] = await tx
      .select({ id: editions.id })
      .from(editions)
      .where(eq(editions.letterId, letter.id))
      .orderBy(desc(editions.number))
      .limit(1);
    if (!edition) throw new DomainError("not_finalized");
    if (!deliveryMethods.includes(input.method)) throw new DomainError("invalid_input", {}, "method");
    const at = await clock(tx);
    const sentAt = pastMoment(input.sentAt, input.zone, at, "sentAt");
    const sentBy = await requireBearer(tx, member, thing, input.sentById ?? member.personId);
    const deliveryId = newId();
    const written = await tx
      .insert(deliveries)
      .values({
        id: deliveryId,
        letterId: letter.id,
        editionId: edition.id,
        recipientId: recipient.id,
        method: input.method,
        sentAt,
        sentBy,
        note: paragraphs(input.note ?? "", "note", { max: DELIVERY_NOTE_MAX }),
      })
      .onConflictDoNothing()
      .returning({ id: deliveries.id });
    if (written.length === 0)
      return { deliveryId: await findDelivery(tx, edition.id, recipient.id, input.method, sentAt) };
    const scope = letterScope(letter);
    const recorded = { type: "letter.delivery_recorded" as const, data: { ...scope, deliveryId } };
    if (letter.status !== "finalized") {
      await recordEvents(tx, member.personId, [recorded]);
      return { deliveryId };
    }
    await tx
      .update(letters)
      .set({ status: "delivered", statusChangedAt: at, deliveredAt: sentAt, followUpAt: followUpAfter(sentAt) })
      .where(eq(letters.id, letter.id));
    await recordDecision(tx, now, thing, "deliver", "", { absence: false });
    await addJob(tx, "send_final_copies", { letterId: letter.id, editionId: edition.id });
    await setFollowUpJob(tx, letter.id, followUpAfter(sentAt));
    const signers = await signersOf(tx, edition.id);
    const told = await tellOrganizations(tx, letter, signers, {
      kind: "letter_delivered",
      key: `letter_delivered:${letter.id}`,
      except: member.personId,
    });
    await recordEvents(tx, member.personId, [recorded, { type: "letter.delivered", data: scope }, ...told]);
    return { deliveryId };
  });
}

/** A wall time that has passed. @throws invalid_time, moment_in_future */
export function pastMoment(local: string, zone: string, at: Date, field: string): Date {
  const moment = momentFromWallTime(local, zone)?.at;
  if (!moment) throw new DomainError("invalid_time", {}, field);
  // A minute of grace: the field has no seconds, and clocks differ.
  if (moment.getTime() > at.getTime() + 60_000) throw new DomainError("moment_in_future", {}, field);
  return moment;
}

/** Oneself, or somebody with a post in a lead organization. @throws invalid_input */
export async function requireBearer(tx: Tx, member: Member, thing: LetterThing, personId: string): Promise<string> {
  if (personId === member.personId) return personId;
  const held = await tx
    .select({ organizationId: posts.organizationId })
    .from(posts)
    .where(and(eq(posts.personId, personId), isNull(posts.endedAt)));
  if (!held.some((p) => thing.leadIds.includes(p.organizationId)))
    throw new DomainError("invalid_input", {}, "sentById");
  return personId;
}

async function findDelivery(tx: Tx, editionId: string, recipientId: string, method: DeliveryMethod, sentAt: Date) {
  const [row] = await tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.editionId, editionId),
        eq(deliveries.recipientId, recipientId),
        eq(deliveries.method, method),
        eq(deliveries.sentAt, sentAt),
      ),
    );
  if (!row) throw notFound();
  return row.id;
}

async function signersOf(tx: Tx, editionId: string): Promise<string[]> {
  const [edition] = await tx
    .select({ signatories: editions.signatories })
    .from(editions)
    .where(eq(editions.id, editionId));
  return [...new Set((edition?.signatories ?? []).map((s) => s.organizationId))];
}
