import { and, eq, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { deliveries, letters, notifications } from "~db/schema";

/**
 * Letters whose moment has passed by the database's clock: still open, still under embargo, or delivered two weeks ago without
 * an answer and without anybody having been told. For the clock's job only.
 */
export async function readDueLetters(): Promise<{ toClose: string[]; toPublish: string[]; toFollowUp: string[] }> {
  const [toClose, toPublish, toFollowUp] = await Promise.all([
    db
      .select({ id: letters.id })
      .from(letters)
      .where(and(eq(letters.status, "open"), sql`${letters.hardDeadline} <= clock_timestamp()`)),
    db
      .select({ id: letters.id })
      .from(letters)
      .where(and(eq(letters.publication, "embargoed"), sql`${letters.embargoUntil} <= clock_timestamp()`)),
    db
      .select({ id: letters.id })
      .from(letters)
      .where(
        and(
          eq(letters.status, "delivered"),
          // Older ones, of letters whose leads want to hear of nothing, are not asked about every minute for ever.
          sql`${letters.followUpAt} between clock_timestamp() - interval '1 day' and clock_timestamp()`,
          sql`not exists (select from ${deliveries} d where d.letter_id = ${letters.id} and d.answered_at is not null)`,
          sql`not exists (select from ${notifications} n where n.coalition_id = ${letters.coalitionId}
            and n.kind = 'follow_up_due' and n.facts ->> 'letterId' = ${letters.id})`,
        ),
      ),
  ]);
  return {
    toClose: toClose.map((l) => l.id),
    toPublish: toPublish.map((l) => l.id),
    toFollowUp: toFollowUp.map((l) => l.id),
  };
}
