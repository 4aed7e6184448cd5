import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { revokeCalendarFeeds } from "~/domain/actions/calendar-feed.server";
import type { Person } from "~/domain/member";
import { recordEvents } from "~/domain/record-event.server";
import { transaction } from "~db/client.server";
import { passwordResets, people, sessions } from "~db/schema";
import type { Verify } from "./asker";
import { checkPassword } from "./password-rules.server";
import { verifyPassword } from "./step-up.server";

/**
 * Changes one's own password. All other sessions end, and links that were mailed and calendars that were subscribed open nothing any more.
 * @throws wrong_password (the present one), password_too_short, password_too_long, password_common,
 *   too_many_attempts
 */
export async function changePassword(
  person: Person,
  input: { present: string; next: string },
  passwords: Verify & { hash(plain: string): Promise<string> },
): Promise<void> {
  await checkPassword(input.next, [person.name, person.email], "nextPassword");
  await verifyPassword(person, input.present, passwords, "presentPassword");
  const passwordHash = await passwords.hash(input.next);
  await transaction(async (tx) => {
    await tx.update(people).set({ passwordHash }).where(eq(people.id, person.id));
    await tx
      .update(passwordResets)
      .set({ usedAt: sql`clock_timestamp()` })
      .where(and(eq(passwordResets.personId, person.id), isNull(passwordResets.usedAt)));
    await tx.delete(sessions).where(and(eq(sessions.userId, person.id), ne(sessions.id, person.sessionId)));
    await revokeCalendarFeeds(tx, person.id);
    await recordEvents(tx, person.id, [
      { type: "session.ended", data: { personId: person.id } },
      { type: "person.changed", data: { personId: person.id } },
    ]);
  });
}
