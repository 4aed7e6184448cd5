import { and, count, eq, isNull } from "drizzle-orm";
import { db } from "~db/client.server";
import { coalitionOrganizations, coalitions, organizations } from "~db/schema";
import { readCampaigns } from "../campaigns/read-campaigns.server";
import type { Member } from "../member";
import { isGuest } from "../member";
import { readCoalitionsOf } from "../people/read-member.server";
import { countUnreadNotices } from "../people/notifications.server";
import { readRooms, readUnreadByCampaign } from "../rooms/read-unread.server";

/** What stands around every page of a coalition: where one is, where one can go, what is new there. */
export async function readFrame(member: Member) {
  const [[coalition], [partners], yours, campaigns, unread, notices, rooms, [acting]] = await Promise.all([
    db.select().from(coalitions).where(eq(coalitions.id, member.coalitionId)),
    db
      .select({ n: count() })
      .from(coalitionOrganizations)
      .where(and(eq(coalitionOrganizations.coalitionId, member.coalitionId), isNull(coalitionOrganizations.leftAt))),
    readCoalitionsOf(member.personId),
    isGuest(member) ? [] : readCampaigns(member),
    readUnreadByCampaign(member),
    countUnreadNotices(member),
    isGuest(member) ? readRooms(member) : [],
    db.select({ name: organizations.name, acronym: organizations.acronym }).from(organizations).where(eq(organizations.id, member.actingForId ?? "")),
  ]);
  return {
    coalition: {
      slug: member.coalitionSlug,
      name: coalition?.name ?? "",
      nameLocale: coalition?.nameLocale ?? "en",
      dye: coalition?.dye ?? ("grana" as const),
      organizations: partners?.n ?? 0,
    },
    coalitions: yours.map((c) => ({ slug: c.slug, name: c.name, dye: c.dye })),
    campaigns: campaigns.map((c) => ({ id: c.id, name: c.name, unread: unread[c.id] ?? 0 })),
    /** Only for guests, who have no campaigns. */
    guestRooms: rooms.map((r) => ({ id: r.id, campaignId: r.campaignId, name: r.name })),
    notices,
    me: { id: member.personId, name: member.name, actingFor: acting ? acting.acronym || acting.name : null },
    guest: isGuest(member),
  };
}
export type Frame = Awaited<ReturnType<typeof readFrame>>;
