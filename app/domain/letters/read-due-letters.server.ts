import { and, eq, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { letters } from "~db/schema";

/** Letters whose moment has passed by the database's clock: still open, or still under embargo. For the clock's job only. */
export async function readDueLetters(): Promise<{ toClose: string[]; toPublish: string[] }> {
  const [toClose, toPublish] = await Promise.all([
    db
      .select({ id: letters.id })
      .from(letters)
      .where(and(eq(letters.status, "open"), sql`${letters.hardDeadline} <= clock_timestamp()`)),
    db
      .select({ id: letters.id })
      .from(letters)
      .where(and(eq(letters.publication, "embargoed"), sql`${letters.embargoUntil} <= clock_timestamp()`)),
  ]);
  return { toClose: toClose.map((l) => l.id), toPublish: toPublish.map((l) => l.id) };
}
