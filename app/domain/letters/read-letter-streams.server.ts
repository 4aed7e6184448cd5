import { and, eq, inArray, or, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { campaignOrganizations, campaigns, letterEditors, letterLeads, letters, signatures } from "~db/schema";
import { isGuest, type Member } from "../member";
import { type Stream, stream } from "../streams";

/**
 * The streams by which a page learns of everything about the letters that a member may read (`letter.read`, as streams): the
 * campaigns that the member may enter, and single letters of other campaigns that lead, edit or ask one of the member's
 * organizations. None for guests. For pages that gather letters: home, lists, the calendar.
 */
export async function readLetterStreams(member: Member): Promise<Stream[]> {
  if (isGuest(member)) return [];
  const inCoalition = eq(campaigns.coalitionId, member.coalitionId);
  if (member.coordinator) {
    const all = await db.select({ id: campaigns.id }).from(campaigns).where(inCoalition);
    return all.map((c) => stream("campaign", c.id));
  }
  const own = member.posts.map((post) => post.organizationId);
  const takesPart = db
    .select({ id: campaignOrganizations.campaignId })
    .from(campaignOrganizations)
    .where(inArray(campaignOrganizations.organizationId, own));
  const [entered, single] = await Promise.all([
    db
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(and(inCoalition, inArray(campaigns.id, takesPart))),
    db
      .select({ id: letters.id })
      .from(letters)
      .where(
        and(
          eq(letters.coalitionId, member.coalitionId),
          sql`${letters.campaignId} not in ${takesPart}`,
          or(
            ...[letterLeads, letterEditors, signatures].map((table) =>
              inArray(
                letters.id,
                db.select({ id: table.letterId }).from(table).where(inArray(table.organizationId, own)),
              ),
            ),
          ),
        ),
      ),
  ]);
  return [...entered.map((c) => stream("campaign", c.id)), ...single.map((l) => stream("letter", l.id))];
}
