import { and, eq, isNull, sql } from "drizzle-orm";
import { db, transaction } from "~db/client.server";
import { passwordResets, people, sessions } from "~db/schema";
import { revokeCalendarFeeds } from "../actions/calendar-feed.server";
import { DomainError } from "../errors";
import { recordEvent } from "../record-event.server";
import { hashMailToken } from "./mail-token.server";

const standing = (tokenHash: string) =>
  and(
    eq(passwordResets.tokenHash, tokenHash),
    isNull(passwordResets.usedAt),
    sql`${passwordResets.expiresAt} > clock_timestamp()`,
  );

/** Whom the link is for, or null when it opens nothing (any more). Looking does not use it up: mail scanners look too. */
export async function readPasswordReset(
  token: string,
): Promise<{ personId: string; name: string; email: string } | null> {
  const [row] = await db
    .select({ personId: people.id, name: people.name, email: people.email })
    .from(passwordResets)
    .innerJoin(people, eq(people.id, passwordResets.personId))
    .where(standing(hashMailToken(token)));
  return row ?? null;
}

/**
 * Sets a new password by the link of a mail, once. Every session of the person ends, every other link, and the addresses of calendars: whoever had the old
 * password is out.
 * @param passwordHash of a password that was checked
 * @returns id of the person
 * @throws reset_invalid when the link is unknown, used or too old
 */
export async function resetPassword(token: string, passwordHash: string): Promise<string> {
  return transaction(async (tx) => {
    const [used] = await tx
      .update(passwordResets)
      .set({ usedAt: sql`clock_timestamp()` })
      .where(standing(hashMailToken(token)))
      .returning({ personId: passwordResets.personId });
    if (!used) throw new DomainError("reset_invalid");
    const { personId } = used;
    await tx
      .update(passwordResets)
      .set({ usedAt: sql`clock_timestamp()` })
      .where(and(eq(passwordResets.personId, personId), isNull(passwordResets.usedAt)));
    await tx.update(people).set({ passwordHash }).where(eq(people.id, personId));
    await tx.delete(sessions).where(eq(sessions.userId, personId));
    await revokeCalendarFeeds(tx, personId);
    await recordEvent(tx, personId, "session.ended", { personId });
    return personId;
  });
}
