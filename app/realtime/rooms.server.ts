import { eq } from "drizzle-orm";
import { loadCampaign } from "~/domain/campaigns/load-campaign.server";
import { isDomainError } from "~/domain/errors";
import { loadLetter } from "~/domain/letters/load-letter.server";
import type { Member, Person } from "~/domain/member";
import { loadOrganization } from "~/domain/organizations/load-organization.server";
import { readCoalitionIds } from "~/domain/people/read-member.server";
import { can } from "~/domain/permissions";
import { loadRoom } from "~/domain/rooms/load-room.server";
import { parseStream, type Stream } from "~/domain/streams";
import { db } from "~db/client.server";
import { campaigns, letters, rooms } from "~db/schema";

/** Gives the proof of membership in a coalition; the gateway keeps them per socket until access changes. */
export type MemberOf = (coalitionId: string) => Promise<Member>;

/**
 * May this person follow this stream? Asked at every subscription, and again whenever the person's access may have
 * changed. The questions are those of the pages: whoever may read the thing may follow it.
 */
export async function mayJoin(person: Person, memberOf: MemberOf, name: Stream): Promise<boolean> {
  const parsed = parseStream(name);
  if (!parsed) return false;
  const { kind, id } = parsed;
  try {
    switch (kind) {
      case "person":
        return id === person.id;
      case "coalition":
        return can(await memberOf(id), "coalition.read");
      case "campaign": {
        const coalitionId = await coalitionOf(campaigns, id);
        if (!coalitionId) return false;
        const member = await memberOf(coalitionId);
        const { thing } = await loadCampaign(member, id);
        return can(member, "campaign.enter", thing);
      }
      case "room": {
        const coalitionId = await coalitionOf(rooms, id);
        if (!coalitionId) return false;
        await loadRoom(await memberOf(coalitionId), id);
        return true;
      }
      case "letter":
      case "desk":
      case "answers": {
        const coalitionId = await coalitionOf(letters, id);
        if (!coalitionId) return false;
        const member = await memberOf(coalitionId);
        const { thing } = await loadLetter(member, id);
        if (kind === "letter") return true;
        return can(member, kind === "desk" ? "letter.see_answers" : "letter.see_answer_counts", thing);
      }
      case "organization": {
        for (const coalitionId of await readCoalitionIds(person.id)) {
          const member = await memberOf(coalitionId);
          if (!member.posts.some((post) => post.organizationId === id)) continue;
          const { thing } = await loadOrganization(member, id);
          return can(member, "organization.see_inbox", thing);
        }
        return false;
      }
    }
  } catch (error) {
    if (isDomainError(error) && error.code === "not_found") return false;
    throw error;
  }
}

async function coalitionOf(
  table: typeof campaigns | typeof rooms | typeof letters,
  id: string,
): Promise<string | null> {
  const [row] = await db.select({ coalitionId: table.coalitionId }).from(table).where(eq(table.id, id));
  return row?.coalitionId ?? null;
}
