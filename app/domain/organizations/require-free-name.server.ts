import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "~db/client.server";
import { coalitionOrganizations, coalitions, organizations } from "~db/schema";
import { DomainError, notFound } from "../errors";
import type { Member } from "../member";
import { allNames, nameKey } from "./organization";

/**
 * No other partner of the coalition has one of these names, in any language. The coalition's row is locked, so that two
 * coordinators who invite the same organization at once meet here. Same acronym alone is no clash: chapters share theirs.
 * @throws organization_exists with the `name` that is there
 */
export async function requireFreeName(
  tx: Tx,
  member: Member,
  input: { name: string; names: Record<string, string> },
  ownId?: string,
): Promise<void> {
  await tx
    .select({ id: coalitions.id })
    .from(coalitions)
    .where(eq(coalitions.id, member.coalitionId))
    .for("no key update");
  const wanted = new Set([input.name, ...Object.values(input.names)].map(nameKey));
  for (const partner of await partnersOf(tx, member)) {
    if (partner.id === ownId) continue;
    if (allNames({ ...partner, acronym: "" }).some((name) => wanted.has(nameKey(name)))) {
      throw new DomainError("organization_exists", { name: partner.name }, "name");
    }
  }
}

/**
 * The parent is a partner of the same coalition, another one, and no chapter itself: two levels are enough to show.
 * @throws not_found, invalid_input
 */
export async function requireParent(tx: Tx, member: Member, parentId: string | null, ownId?: string): Promise<void> {
  if (!parentId) return;
  const parent = (await partnersOf(tx, member)).find((o) => o.id === parentId);
  if (!parent) throw notFound();
  if (parent.parentId || parent.id === ownId) throw new DomainError("invalid_input", {}, "parentId");
  if (!ownId) return;
  const [chapter] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(organizations)
    .where(eq(organizations.parentId, ownId));
  if ((chapter?.n ?? 0) > 0) throw new DomainError("invalid_input", {}, "parentId");
}

function partnersOf(tx: Tx, member: Member) {
  return tx
    .select({
      id: organizations.id,
      name: organizations.name,
      names: organizations.names,
      parentId: organizations.parentId,
    })
    .from(organizations)
    .innerJoin(coalitionOrganizations, eq(coalitionOrganizations.organizationId, organizations.id))
    .where(and(eq(coalitionOrganizations.coalitionId, member.coalitionId), isNull(coalitionOrganizations.leftAt)));
}
