import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { campaignOrganizations, campaigns, letters, organizations } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { can } from "../permissions";
import { type RoomInList, readRooms } from "../rooms/read-unread.server";
import { loadCampaign } from "./load-campaign.server";

export type CampaignInList = {
  id: string;
  name: string;
  nameLocale: string;
  purpose: string;
  /** For those who may go in: how many take part, and how many letters are neither archived nor cancelled. */
  inside: { organizations: number; letters: number } | null;
  unread: number;
  /** May the reader go in? Others see only name and purpose. */
  open: boolean;
  /** May the reader begin a letter in it? */
  createLetter: boolean;
  /** May the reader take it up again, when it was put away? */
  restore: boolean;
};

/**
 * The coalition's campaigns in order of name, those that were put away left out. Guests see none.
 * @param options.archived those that were put away, instead
 */
export async function readCampaigns(member: Member, options: { archived?: boolean } = {}): Promise<CampaignInList[]> {
  if (!can(member, "campaign.see")) return [];
  const [rows, rooms] = await Promise.all([
    db
      .select({
        campaign: campaigns,
        organizationIds: sql<string[]>`array_to_json(array(select organization_id from ${campaignOrganizations}
          where ${campaignOrganizations.campaignId} = ${campaigns.id}))`,
        // Written out: in a query of one table a bare "id" would be the letter's own.
        letters: sql<number>`(select count(*)::int from ${letters} where ${letters.campaignId} = "campaigns"."id"
          and ${letters.status} not in ('archived', 'cancelled'))`,
      })
      .from(campaigns)
      .where(
        and(
          eq(campaigns.coalitionId, member.coalitionId),
          options.archived ? isNotNull(campaigns.archivedAt) : isNull(campaigns.archivedAt),
        ),
      )
      .orderBy(asc(campaigns.name)),
    readRooms(member),
  ]);
  return rows.map(({ campaign, organizationIds, letters: count }) => ({
    id: campaign.id,
    name: campaign.name,
    nameLocale: campaign.nameLocale,
    purpose: campaign.purpose,
    inside: can(member, "campaign.enter", { id: campaign.id, organizationIds })
      ? { organizations: organizationIds.length, letters: count }
      : null,
    unread: rooms.filter((r) => r.campaignId === campaign.id).reduce((sum, r) => sum + r.unread, 0),
    open: can(member, "campaign.enter", { id: campaign.id, organizationIds }),
    createLetter: can(member, "letter.create", { id: campaign.id, organizationIds }),
    restore: campaign.archivedAt !== null && can(member, "campaign.edit", { id: campaign.id, organizationIds }),
  }));
}

export type CampaignHead = {
  id: string;
  name: string;
  nameLocale: string;
  purpose: string;
  archived: boolean;
  createdAt: string;
  organizations: { id: string; name: string; acronym: string; country: string }[];
  rooms: RoomInList[];
  letters: number;
  actions: number;
  can: { edit: boolean; bringIn: boolean; createRoom: boolean; createLetter: boolean; planAction: boolean };
};

/**
 * What stands above each page of a campaign. @throws not_found when it is not of the member's coalition, or the member may
 * not go in (a guest reads single rooms only, see `readRoom`)
 */
export async function readCampaign(member: Member, id: string): Promise<CampaignHead> {
  const { campaign, thing } = await loadCampaign(member, id);
  if (!can(member, "campaign.enter", thing)) throw notFound();
  const [partners, rooms, counts] = await Promise.all([
    db
      .select({
        id: organizations.id,
        name: organizations.name,
        acronym: organizations.acronym,
        country: organizations.country,
      })
      .from(campaignOrganizations)
      .innerJoin(organizations, eq(organizations.id, campaignOrganizations.organizationId))
      .where(eq(campaignOrganizations.campaignId, id)),
    readRooms(member, { campaignId: id }),
    db.execute<{ letters: number; actions: number }>(sql`select
      (select count(*)::int from letters where campaign_id = ${id} and status not in ('archived', 'cancelled')) letters,
      (select count(*)::int from actions where campaign_id = ${id} and cancelled_at is null
        and coalesce(ends_at, (ends_on + 1)::timestamp at time zone zone) > clock_timestamp()) actions`),
  ]);
  const collator = new Intl.Collator(member.locale);
  return {
    id,
    name: campaign.name,
    nameLocale: campaign.nameLocale,
    purpose: campaign.purpose,
    archived: campaign.archivedAt !== null,
    createdAt: campaign.createdAt.toISOString(),
    organizations: partners.sort((a, b) => collator.compare(a.name, b.name)),
    rooms,
    letters: counts[0]?.letters ?? 0,
    actions: counts[0]?.actions ?? 0,
    can: {
      edit: can(member, "campaign.edit", thing),
      bringIn: can(member, "campaign.bring_in_organization", thing),
      createRoom: can(member, "room.create", thing) && campaign.archivedAt === null,
      createLetter: can(member, "letter.create", thing) && campaign.archivedAt === null,
      planAction: can(member, "action.create") && campaign.archivedAt === null,
    },
  };
}

/** Partners that do not take part yet, for the form that brings them in. @throws not_found, not_allowed by the caller */
export async function readPartnersOutside(member: Member, campaignId: string): Promise<{ id: string; name: string }[]> {
  const { thing } = await loadCampaign(member, campaignId);
  return (await readPartners(member)).filter((o) => !thing.organizationIds.includes(o.id));
}

/** All present partners of the coalition, in order of name. */
export async function readPartners(member: Member): Promise<{ id: string; name: string }[]> {
  const rows = await db.execute<{ id: string; name: string }>(sql`select o.id, o.name from organizations o
    join coalition_organizations c on c.organization_id = o.id
    where c.coalition_id = ${member.coalitionId} and c.left_at is null`);
  return can(member, "organization.read")
    ? [...rows].sort((a, b) => a.name.localeCompare(b.name, member.locale)).map(({ id, name }) => ({ id, name }))
    : [];
}
