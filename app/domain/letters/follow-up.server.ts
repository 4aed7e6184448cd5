import { and, inArray, isNotNull } from "drizzle-orm";
import { db, type Reader, type Tx } from "~db/client.server";
import { deliveries } from "~db/schema";
import { addJob, removeJob } from "../add-job.server";

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

/** Which of these letters have an answer from somebody. */
export async function readAnswered(letterIds: readonly string[], reader: Reader = db): Promise<Set<string>> {
  if (letterIds.length === 0) return new Set();
  const rows = await reader
    .selectDistinct({ letterId: deliveries.letterId })
    .from(deliveries)
    .where(and(inArray(deliveries.letterId, [...letterIds]), isNotNull(deliveries.answeredAt)));
  return new Set(rows.map((r) => r.letterId));
}
