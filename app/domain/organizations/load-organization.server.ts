import { and, eq, isNull, sql } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";
import { coalitionOrganizations, organizations, posts } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { can, type OrganizationThing } from "../permissions";

export type LoadedOrganization = { organization: typeof organizations.$inferSelect; thing: OrganizationThing };

/** An organization of the member's coalition. @throws not_found when it is not (or no longer) a partner there */
export async function loadOrganization(member: Member, id: string, reader: Reader = db): Promise<LoadedOrganization> {
  const [row] = await reader
    .select({
      organization: organizations,
      hasSignatory: sql<boolean>`exists (select 1 from ${posts} where ${posts.organizationId} = ${organizations.id}
        and ${posts.role} = 'signatory' and ${posts.endedAt} is null)`,
    })
    .from(organizations)
    .innerJoin(coalitionOrganizations, eq(coalitionOrganizations.organizationId, organizations.id))
    .where(
      and(
        eq(organizations.id, id),
        eq(coalitionOrganizations.coalitionId, member.coalitionId),
        isNull(coalitionOrganizations.leftAt),
      ),
    );
  if (!row || !can(member, "organization.read")) throw notFound();
  return { organization: row.organization, thing: { id, hasSignatory: row.hasSignatory } };
}
