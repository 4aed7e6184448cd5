import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { coalitionOrganizations, organizations, posts } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { can } from "../permissions";
import { allNames, foldText, nameIn, type OrganizationKind, type OrganizationScope } from "./organization";

export type OrganizationInDirectory = {
  id: string;
  /** In the reader's language where the organization has such a name; `lang` says in which it stands. */
  name: string;
  lang: string;
  acronym: string;
  country: string;
  place: string;
  scope: OrganizationScope;
  kind: OrganizationKind;
  parentId: string | null;
  people: number;
  /** Nobody can sign for it yet: its first invitation is still open. */
  waiting: boolean;
  own: boolean;
};

export type Directory = {
  /** Chapters follow their parent, when both are shown. */
  organizations: OrganizationInDirectory[];
  total: number;
  /** Countries that partners are in, for the filter. */
  countries: string[];
  can: { invite: boolean };
};

/**
 * The partners of the coalition, in the order of the reader's language, chapters under their parent.
 * @param filter.search in all their names, acronym and place; accents and case do not matter
 * @throws not_found for guests
 */
export async function readDirectory(
  member: Member,
  filter: { search?: string; country?: string } = {},
): Promise<Directory> {
  if (!can(member, "organization.read")) throw notFound();
  const rows = await db
    .select({
      organization: organizations,
      people: sql<number>`(select count(*)::int from ${posts} where ${posts.organizationId} = ${organizations.id}
        and ${posts.endedAt} is null)`,
      signatories: sql<number>`(select count(*)::int from ${posts} where ${posts.organizationId} = ${organizations.id}
        and ${posts.endedAt} is null and ${posts.role} = 'signatory')`,
    })
    .from(organizations)
    .innerJoin(coalitionOrganizations, eq(coalitionOrganizations.organizationId, organizations.id))
    .where(and(eq(coalitionOrganizations.coalitionId, member.coalitionId), isNull(coalitionOrganizations.leftAt)));
  const wanted = foldText((filter.search ?? "").trim());
  const found = rows
    .filter(({ organization: o }) => !filter.country || o.country === filter.country)
    .filter(
      ({ organization: o }) => !wanted || [...allNames(o), o.place].some((text) => foldText(text).includes(wanted)),
    )
    .map(({ organization: o, people, signatories }) => ({
      id: o.id,
      ...nameIn(o, member.locale),
      acronym: o.acronym,
      country: o.country,
      place: o.place,
      scope: o.scope,
      kind: o.kind,
      parentId: o.parentId,
      people,
      waiting: signatories === 0,
      own: member.posts.some((post) => post.organizationId === o.id),
    }));
  return {
    organizations: withChapters(found, member.locale),
    total: rows.length,
    countries: [...new Set(rows.map((r) => r.organization.country))],
    can: { invite: can(member, "coalition.invite_organization") },
  };
}

function withChapters(list: OrganizationInDirectory[], locale: string): OrganizationInDirectory[] {
  const collator = new Intl.Collator(locale, { ignorePunctuation: true });
  const sorted = [...list].sort((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
  const shown = new Set(list.map((o) => o.id));
  const tops = sorted.filter((o) => !o.parentId || !shown.has(o.parentId));
  return tops.flatMap((top) => [top, ...sorted.filter((o) => o.parentId === top.id)]);
}
