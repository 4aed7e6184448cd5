import { and, eq, inArray, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { letterLeads, letters, signatures } from "~db/schema";
import type { Member } from "../member";
import { can } from "../permissions";
import { type Stream, stream } from "../streams";
import { followUpOf, readAnswered } from "./follow-up.server";
import type { LeadTask } from "./lead-task";
import { canTransition } from "./letter";
import type { LoadedLetter } from "./load-letter.server";
import { isLateRequest } from "./sign-on.server";

/**
 * What the leads of these letters have to do once sign-on is over: only for letters that the member leads, in the order of the
 * letters, what waits for somebody else's sake first.
 * @param at the reader's moment, for follow-ups that are due
 */
export async function readLeadTasks(member: Member, readable: readonly LoadedLetter[], at: Date): Promise<LeadTask[]> {
  const led = readable.filter(
    ({ letter, thing }) => isAfterSignOn(letter.status) && can(member, "letter.see_answers", thing),
  );
  const ids = led.map(({ letter }) => letter.id);
  if (ids.length === 0) return [];
  const [late, answered] = await Promise.all([
    db
      .select({ letterId: signatures.letterId, n: sql<number>`count(*)::int` })
      .from(signatures)
      .where(and(inArray(signatures.letterId, ids), isLateRequest))
      .groupBy(signatures.letterId),
    readAnswered(ids),
  ]);
  return led.flatMap(({ letter, thing }): LeadTask[] => {
    const n = late.find((row) => row.letterId === letter.id)?.n ?? 0;
    const followUp = followUpOf(member, { letter, thing }, answered);
    return [
      ...(n > 0 && canTransition(letter.status, "next_edition")
        ? [{ letterId: letter.id, kind: "late_request" as const, n, since: null }]
        : []),
      ...(letter.status === "closed"
        ? [{ letterId: letter.id, kind: "review_list" as const, n: 0, since: letter.closedAt?.toISOString() ?? null }]
        : []),
      ...(letter.status === "finalized"
        ? [{ letterId: letter.id, kind: "deliver" as const, n: 0, since: letter.statusChangedAt.toISOString() }]
        : []),
      ...(followUp && followUp <= at
        ? [{ letterId: letter.id, kind: "follow_up" as const, n: 0, since: followUp.toISOString() }]
        : []),
    ];
  });
}

const isAfterSignOn = (status: LoadedLetter["letter"]["status"]) =>
  canTransition(status, "review_list") || canTransition(status, "next_edition");

/** The desks of the letters that the member leads and whose sign-on is over: what is asked of their leads comes over these. */
export async function readDesksAfterSignOn(member: Member): Promise<Stream[]> {
  const leading = member.posts.filter((post) => post.role !== "member").map((post) => post.organizationId);
  if (leading.length === 0) return [];
  const rows = await db
    .selectDistinct({ id: letters.id })
    .from(letters)
    .innerJoin(letterLeads, eq(letterLeads.letterId, letters.id))
    .where(
      and(
        eq(letters.coalitionId, member.coalitionId),
        inArray(letters.status, ["closed", "finalized", "delivered"]),
        inArray(letterLeads.organizationId, leading),
      ),
    );
  return rows.map((row) => stream("desk", row.id));
}
