import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { letters, notifications, posts, signatureApprovals, signatures } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { type EventToRecord, recordEvents } from "../record-event.server";
import { ongoingStatuses, requireTransition } from "./letter";
import { type LetterRow, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";
import type { SignatureRow } from "./sign-on.server";
import { canTakeBack, undecidedStates } from "./signature";

/**
 * Takes an invitation to sign back that went to the wrong organization, while it has not answered: it counts no more, and what
 * it was told of the letter goes from its notices. It can be invited again. The letter's leads only, because whether an
 * organization has answered is theirs to know; no lead of the letter itself, whose name stands at its head.
 * @throws not_found, not_allowed, wrong_status, lead_stays_invited, invitation_answered
 */
export async function takeBackInvitation(
  member: Member,
  input: { letterId: string; organizationId: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.take_back_invitation", thing);
    requireTransition(letter.status, "invite");
    if (thing.leadIds.includes(input.organizationId)) throw new DomainError("lead_stays_invited");
    const [signature] = await tx
      .select()
      .from(signatures)
      .where(and(eq(signatures.letterId, letter.id), eq(signatures.organizationId, input.organizationId)));
    if (!signature) return;
    if (!canTakeBack(signature)) throw new DomainError("invitation_answered");
    await recordDecision(tx, now, thing, "take_back_invitation", "", { absence: false });
    const events = await deleteInvitation(tx, letter, signature);
    await recordEvents(tx, member.personId, events);
  });
}

/**
 * What an organization that leaves the coalition has not decided goes with it: else it would be asked, and counted, for ever.
 * Rows with an answer of before (declined, withdrawn, thought about again) keep that answer.
 * @returns events to record with the verb's own
 */
export async function takeBackUndecided(tx: Tx, coalitionId: string, organizationId: string): Promise<EventToRecord[]> {
  const open = await tx
    .select({ letter: letters })
    .from(letters)
    .innerJoin(signatures, eq(signatures.letterId, letters.id))
    .where(
      and(
        eq(letters.coalitionId, coalitionId),
        eq(signatures.organizationId, organizationId),
        inArray(signatures.state, [...undecidedStates]),
        // Of a letter that was composed it stays true who had been asked.
        inArray(letters.status, [...ongoingStatuses]),
      ),
    )
    .orderBy(letters.id);
  const events: EventToRecord[] = [];
  for (const { letter } of open) {
    // The letter's row first, as every verb of signing: a signature that is being given comes before, and stays.
    await tx.select({ id: letters.id }).from(letters).where(eq(letters.id, letter.id)).for("update");
    const [signature] = await tx
      .select()
      .from(signatures)
      .where(
        and(
          eq(signatures.letterId, letter.id),
          eq(signatures.organizationId, organizationId),
          inArray(signatures.state, [...undecidedStates]),
        ),
      );
    if (!signature) continue;
    await tx.delete(signatureApprovals).where(eq(signatureApprovals.signatureId, signature.id));
    if (signature.withdrawnAt ?? signature.declinedAt) {
      const withdrawn = (signature.withdrawnAt?.getTime() ?? 0) > (signature.declinedAt?.getTime() ?? 0);
      await tx
        .update(signatures)
        .set({ state: withdrawn ? "withdrawn" : "declined", updatedAt: sql`clock_timestamp()` })
        .where(eq(signatures.id, signature.id));
      events.push(takenBack(letter, signature));
    } else {
      events.push(...(await deleteInvitation(tx, letter, signature)));
    }
  }
  return events;
}

/** The row, and the notices that led to it: who is invited again must be told again. */
async function deleteInvitation(tx: Tx, letter: LetterRow, signature: SignatureRow): Promise<EventToRecord[]> {
  const { organizationId } = signature;
  await tx.delete(signatures).where(eq(signatures.id, signature.id));
  const unsaid = await tx
    .delete(notifications)
    .where(
      and(
        eq(notifications.coalitionId, letter.coalitionId),
        inArray(notifications.kind, [
          "signature_awaited",
          "approval_requested",
          "reminder",
          "deadline_near",
          "deadline_extended",
        ]),
        sql`${notifications.facts}->>'letterId' = ${letter.id}`,
        sql`${notifications.facts}->>'organizationId' = ${organizationId}`,
      ),
    )
    .returning({ personId: notifications.personId });
  const holders = await tx
    .select({ personId: posts.personId })
    .from(posts)
    .where(and(eq(posts.organizationId, organizationId), isNull(posts.endedAt)));
  return [
    { type: "letter.invitation_taken_back", data: letterScope(letter) },
    takenBack(letter, signature),
    // Outside of the campaign they lose the letter with it.
    ...holders.map(
      ({ personId }): EventToRecord => ({
        type: "person.access_changed",
        data: { coalitionId: letter.coalitionId, personId },
      }),
    ),
    ...[...new Set(unsaid.map((n) => n.personId))].map(
      (personId): EventToRecord => ({
        type: "person.notified",
        data: { personId, coalitionId: letter.coalitionId },
      }),
    ),
  ];
}

function takenBack(letter: LetterRow, signature: SignatureRow): EventToRecord {
  return {
    type: "signature.taken_back",
    data: {
      ...letterScope(letter),
      organizationId: signature.organizationId,
      signatureId: signature.id,
    },
  };
}
