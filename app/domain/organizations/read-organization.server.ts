import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import {
  coalitionOrganizations,
  letters,
  organizations,
  people,
  personCoalitions,
  posts,
  signatures,
} from "~db/schema";
import { notFound } from "../errors";
import type { LetterStatus } from "../letters/letter";
import { listReadableLetters } from "../letters/load-letter.server";
import { type Member, type PostRole, roleIn } from "../member";
import { type InvitationInList, readOpenInvitations } from "../people/read-invitation.server";
import { can } from "../permissions";
import { loadOrganization } from "./load-organization.server";
import { nameIn, type OrganizationKind, type OrganizationScope, type SignOffRule } from "./organization";

export type OrganizationHead = {
  id: string;
  name: string;
  lang: string;
  acronym: string;
  country: string;
  place: string;
  scope: OrganizationScope;
  kind: OrganizationKind;
  website: string;
  joinedAt: string;
  /** Its names in other languages than the one that heads the page. */
  otherNames: { locale: string; name: string }[];
  parent: { id: string; name: string; lang: string } | null;
  chapters: { id: string; name: string; lang: string }[];
  role: PostRole | null;
  can: {
    edit: boolean;
    seePeople: boolean;
    managePeople: boolean;
    invite: boolean;
    setRule: boolean;
    remove: boolean;
    leave: boolean;
  };
};

export type SignedLetter = { id: string; title: string; locale: string; status: LetterStatus; signedAt: string };
export type OrganizationPage = OrganizationHead & {
  letters: SignedLetter[];
  /** Who signs and how, for those who may see its people; else null. */
  inside: { people: { id: string; name: string; role: PostRole; title: string }[]; rule: SignOffRule } | null;
};

/** What heads each page of an organization. @throws not_found */
export async function readOrganizationHead(member: Member, id: string): Promise<OrganizationHead> {
  const { organization: o, thing } = await loadOrganization(member, id);
  const partner = and(
    eq(coalitionOrganizations.coalitionId, member.coalitionId),
    isNull(coalitionOrganizations.leftAt),
  );
  const related = await db
    .select({ organization: organizations, joinedAt: coalitionOrganizations.joinedAt })
    .from(organizations)
    .innerJoin(coalitionOrganizations, eq(coalitionOrganizations.organizationId, organizations.id))
    .where(and(partner, sql`(${organizations.id} in (${o.id}, ${o.parentId}) or ${organizations.parentId} = ${o.id})`));
  const parent = related.find((r) => r.organization.id === o.parentId)?.organization;
  const collator = new Intl.Collator(member.locale);
  const shown = nameIn(o, member.locale);
  const all = { [o.nameLocale]: o.name, ...o.names };
  return {
    id: o.id,
    ...shown,
    acronym: o.acronym,
    country: o.country,
    place: o.place,
    scope: o.scope,
    kind: o.kind,
    website: o.website,
    joinedAt: (related.find((r) => r.organization.id === o.id)?.joinedAt ?? o.createdAt).toISOString(),
    otherNames: Object.entries(all)
      .filter(([locale]) => locale !== shown.lang)
      .map(([locale, name]) => ({ locale, name })),
    parent: parent ? { id: parent.id, ...nameIn(parent, member.locale) } : null,
    chapters: related
      .filter((r) => r.organization.parentId === o.id)
      .map((r) => ({ id: r.organization.id, ...nameIn(r.organization, member.locale) }))
      .sort((a, b) => collator.compare(a.name, b.name)),
    role: roleIn(member, o.id),
    can: {
      edit: can(member, "organization.edit", thing),
      seePeople: can(member, "organization.see_people", thing),
      managePeople: can(member, "organization.manage_people", thing),
      invite: can(member, "organization.invite_person", thing),
      setRule: can(member, "organization.set_sign_off_rule", thing),
      remove: can(member, "coalition.remove_organization"),
      leave: roleIn(member, o.id) !== null,
    },
  };
}

/** An organization's own page: what it is, who speaks for it, which letters that the reader may read it has signed. @throws not_found */
export async function readOrganization(member: Member, id: string): Promise<OrganizationPage> {
  const head = await readOrganizationHead(member, id);
  const [readable, inside] = await Promise.all([
    listReadableLetters(member),
    head.can.seePeople ? readInside(member, id) : null,
  ]);
  const ids = readable.map(({ letter }) => letter.id);
  const signed = ids.length
    ? await db
        .select({
          id: letters.id,
          title: letters.title,
          locale: letters.authoritativeLocale,
          status: letters.status,
          signedAt: signatures.confirmedAt,
        })
        .from(signatures)
        .innerJoin(letters, eq(letters.id, signatures.letterId))
        .where(and(eq(signatures.organizationId, id), eq(signatures.state, "confirmed"), inArray(letters.id, ids)))
        .orderBy(desc(signatures.confirmedAt))
    : [];
  return {
    ...head,
    inside,
    letters: signed.map((l) => ({ ...l, signedAt: (l.signedAt ?? new Date(0)).toISOString() })),
  };
}

async function readInside(member: Member, id: string): Promise<OrganizationPage["inside"]> {
  const { organization } = await loadOrganization(member, id);
  const rows = await db
    .select({ id: people.id, name: people.name, role: posts.role, title: posts.title })
    .from(posts)
    .innerJoin(people, eq(people.id, posts.personId))
    .where(and(eq(posts.organizationId, id), isNull(posts.endedAt)));
  return { rule: organization.signOffRule, people: rows.sort(byRoleThenName(member.locale)) };
}

export type PersonInOrganization = {
  id: string;
  name: string;
  email: string | null;
  role: PostRole;
  title: string;
  you: boolean;
  /** The day ("2026-11-24") on which they were last in this coalition; null when not known, or not the reader's business. */
  lastSeenAt: string | null;
};

export type OrganizationPeople = {
  head: OrganizationHead;
  people: PersonInOrganization[];
  invitations: InvitationInList[];
  rule: SignOffRule;
  /** Somebody asks that one signatory be enough, and another has to confirm. */
  ruleChange: { by: string; you: boolean } | null;
};

const order: Record<PostRole, number> = { signatory: 0, delegate: 1, member: 2 };

function byRoleThenName(locale: string) {
  const collator = new Intl.Collator(locale);
  return (a: { role: PostRole; name: string }, b: { role: PostRole; name: string }) =>
    order[a.role] - order[b.role] || collator.compare(a.name, b.name);
}

/**
 * The people of an organization, for its own people and the coordinator. Addresses are for its signatories.
 * @throws not_found
 */
export async function readOrganizationPeople(member: Member, id: string): Promise<OrganizationPeople> {
  const head = await readOrganizationHead(member, id);
  if (!head.can.seePeople) throw notFound();
  const { organization } = await loadOrganization(member, id);
  const asked = organization.ruleChangeBy;
  const [[asker], rows, invitations] = await Promise.all([
    asked ? db.select({ name: people.name }).from(people).where(eq(people.id, asked)) : [],
    db
      .select({
        id: people.id,
        name: people.name,
        email: people.email,
        role: posts.role,
        title: posts.title,
        lastSeenAt: sql<string | null>`to_char(${personCoalitions.lastSeenAt} at time zone 'utc', 'YYYY-MM-DD')`,
      })
      .from(posts)
      .innerJoin(people, eq(people.id, posts.personId))
      // Here: what somebody does in another coalition is not this one's business.
      .leftJoin(
        personCoalitions,
        and(eq(personCoalitions.personId, people.id), eq(personCoalitions.coalitionId, member.coalitionId)),
      )
      .where(and(eq(posts.organizationId, id), isNull(posts.endedAt))),
    head.can.invite ? readOpenInvitations(member, { organizationId: id }) : [],
  ]);
  return {
    head,
    rule: organization.signOffRule,
    ruleChange: asker ? { by: asker.name, you: asked === member.personId } : null,
    people: rows
      .map((row) => ({
        ...row,
        email: head.can.managePeople || row.id === member.personId ? row.email : null,
        lastSeenAt: head.can.managePeople ? row.lastSeenAt : null,
        you: row.id === member.personId,
      }))
      .sort(byRoleThenName(member.locale)),
    invitations,
  };
}

/** What the form that edits an organization begins with. @throws not_found also when the member may not edit it */
export async function readOrganizationToEdit(member: Member, id: string) {
  const { organization: o, thing } = await loadOrganization(member, id);
  if (!can(member, "organization.edit", thing)) throw notFound();
  return {
    id: o.id,
    name: o.name,
    nameLocale: o.nameLocale,
    names: o.names,
    acronym: o.acronym,
    country: o.country,
    place: o.place,
    scope: o.scope,
    kind: o.kind,
    website: o.website,
    parentId: o.parentId,
    parents: await readPossibleParents(member, o.id),
  };
}

/** Partners that an organization can be a chapter of: none that is a chapter itself. */
export async function readPossibleParents(member: Member, ownId?: string): Promise<{ id: string; name: string }[]> {
  const rows = await db
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .innerJoin(coalitionOrganizations, eq(coalitionOrganizations.organizationId, organizations.id))
    .where(
      and(
        eq(coalitionOrganizations.coalitionId, member.coalitionId),
        isNull(coalitionOrganizations.leftAt),
        isNull(organizations.parentId),
      ),
    );
  return rows.filter((o) => o.id !== ownId).sort((a, b) => a.name.localeCompare(b.name, member.locale));
}
