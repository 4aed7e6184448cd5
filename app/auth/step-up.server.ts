import { eq, sql } from "drizzle-orm";
import { DomainError } from "~/domain/errors";
import { recordStepUp, type StepUpSubject } from "~/domain/letters/step-up.server";
import type { Member, Person } from "~/domain/member";
import { countAttempt, forgiveAttempts } from "~/domain/rate-limit.server";
import { db } from "~db/client.server";
import { people, sessions } from "~db/schema";
import { known, type Verify } from "./asker";

/**
 * Is it still the person who signed in? Asks for the password again. Attempts are counted, so that an open browser is no
 * place to guess it.
 *
 * The answer is good for the one request that asks: nothing in the session grows by it, so there is no token to renew.
 * @param field the input that the error is shown at
 * @throws wrong_password, too_many_attempts, busy
 */
export async function verifyPassword(
  person: Person,
  plain: string,
  passwords: Verify,
  field = "password",
): Promise<void> {
  await countAttempt("step_up", person.id);
  const [row] = await db.select({ passwordHash: people.passwordHash }).from(people).where(eq(people.id, person.id));
  if (!(await passwords.verify(row?.passwordHash, plain, known))) throw new DomainError("wrong_password", {}, field);
  await forgiveAttempts("step_up", person.id);
  await db.update(sessions).set({ steppedUpAt: sql`clock_timestamp()` }).where(eq(sessions.id, person.sessionId));
}

/**
 * The step-up of a signature: the password, bound to this organization and exactly this text.
 * @returns a nonce that `confirmSignature` uses up, once, within five minutes
 * @throws wrong_password, too_many_attempts
 */
export async function stepUp(
  person: Person,
  member: Member,
  subject: StepUpSubject,
  plain: string,
  passwords: Verify,
): Promise<string> {
  if (person.id !== member.personId) throw new DomainError("not_allowed");
  await verifyPassword(person, plain, passwords);
  return recordStepUp(member, subject);
}
