import { and, asc, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { actions, campaignOrganizations, campaigns, rsvps } from "~db/schema";
import { isGuest, type Member } from "../member";
import type { ActionInList } from "./action";

/** The same answer as `action.read`, as a condition of a query. */
export function readableActions(member: Member): SQL | undefined {
  const own = member.posts.map((p) => p.organizationId);
  const ofOwnCampaigns =
    own.length > 0
      ? sql`exists (select 1 from ${campaignOrganizations} where ${campaignOrganizations.campaignId} = ${actions.campaignId}
          and ${campaignOrganizations.organizationId} in (${sql.join(
            own.map((id) => sql`${id}`),
            sql`, `,
          )}))`
      : sql`false`;
  return and(
    eq(actions.coalitionId, member.coalitionId),
    isGuest(member) ? sql`false` : undefined,
    member.coordinator ? undefined : or(isNull(actions.campaignId), ofOwnCampaigns),
  );
}

/** The end of an action: of its last day, in the zone in which it was planned, when it is all-day. */
const endOf = sql`coalesce(${actions.endsAt}, ((${actions.endsOn} + 1)::timestamp at time zone ${actions.zone}))`;
const startOf = sql`coalesce(${actions.startsAt}, (${actions.startsOn}::timestamp at time zone ${actions.zone}))`;

async function list(member: Member, condition: SQL | undefined, limit: number): Promise<ActionInList[]> {
  const rows = await db
    .select({
      action: actions,
      campaignName: campaigns.name,
      answer: rsvps.answer,
      going: sql<number>`(select count(*)::int from rsvps r where r.action_id = ${actions.id} and r.answer = 'going')`,
    })
    .from(actions)
    .leftJoin(campaigns, eq(campaigns.id, actions.campaignId))
    .leftJoin(rsvps, and(eq(rsvps.actionId, actions.id), eq(rsvps.personId, member.personId)))
    .where(and(readableActions(member), condition))
    .orderBy(asc(startOf), asc(actions.id))
    .limit(limit);
  return rows.map(({ action: a, campaignName, answer, going }) => ({
    id: a.id,
    kind: a.kind,
    title: a.title,
    locale: a.locale,
    allDay: a.allDay,
    startsAt: a.startsAt?.toISOString() ?? null,
    endsAt: a.endsAt?.toISOString() ?? null,
    startsOn: a.startsOn,
    endsOn: a.endsOn,
    zone: a.zone,
    place: a.place,
    link: a.link,
    campaign: a.campaignId ? { id: a.campaignId, name: campaignName ?? "" } : null,
    cancelled: a.cancelledAt !== null,
    going,
    answer: answer ?? null,
  }));
}

/** Actions that touch the days from `from` to `to` (both included, "2026-03-01") in any zone, by their beginning. */
export function readActionsBetween(member: Member, from: string, to: string): Promise<ActionInList[]> {
  // A day is up to 14 hours earlier or 12 later somewhere: two days more on each side hold every zone.
  return list(member, sql`${endOf} >= ${from}::date - 2 and ${startOf} <= ${to}::date + 2`, 500);
}

/** What comes next, cancelled ones left out. */
export function readNextActions(
  member: Member,
  options: { campaignId?: string; limit?: number } = {},
): Promise<ActionInList[]> {
  return list(
    member,
    and(
      isNull(actions.cancelledAt),
      sql`${endOf} > clock_timestamp()`,
      options.campaignId ? eq(actions.campaignId, options.campaignId) : undefined,
    ),
    options.limit ?? 100,
  );
}

/** What has been, newest first. */
export async function readPastActions(member: Member, campaignId: string): Promise<ActionInList[]> {
  const rows = await list(member, and(eq(actions.campaignId, campaignId), sql`${endOf} <= clock_timestamp()`), 200);
  return rows.reverse();
}

/** Titles of those of these actions that the member may read. */
export async function readActionTitles(member: Member, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: actions.id, title: actions.title })
    .from(actions)
    .where(and(readableActions(member), inArray(actions.id, [...ids])));
  return new Map(rows.map((r) => [r.id, r.title]));
}
