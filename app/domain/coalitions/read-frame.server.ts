import { and, count, eq, inArray, isNull } from "drizzle-orm";
import { db } from "~db/client.server";
import { coalitionOrganizations, coalitions, letters, organizations, signatures } from "~db/schema";
import { readCampaigns } from "../campaigns/read-campaigns.server";
import { isAwaited } from "../letters/sign-on.server";
import { undecidedStates } from "../letters/signature";
import { isGuest, type Member } from "../member";
import { countUnreadNotices } from "../people/notifications.server";
import { readCoalitionsOf } from "../people/read-member.server";
import { can } from "../permissions";
import { readRooms } from "../rooms/read-unread.server";

/** What stands around every page of a coalition: where one is, where one can go, what waits and what is new there. */
export async function readFrame(member: Member) {
  const guest = isGuest(member);
  const own = member.posts.map((post) => post.organizationId);
  const [[coalition], [partners], yours, campaigns, notices, rooms, posts, [waiting]] = await Promise.all([
    db.select().from(coalitions).where(eq(coalitions.id, member.coalitionId)),
    db
      .select({ n: count() })
      .from(coalitionOrganizations)
      .where(and(eq(coalitionOrganizations.coalitionId, member.coalitionId), isNull(coalitionOrganizations.leftAt))),
    readCoalitionsOf(member.personId),
    guest ? [] : readCampaigns(member),
    guest ? 0 : countUnreadNotices(member),
    guest ? readRooms(member, { archived: true }) : [],
    own.length > 0
      ? db
          .select({ id: organizations.id, name: organizations.name, acronym: organizations.acronym })
          .from(organizations)
          .where(inArray(organizations.id, own))
      : [],
    own.length > 0
      ? db
          .select({ n: count() })
          .from(signatures)
          .innerJoin(letters, eq(letters.id, signatures.letterId))
          .where(
            and(
              eq(letters.coalitionId, member.coalitionId),
              isAwaited,
              inArray(signatures.organizationId, own),
              inArray(signatures.state, [...undecidedStates]),
            ),
          )
      : [],
  ]);
  const acting = posts.find((o) => o.id === member.actingForId);
  return {
    coalition: {
      slug: member.coalitionSlug,
      name: coalition?.name ?? "",
      nameLocale: coalition?.nameLocale ?? "en",
      dye: coalition?.dye ?? ("grana" as const),
      organizations: partners?.n ?? 0,
    },
    coalitions: yours.map((c) => ({ slug: c.slug, name: c.name, nameLocale: c.nameLocale, dye: c.dye })),
    campaigns: campaigns.map((c) => ({ id: c.id, name: c.name, nameLocale: c.nameLocale, unread: c.unread })),
    /** Only for guests, who have no campaigns. */
    guestRooms: rooms.map((r) => ({ id: r.id, campaignId: r.campaignId, name: r.name, unread: r.unread })),
    notices,
    /** Letters that wait for a decision of the member's organizations. */
    waiting: waiting?.n ?? 0,
    me: {
      id: member.personId,
      name: member.name,
      actingFor: acting ? { id: acting.id, name: acting.acronym || acting.name } : null,
      organizations: posts.map((o) => ({ id: o.id, name: o.name })),
    },
    guest,
    can: {
      createCampaign: can(member, "campaign.create"),
      createLetter: campaigns.some((c) => c.createLetter),
      createAction: can(member, "action.create"),
      edit: can(member, "coalition.edit"),
    },
  };
}
export type Frame = Awaited<ReturnType<typeof readFrame>>;
