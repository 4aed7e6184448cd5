import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "~db/client.server";
import { coalitionOrganizations, organizations, posts } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { readMemberAgain } from "../people/read-member.server";
import { type LoadedOrganization, loadOrganization } from "./load-organization.server";

/**
 * An organization whose people or rule are about to change: its row is locked first, so that what a verb counts (its
 * signatories) still holds when it writes.
 * @returns also the proof of membership, read anew under the lock: of two signatories who remove each other at the same
 *   moment, the second is none any more
 * @throws not_found
 */
export async function lockOrganization(
  member: Member,
  id: string,
  tx: Tx,
): Promise<LoadedOrganization & { member: Member }> {
  await tx.select({ id: organizations.id }).from(organizations).where(eq(organizations.id, id)).for("no key update");
  const now = await readMemberAgain(member, tx);
  return { ...(await loadOrganization(now, id, tx)), member: now };
}

/** Coalitions in which an organization is a partner now: its people belong to each of them. */
export async function coalitionsOfOrganization(tx: Tx, organizationId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: coalitionOrganizations.coalitionId })
    .from(coalitionOrganizations)
    .where(and(eq(coalitionOrganizations.organizationId, organizationId), isNull(coalitionOrganizations.leftAt)));
  return rows.map((row) => row.id);
}

/**
 * An organization always keeps somebody who can sign for it, and as many as its rule asks for. Asked after the change was
 * written, under the organization's lock.
 * @throws last_signatory, rule_needs_two
 */
export async function requireSignatories(
  tx: Tx,
  organization: { id: string; signOffRule: "one" | "two" },
): Promise<void> {
  const [row] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(posts)
    .where(and(eq(posts.organizationId, organization.id), eq(posts.role, "signatory"), isNull(posts.endedAt)));
  const signatories = row?.n ?? 0;
  if (signatories === 0) throw new DomainError("last_signatory");
  if (organization.signOffRule === "two" && signatories < 2) throw new DomainError("rule_needs_two");
}
