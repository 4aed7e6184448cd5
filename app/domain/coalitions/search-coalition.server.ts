import { and, eq, inArray, isNull } from "drizzle-orm";
import { db } from "~db/client.server";
import {
  actions,
  campaignOrganizations,
  campaigns,
  coalitionOrganizations,
  coordinators,
  organizations,
  people,
  posts,
} from "~db/schema";
import { listReadableLetters } from "../letters/load-letter.server";
import { isGuest, type Member } from "../member";
import { allNames, foldText, nameIn } from "../organizations/organization";
import { can } from "../permissions";
import { readRooms } from "../rooms/read-unread.server";

export type Found =
  | { kind: "letter"; id: string; label: string; lang: string; status: string }
  | { kind: "organization"; id: string; label: string; lang: string; meta: string }
  | { kind: "person"; id: string; label: string; organizationId: string | null; meta: string }
  | { kind: "room"; id: string; campaignId: string; label: string; meta: string }
  | { kind: "action"; id: string; label: string; startsAt: string | null; startsOn: string | null };

/** Results of each kind. */
const EACH = 6;

/**
 * What the member may read and whose name holds the words, each kind in the order in which its own list stands. Accents and
 * case do not matter. Nothing that has no page for the member is found: a search must not tell more than the pages do.
 */
export async function searchCoalition(member: Member, query: string): Promise<Found[]> {
  const words = foldText(query.trim()).split(/\s+/).filter(Boolean).slice(0, 8);
  if (words.length === 0) return [];
  const fits = (...texts: string[]) => {
    const all = foldText(texts.join(" "));
    return words.every((word) => all.includes(word));
  };
  const partner = !isGuest(member);
  const [letters, partners, persons, rooms, planned] = await Promise.all([
    partner ? listReadableLetters(member) : [],
    partner ? readPartnerRows(member) : [],
    partner ? readPeopleRows(member) : [],
    readRooms(member),
    partner ? readActionRows(member) : [],
  ]);
  return [
    ...letters
      .filter(({ letter }) => fits(letter.title))
      .slice(0, EACH)
      .map(
        ({ letter }): Found => ({
          kind: "letter",
          id: letter.id,
          label: letter.title,
          lang: letter.authoritativeLocale,
          status: letter.status,
        }),
      ),
    ...partners
      .filter((o) => fits(...allNames(o), o.place))
      .slice(0, EACH)
      .map((o): Found => {
        const { name, lang } = nameIn(o, member.locale);
        return { kind: "organization", id: o.id, label: name, lang, meta: o.place };
      }),
    ...persons
      .filter((p) => fits(p.name))
      .slice(0, EACH)
      .map(
        (p): Found => ({
          kind: "person",
          id: p.id,
          label: p.name,
          organizationId: p.organizationId,
          meta: p.organization ?? "",
        }),
      ),
    ...rooms
      .filter((r) => fits(r.name, r.topic))
      .slice(0, EACH)
      .map((r): Found => ({ kind: "room", id: r.id, campaignId: r.campaignId, label: r.name, meta: r.topic })),
    ...planned
      .filter((a) => fits(a.title))
      .slice(0, EACH)
      .map(
        (a): Found => ({
          kind: "action",
          id: a.id,
          label: a.title,
          startsAt: a.startsAt?.toISOString() ?? null,
          startsOn: a.startsOn,
        }),
      ),
  ];
}

function partnersHere(member: Member) {
  return and(eq(coalitionOrganizations.coalitionId, member.coalitionId), isNull(coalitionOrganizations.leftAt));
}

async function readPartnerRows(member: Member) {
  const rows = await db
    .select({
      id: organizations.id,
      name: organizations.name,
      nameLocale: organizations.nameLocale,
      names: organizations.names,
      acronym: organizations.acronym,
      place: organizations.place,
    })
    .from(organizations)
    .innerJoin(coalitionOrganizations, eq(coalitionOrganizations.organizationId, organizations.id))
    .where(partnersHere(member));
  return rows.sort((a, b) => a.name.localeCompare(b.name, member.locale));
}

/** People whose names the member meets on pages: those of its own organizations and campaigns; all of them, for a coordinator. */
async function readPeopleRows(member: Member) {
  const own = member.posts.map((post) => post.organizationId);
  const shared = own.length
    ? await db
        .selectDistinct({ id: campaignOrganizations.organizationId })
        .from(campaignOrganizations)
        .where(
          inArray(
            campaignOrganizations.campaignId,
            db
              .select({ id: campaignOrganizations.campaignId })
              .from(campaignOrganizations)
              .innerJoin(campaigns, eq(campaigns.id, campaignOrganizations.campaignId))
              .where(
                and(inArray(campaignOrganizations.organizationId, own), eq(campaigns.coalitionId, member.coalitionId)),
              ),
          ),
        )
    : [];
  const visible = [...new Set([...own, ...shared.map((row) => row.id)])];
  if (!member.coordinator && visible.length === 0) return [];
  const [holders, coordinating] = await Promise.all([
    db
      .select({ id: people.id, name: people.name, organizationId: organizations.id, organization: organizations.name })
      .from(posts)
      .innerJoin(people, eq(people.id, posts.personId))
      .innerJoin(organizations, eq(organizations.id, posts.organizationId))
      .innerJoin(coalitionOrganizations, eq(coalitionOrganizations.organizationId, posts.organizationId))
      .where(
        and(
          isNull(posts.endedAt),
          partnersHere(member),
          member.coordinator ? undefined : inArray(posts.organizationId, visible),
        ),
      ),
    db
      .select({ id: people.id, name: people.name })
      .from(coordinators)
      .innerJoin(people, eq(people.id, coordinators.personId))
      .where(eq(coordinators.coalitionId, member.coalitionId)),
  ]);
  const withPost = new Set(holders.map((row) => row.id));
  return [
    ...holders,
    ...coordinating
      .filter((row) => !withPost.has(row.id))
      .map((row) => ({ ...row, organizationId: null, organization: null })),
  ].sort((a, b) => a.name.localeCompare(b.name, member.locale));
}

async function readActionRows(member: Member) {
  const rows = await db
    .select({
      id: actions.id,
      title: actions.title,
      startsAt: actions.startsAt,
      startsOn: actions.startsOn,
      campaignId: actions.campaignId,
      createdBy: actions.createdBy,
      leadOrganizationId: actions.leadOrganizationId,
    })
    .from(actions)
    .where(and(eq(actions.coalitionId, member.coalitionId), isNull(actions.cancelledAt)));
  const campaignIds = [...new Set(rows.flatMap((row) => row.campaignId ?? []))];
  const members = campaignIds.length
    ? await db.select().from(campaignOrganizations).where(inArray(campaignOrganizations.campaignId, campaignIds))
    : [];
  return rows
    .filter((row) =>
      can(member, "action.read", {
        createdBy: row.createdBy,
        leadOrganizationId: row.leadOrganizationId,
        campaignOrganizationIds: row.campaignId
          ? members.filter((m) => m.campaignId === row.campaignId).map((m) => m.organizationId)
          : null,
      }),
    )
    .sort((a, b) => moment(b) - moment(a));
}

function moment(action: { startsAt: Date | null; startsOn: string | null }): number {
  return action.startsAt?.getTime() ?? (action.startsOn ? Date.parse(action.startsOn) : 0);
}
