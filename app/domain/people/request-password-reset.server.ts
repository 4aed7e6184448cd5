import { and, isNull, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { passwordResets, people } from "~db/schema";
import { addJob } from "../add-job.server";
import { newId } from "../id";
import { line } from "../text-input";
import { emailAddress } from "./email";
import { hashMailToken, mailToken } from "./mail-token.server";
import { resetSubject } from "./read-account-mail.server";

/** How long the link of a mail sets a new password. */
export const RESET_HOURS = 1;

/**
 * Mails a link that sets a new password, if there is such an account. Returns the same for everybody, after the same work, so
 * that nobody learns who has one. Limits are the caller's.
 */
export async function requestPasswordReset(address: string): Promise<void> {
  const email = emailAddress(address);
  await transaction(async (tx) => {
    const [person] = await tx
      .select({ id: people.id })
      .from(people)
      .where(and(sql`lower(${people.email}) = ${email}`, isNull(people.deactivatedAt)));
    // The same statements for everybody, so that the time tells nobody who has an account; the job finds nothing to mail.
    const personId = person?.id ?? newId();
    const createdAt = new Date();
    const tokenHash = hashMailToken(mailToken("password-reset", resetSubject(personId, createdAt)));
    await tx.execute(sql`insert into password_resets (token_hash, person_id, created_at, expires_at)
      select ${tokenHash}, id, ${createdAt.toISOString()}::timestamptz, ${inHours(RESET_HOURS)}
      from people where id = ${personId} on conflict do nothing`);
    await addJob(tx, "mail_password_reset", { tokenHash }, { key: `password_reset:${tokenHash}` });
  });
}

/**
 * Makes somebody an administrator of this server, for `npm run admin:invite`: the first person of an empty installation, or
 * one more. Who runs that command has the database anyway.
 * @returns token of a link that sets the password, good for 72 hours
 */
export async function appointAdministrator(address: string, name = ""): Promise<{ token: string; personId: string }> {
  const email = emailAddress(address);
  return transaction(async (tx) => {
    const values = { id: newId(), email, name: line(name, "name", { max: 120 }) || email.split("@")[0] || email };
    await tx
      .insert(people)
      .values({ ...values, instanceAdmin: true })
      .onConflictDoNothing();
    const [person] = await tx
      .update(people)
      .set({ instanceAdmin: true })
      .where(sql`lower(${people.email}) = ${email}`)
      .returning({ id: people.id });
    const personId = person?.id ?? values.id;
    const createdAt = new Date();
    const token = mailToken("password-reset", resetSubject(personId, createdAt));
    await tx
      .insert(passwordResets)
      .values({ tokenHash: hashMailToken(token), personId, createdAt, expiresAt: inHours(72) });
    return { token, personId };
  });
}

function inHours(hours: number): Date {
  return sql`clock_timestamp() + make_interval(hours => ${hours})` as unknown as Date;
}
