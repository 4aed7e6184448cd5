import { and, inArray, isNotNull } from "drizzle-orm";
import { db, type Reader, type Tx } from "~db/client.server";
import { deliveries } from "~db/schema";
import { addJob, removeJob } from "../add-job.server";
import type { Member } from "../member";
import { can } from "../permissions";
import type { LoadedLetter } from "./load-letter.server";

/**
 * The follow-up of a delivered letter: two weeks after the first delivery the leads are told to ask what became of it. It ends
 * with the first answer that is recorded, or when the letter is archived.
 */
const key = (letterId: string) => `follow_up:${letterId}`;

/** Sets the clock. An earlier setting is replaced. */
export async function setFollowUpJob(tx: Tx, letterId: string, at: Date): Promise<void> {
  await addJob(tx, "follow_up", { letterId }, { runAt: at, key: key(letterId) });
}

/** Stops the clock: somebody has answered, or nobody asks any more. */
export async function removeFollowUpJob(tx: Tx, letterId: string): Promise<void> {
  await removeJob(tx, key(letterId));
}

/**
 * When somebody asks what became of a letter. Only its leads do: to everybody else a delivered letter is done.
 * @param answered of `readAnswered`
 * @returns null before the delivery, once there is an answer, and for all others
 */
export function followUpOf(
  member: Member,
  { letter, thing }: LoadedLetter,
  answered: ReadonlySet<string>,
): Date | null {
  const asks = letter.status === "delivered" && can(member, "letter.see_answers", thing) && !answered.has(letter.id);
  return asks ? letter.followUpAt : null;
}

/** Which of these letters have an answer from somebody. */
export async function readAnswered(letterIds: readonly string[], reader: Reader = db): Promise<Set<string>> {
  if (letterIds.length === 0) return new Set();
  const rows = await reader
    .selectDistinct({ letterId: deliveries.letterId })
    .from(deliveries)
    .where(and(inArray(deliveries.letterId, [...letterIds]), isNotNull(deliveries.answeredAt)));
  return new Set(rows.map((r) => r.letterId));
}
