import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { campaignOrganizations, campaigns, roomReads, rooms } from "~db/schema";
import type { Member } from "../member";
import { can } from "../permissions";

export type RoomInList = {
  id: string;
  campaignId: string;
  name: string;
  topic: string;
  /** Messages of others and of oneself that came after the last one read. */
  unread: number;
  lastNumber: number;
  /** Nobody writes there any more: it was archived, or its campaign was. */
  archived: boolean;
};

/**
 * The rooms that a member may read, by campaign and age, each with how much is unread there. One query: the shell asks it on
 * every page. Those that were put away, alone or with their campaign, are left out.
 * @param options.archived those that were put away, too
 * @param options.campaignId of one campaign, also when it was put away itself
 */
export async function readRooms(
  member: Member,
  options: { campaignId?: string; archived?: boolean } = {},
): Promise<RoomInList[]> {
  const rows = await db
    .select({
      id: rooms.id,
      campaignId: rooms.campaignId,
      name: rooms.name,
      topic: rooms.topic,
      lastNumber: rooms.lastNumber,
      lastRead: roomReads.lastReadNumber,
      archived: sql<boolean>`(${rooms.archivedAt} is not null or ${campaigns.archivedAt} is not null)`,
      organizationIds: sql<string[]>`array_to_json(array(select organization_id from ${campaignOrganizations}
        where ${campaignOrganizations.campaignId} = ${rooms.campaignId}))`,
    })
    .from(rooms)
    .innerJoin(campaigns, eq(campaigns.id, rooms.campaignId))
    .leftJoin(roomReads, and(eq(roomReads.roomId, rooms.id), eq(roomReads.personId, member.personId)))
    .where(
      and(
        eq(rooms.coalitionId, member.coalitionId),
        options.archived ? undefined : isNull(rooms.archivedAt),
        options.archived || options.campaignId ? undefined : isNull(campaigns.archivedAt),
        options.campaignId ? eq(rooms.campaignId, options.campaignId) : undefined,
      ),
    )
    .orderBy(rooms.campaignId, rooms.createdAt, rooms.id);
  return rows
    .filter((r) => can(member, "room.read", { id: r.id, campaignOrganizationIds: r.organizationIds }))
    .map(({ lastRead, organizationIds: _ids, ...room }) => ({ ...room, unread: room.lastNumber - (lastRead ?? 0) }));
}

/** Unread messages per campaign, for the sidebar; campaigns without any are left out. */
export async function readUnreadByCampaign(member: Member): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const room of await readRooms(member)) {
    if (room.unread > 0) counts[room.campaignId] = (counts[room.campaignId] ?? 0) + room.unread;
  }
  return counts;
}
