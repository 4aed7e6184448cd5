import { asc, count, desc, eq } from "drizzle-orm";
import { db } from "~db/client.server";
import { coalitionOrganizations, coalitions, coordinators, people } from "~db/schema";
import { DomainError, notFound } from "../errors";
import type { Member, Person } from "../member";
import { readOpenInvitations } from "../people/read-invitation.server";
import { can } from "../permissions";

/** The coalition's settings, for its coordinators. @throws not_found for everybody else */
export async function readCoalitionSettings(member: Member) {
  if (!can(member, "coalition.edit")) throw notFound();
  const [[coalition], rows, invitations] = await Promise.all([
    db.select().from(coalitions).where(eq(coalitions.id, member.coalitionId)),
    db
      .select({ id: people.id, name: people.name, email: people.email })
      .from(coordinators)
      .innerJoin(people, eq(people.id, coordinators.personId))
      .where(eq(coordinators.coalitionId, member.coalitionId))
      .orderBy(asc(people.name)),
    readOpenInvitations(member, { role: "coordinator" }),
  ]);
  if (!coalition) throw notFound();
  return {
    name: coalition.name,
    nameLocale: coalition.nameLocale,
    motto: coalition.motto,
    dye: coalition.dye,
    slug: coalition.slug,
    coordinators: rows.map((row) => ({ ...row, you: row.id === member.personId })),
    invitations,
  };
}

/** All coalitions of this server by name, for its administrators: how many partners, nothing of what is in them. @throws not_allowed */
export async function readAllCoalitions(person: Person) {
  if (!person.instanceAdmin) throw new DomainError("not_allowed", { permission: "coalition.create" });
  const rows = await db
    .select({
      id: coalitions.id,
      name: coalitions.name,
      nameLocale: coalitions.nameLocale,
      dye: coalitions.dye,
      createdAt: coalitions.createdAt,
      partners: count(coalitionOrganizations.organizationId),
    })
    .from(coalitions)
    .leftJoin(coalitionOrganizations, eq(coalitionOrganizations.coalitionId, coalitions.id))
    .groupBy(coalitions.id)
    .orderBy(desc(coalitions.createdAt));
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}
