import { lt, or, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { passwordResets, rateLimits, sessions } from "~db/schema";

/** How long a link that opens nothing any more is kept, so that its page can say why (days). */
const KEEP_DAYS = 7;

/**
 * Deletes what has ended by its own clock and serves no record: sessions, counted attempts, links of forgotten passwords. They
 * are refused long before by the clock itself, so it does not matter when this runs.
 */
export async function forgetExpired(): Promise<void> {
  const now = sql`clock_timestamp()`;
  await db.delete(sessions).where(or(lt(sessions.expiresAt, now), lt(sessions.endsAt, now)));
  await db.delete(rateLimits).where(lt(rateLimits.expire, Date.now()));
  await db
    .delete(passwordResets)
    .where(lt(passwordResets.expiresAt, sql`${now} - make_interval(days => ${KEEP_DAYS})`));
}
