import { createHash, randomBytes } from "node:crypto";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "~db/client.server";
import { actions, calendarFeeds, coalitions, people } from "~db/schema";
import { isDomainError, notFound } from "../errors";
import type { Member } from "../member";
import { readMember } from "../people/read-member.server";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import type { ActionRow } from "./load-action.server";
import { readableActions } from "./read-actions.server";
import { type LetterMomentInFeed, readLetterMoments } from "./read-calendar.server";

const YEAR = 366 * 86_400_000;
const hash = (token: string) => createHash("sha256").update(token).digest("hex");

/**
 * Makes a private address that calendar programs subscribe to. An earlier one of the same person and coalition ends. Only the
 * hash is stored, so the address is shown once.
 * @returns the token, 256 bits
 */
export async function createCalendarFeed(member: Member): Promise<string> {
  requireCan(member, "coalition.read");
  const token = randomBytes(32).toString("base64url");
  await transaction(async (tx) => {
    await tx.update(calendarFeeds).set({ revokedAt: sql`clock_timestamp()` }).where(ofMember(member));
    await tx
      .insert(calendarFeeds)
      .values({ tokenHash: hash(token), personId: member.personId, coalitionId: member.coalitionId });
    await recordEvent(tx, member.personId, "person.changed", { personId: member.personId });
  });
  return token;
}

/** Ends the private address, if there is one. */
export async function revokeCalendarFeed(member: Member): Promise<void> {
  await transaction(async (tx) => {
    await tx.update(calendarFeeds).set({ revokedAt: sql`clock_timestamp()` }).where(ofMember(member));
    await recordEvent(tx, member.personId, "person.changed", { personId: member.personId });
  });
}

/** Ends all private addresses of a person, in all coalitions, with the password: whoever had that may have made one. */
export async function revokeCalendarFeeds(tx: Tx, personId: string): Promise<void> {
  await tx
    .update(calendarFeeds)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(and(eq(calendarFeeds.personId, personId), isNull(calendarFeeds.revokedAt)));
}

/** Since when the member has a private address; null when there is none. */
export async function readCalendarFeed(member: Member): Promise<{ since: string } | null> {
  const [feed] = await db.select().from(calendarFeeds).where(ofMember(member)).orderBy(desc(calendarFeeds.createdAt));
  return feed ? { since: feed.createdAt.toISOString() } : null;
}

function ofMember(member: Member) {
  return and(
    eq(calendarFeeds.personId, member.personId),
    eq(calendarFeeds.coalitionId, member.coalitionId),
    isNull(calendarFeeds.revokedAt),
  );
}

export type FeedContent = {
  coalition: { name: string; slug: string };
  locale: string;
  actions: ActionRow[];
  /** When letters and consultations close, and when follow-ups are due. */
  letters: LetterMomentInFeed[];
  /** Changes exactly when the content does; for the ETag. */
  version: string;
};

/**
 * What a calendar program gets for a token: the actions and the moments of letters that its person may read at this time, from a
 * year ago on. The
 * membership is proven anew at each fetch, so a removed person's address is empty-handed at once.
 * @throws not_found for a token that is unknown or revoked, and for a person who has no part in the coalition any more
 */
export async function readFeed(token: string): Promise<FeedContent> {
  const [found] = await db
    .select({ person: people, coalition: coalitions })
    .from(calendarFeeds)
    .innerJoin(people, eq(people.id, calendarFeeds.personId))
    .innerJoin(coalitions, eq(coalitions.id, calendarFeeds.coalitionId))
    .where(
      and(eq(calendarFeeds.tokenHash, hash(token)), isNull(calendarFeeds.revokedAt), isNull(people.deactivatedAt)),
    );
  if (!found) throw notFound();
  const member = await readMember(found.person, { id: found.coalition.id }).catch((error: unknown) => {
    if (isDomainError(error)) throw notFound();
    throw error;
  });
  const rows = await db
    .select()
    .from(actions)
    .where(
      and(
        readableActions(member),
        sql`coalesce(${actions.endsAt}, ${actions.endsOn}::timestamp at time zone 'utc') > clock_timestamp() - interval '1 year'`,
      ),
    )
    .orderBy(actions.id);
  const letters = await readLetterMoments(member, new Date(Date.now() - YEAR));
  const version = createHash("sha256")
    .update(
      JSON.stringify([
        found.coalition.name,
        found.person.locale,
        rows.map((a) => [a.id, a.revision, a.updatedAt]),
        letters.map((l) => [l.letterId, l.kind, l.at, l.title, l.revision, l.updatedAt]),
      ]),
    )
    .digest("base64url")
    .slice(0, 22);
  return {
    coalition: { name: found.coalition.name, slug: found.coalition.slug },
    locale: found.person.locale,
    actions: rows,
    letters,
    version,
  };
}
