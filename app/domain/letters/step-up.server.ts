import { randomBytes } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
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

/** A step-up that is to be used up. */
export type StepUpToSpend = StepUpSubject & { personId: string; nonce: string };

/**
 * Uses step-ups up, in the transaction of their signatures: rolled back with it, never used twice.
 * @param list at most one for each organization
 * @returns why not, by organization, for those that are no good: step_up_stale when older than five minutes, step_up_needed
 *   when unknown, used, or for something else. Not by nonce: two may show the same one, and it is good for one of them
 */
export async function spendStepUps(tx: Tx, list: readonly StepUpToSpend[]): Promise<Map<string, DomainError>> {
  if (list.length === 0) return new Map();
  const given = sql`jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
    as g("nonce" text, "personId" text, "letterId" text, "organizationId" text, "sha256" text)`;
  const isGiven = sql`u.nonce = g."nonce" and u.person_id = g."personId" and u.letter_id = g."letterId"
    and u.organization_id = g."organizationId" and u.sha256 = g."sha256" and u.used_at is null`;
  const spent = await tx.execute<{ id: string }>(sql`
    update step_ups u set used_at = clock_timestamp() from ${given}
    where ${isGiven} and u.created_at > clock_timestamp() - make_interval(mins => ${STEP_UP_MINUTES}) returning u.organization_id as id`);
  const good = new Set(spent.map((row) => row.id));
  const refused = list.filter(({ organizationId }) => !good.has(organizationId));
  if (refused.length === 0) return new Map();
  const old = await tx.execute<{ id: string }>(
    sql`select u.organization_id as id from step_ups u, ${given} where ${isGiven}`,
  );
  const stale = new Set(old.map((row) => row.id));
  return new Map(
    refused.map(({ organizationId: id }) => [id, new DomainError(stale.has(id) ? "step_up_stale" : "step_up_needed")]),
  );
}
