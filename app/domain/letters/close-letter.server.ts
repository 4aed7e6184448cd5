import { eq } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { letters } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { hasBoard, nextStatus } from "./letter";
import { clock, type LetterRow, lockLetter, readLetterThing } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";
import { removeDeadlineJobs, tellOrganizations } from "./sign-on.server";

/**
 * The lead closes sign-on before its deadline. A letter that is closed already, by whomever, stays as it is.
 * @throws not_found, not_allowed, wrong_status, reason_required (coordinator)
 */
export async function closeLetter(member: Member, input: { letterId: string; reason?: string }): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.close", thing);
    if (hasBoard(letter.status) && letter.status !== "open") return;
    nextStatus(letter.status, "close");
    await recordDecision(tx, now, thing, "close", input.reason);
    await removeDeadlineJobs(tx, letter.id);
    await close(tx, letter, await clock(tx), member.personId);
  });
}

/** What closing does, whoever closes: the state, the moment, the news to the leads. Last in the transaction. */
export async function close(tx: Tx, letter: LetterRow, at: Date, actor: string | null): Promise<void> {
  await tx
    .update(letters)
    .set({
      status: nextStatus(letter.status, "close"),
      statusChangedAt: at,
      closedAt: at,
      listReviewedAt: null,
      listReviewedBy: null,
    })
    .where(eq(letters.id, letter.id));
  const { leadIds } = await readLetterThing(letter, tx);
  const told = await tellOrganizations(tx, letter, leadIds, {
    kind: "letter_closed",
    key: `letter_closed:${letter.id}:${at.getTime()}`,
    ...(actor ? { except: actor } : {}),
  });
  await recordEvents(tx, actor, [{ type: "letter.closed", data: letterScope(letter) }, ...told]);
}
