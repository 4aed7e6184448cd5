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
 * Mails a link that sets a new password, if there is such an account. Returns the same for everybody, so that nobody learns
 * who has one. Limits are the caller's.
 */
export async function requestPasswordReset(address: string): Promise<void> {
  const email = emailAddress(address);
  await transaction(async (tx) => {
    const [person] = await tx
      .select({ id: people.id })
      .from(people)
      .where(and(sql`lower(${people.email}) = ${email}`, isNull(people.deactivatedAt)));
    if (!person) return;
    const createdAt = new Date();
    const tokenHash = hashMailToken(mailToken("password-reset", resetSubject(person.id, createdAt)));
    await tx
      .insert(passwordResets)
      .values({ tokenHash, personId: person.id, createdAt, expiresAt: inHours(RESET_HOURS) })
      .onConflictDoNothing();
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
