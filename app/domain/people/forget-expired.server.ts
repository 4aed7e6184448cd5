import { and, isNull, lt, or, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { outgoingMails, passwordResets, rateLimits, sessions } from "~db/schema";
import { forgotten } from "./outgoing-mail.server";

/** How long a mail is tried that nobody takes (days): the links in it open nothing any more. */
const TRY_MAIL_DAYS = 4;
/** How long it is known that a mail was sent (days): so long nothing is mailed a second time. */
const KEEP_MAIL_DAYS = 30;
/** How long a link that opens nothing any more is kept, so that its page can say why (days). */
const KEEP_DAYS = 7;

/**
 * Deletes what has ended by its own clock and serves no record: sessions, counted attempts, links of forgotten passwords,
 * mails. They are refused long before by the clock itself, so it does not matter when this runs.
 */
export async function forgetExpired(): Promise<void> {
  const now = sql`clock_timestamp()`;
  await db.delete(sessions).where(or(lt(sessions.expiresAt, now), lt(sessions.endsAt, now)));
  await db.delete(rateLimits).where(lt(rateLimits.expire, Date.now()));
  await db
    .delete(passwordResets)
    .where(lt(passwordResets.expiresAt, sql`${now} - make_interval(days => ${KEEP_DAYS})`));
  const before = (days: number) => lt(outgoingMails.createdAt, sql`${now} - make_interval(days => ${days})`);
  await db
    .update(outgoingMails)
    .set(forgotten)
    .where(and(isNull(outgoingMails.sentAt), before(TRY_MAIL_DAYS)));
  await db.delete(outgoingMails).where(before(KEEP_MAIL_DAYS));
}
