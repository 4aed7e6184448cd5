import { randomBytes } from "node:crypto";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { db, type Tx } from "~db/client.server";
import { stepUps } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { STEP_UP_MINUTES } from "./signature";

/** What a step-up is bound to: this person, this organization, this exact text. */
export type StepUpSubject = { letterId: string; organizationId: string; sha256: string };

/**
 * Notes that a person has just proved who it is. Only `app/auth/step-up.server.ts` calls it, after checking the password.
 * @returns the nonce which `confirmSignature` asks for; it is good once, for five minutes, for this subject
 */
export async function recordStepUp(member: Member, subject: StepUpSubject): Promise<string> {
  const nonce = randomBytes(24).toString("base64url");
  await db
    .delete(stepUps)
    .where(
      and(eq(stepUps.personId, member.personId), lt(stepUps.createdAt, sql`clock_timestamp() - interval '1 day'`)),
    );
  await db.insert(stepUps).values({ nonce, personId: member.personId, ...subject, createdAt: sql`clock_timestamp()` });
  return nonce;
}

/**
 * Uses a step-up up, in the signature's transaction: rolled back with it, never used twice.
 * @throws step_up_stale when it is older than five minutes, step_up_needed when it is unknown, used, or for something else
 */
export async function spendStepUp(tx: Tx, member: Member, subject: StepUpSubject, nonce: string): Promise<void> {
  const mine = and(
    eq(stepUps.nonce, nonce),
    eq(stepUps.personId, member.personId),
    eq(stepUps.letterId, subject.letterId),
    eq(stepUps.organizationId, subject.organizationId),
    eq(stepUps.sha256, subject.sha256),
    isNull(stepUps.usedAt),
  );
  const fresh = sql`${stepUps.createdAt} > clock_timestamp() - make_interval(mins => ${STEP_UP_MINUTES})`;
  const spent = await tx
    .update(stepUps)
    .set({ usedAt: sql`clock_timestamp()` })
    .where(and(mine, fresh))
    .returning({ nonce: stepUps.nonce });
  if (spent.length > 0) return;
  const [stale] = await tx.select({ nonce: stepUps.nonce }).from(stepUps).where(mine);
  throw new DomainError(stale ? "step_up_stale" : "step_up_needed");
}
