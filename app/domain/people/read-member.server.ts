import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";
import {
  coalitionOrganizations,
  coalitions,
  coordinators,
  personCoalitions,
  posts,
  roomGuests,
  rooms,
} from "~db/schema";
import { notFound } from "../errors";
import type { Member, Person } from "../member";

/**
 * Proves that a person belongs to a coalition, named by slug or id. The only maker of `Member`.
 * @throws not_found when the coalition is not there or the person has nothing in it: the answers are the same
 */
export async function readMember(
  person: Pick<Person, "id" | "name" | "locale" | "timeZone">,
  coalition: { slug: string } | { id: string },
  reader: Reader = db,
): Promise<Member> {
  const [row] = await reader
    .select({ id: coalitions.id, slug: coalitions.slug })
    .from(coalitions)
    .where("slug" in coalition ? eq(coalitions.slug, coalition.slug) : eq(coalitions.id, coalition.id));
  const member = row && (await proveMembers([person], row, reader)).get(person.id);
  if (!member) throw notFound();
  return member;
}

/**
 * The same proof, made anew in a verb's transaction: what the person is now, not what they were when the request came in.
 * @throws not_found when nothing is left
 */
export async function readMemberAgain(member: Member, tx: Reader): Promise<Member> {
  const now = (await readMembersAgain([member], tx)).get(member.personId);
  if (!now) throw notFound();
  return now;
}

/** The same for several members of one coalition, by their person's id; of whom nothing is left is not among them. */
export async function readMembersAgain(members: readonly Member[], tx: Reader): Promise<Map<string, Member>> {
  const [first] = members;
  if (!first) return new Map();
  const people = members.map((member) => ({ ...member, id: member.personId }));
  return proveMembers(people, { id: first.coalitionId, slug: first.coalitionSlug }, tx);
}

async function proveMembers(
  people: readonly Pick<Person, "id" | "name" | "locale" | "timeZone">[],
  coalition: { id: string; slug: string },
  reader: Reader,
): Promise<Map<string, Member>> {
  const ids = [...new Set(people.map((person) => person.id))];
  const [coordinates, held, guestRooms, preferences] = await Promise.all([
    reader
      .select({ personId: coordinators.personId })
      .from(coordinators)
      .where(and(eq(coordinators.coalitionId, coalition.id), inArray(coordinators.personId, ids))),
    reader
      .select({ personId: posts.personId, organizationId: posts.organizationId, role: posts.role })
      .from(posts)
      .innerJoin(coalitionOrganizations, eq(coalitionOrganizations.organizationId, posts.organizationId))
      .where(
        and(
          inArray(posts.personId, ids),
          isNull(posts.endedAt),
          eq(coalitionOrganizations.coalitionId, coalition.id),
          isNull(coalitionOrganizations.leftAt),
        ),
      )
      .orderBy(asc(posts.createdAt)),
    reader
      .select({ personId: roomGuests.personId, id: rooms.id })
      .from(roomGuests)
      .innerJoin(rooms, eq(rooms.id, roomGuests.roomId))
      .where(and(inArray(roomGuests.personId, ids), isNull(roomGuests.endedAt), eq(rooms.coalitionId, coalition.id))),
    reader
      .select({ personId: personCoalitions.personId, actingForId: personCoalitions.actingForId })
      .from(personCoalitions)
      .where(and(inArray(personCoalitions.personId, ids), eq(personCoalitions.coalitionId, coalition.id))),
  ]);
  const proved = new Map<string, Member>();
  for (const person of people) {
    const own = <T extends { personId: string }>(rows: readonly T[]) => rows.filter((r) => r.personId === person.id);
    const coordinator = own(coordinates).length > 0;
    const holds = own(held).map(({ organizationId, role }) => ({ organizationId, role }));
    const guestRoomIds = own(guestRooms).map((r) => r.id);
    if (!coordinator && holds.length === 0 && guestRoomIds.length === 0) continue;
    const preferred = own(preferences)[0]?.actingForId;
    proved.set(person.id, {
      personId: person.id,
      name: person.name,
      locale: person.locale,
      timeZone: person.timeZone,
      coalitionId: coalition.id,
      coalitionSlug: coalition.slug,
      coordinator,
      posts: holds,
      actingForId:
        holds.find((p) => p.organizationId === preferred)?.organizationId ?? holds[0]?.organizationId ?? null,
      guestRoomIds,
    } as unknown as Member);
  }
  return proved;
}

/** Ids of all coalitions that a person belongs to, for the switcher. */
export async function readCoalitionIds(personId: string, reader: Reader = db): Promise<string[]> {
  const [asPartner, asGuest] = await Promise.all([
    readPartnerCoalitionIds(personId, reader),
    reader
      .selectDistinct({ id: rooms.coalitionId })
      .from(roomGuests)
      .innerJoin(rooms, eq(rooms.id, roomGuests.roomId))
      .where(and(eq(roomGuests.personId, personId), isNull(roomGuests.endedAt))),
  ]);
  return [...new Set([...asPartner, ...asGuest.map((c) => c.id)])];
}

/** Ids of the coalitions that a person belongs to by a post or as coordinator, not as a guest of a room. */
export async function readPartnerCoalitionIds(personId: string, reader: Reader = db): Promise<string[]> {
  const [asCoordinator, byPost] = await Promise.all([
    reader.select({ id: coordinators.coalitionId }).from(coordinators).where(eq(coordinators.personId, personId)),
    reader
      .selectDistinct({ id: coalitionOrganizations.coalitionId })
      .from(posts)
      .innerJoin(coalitionOrganizations, eq(coalitionOrganizations.organizationId, posts.organizationId))
      .where(and(eq(posts.personId, personId), isNull(posts.endedAt), isNull(coalitionOrganizations.leftAt))),
  ]);
  return [...new Set([...asCoordinator, ...byPost].map((c) => c.id))];
}

/** Names and slugs for the coalition switcher, in order of name. */
export async function readCoalitionsOf(personId: string, reader: Reader = db) {
  const ids = await readCoalitionIds(personId, reader);
  if (ids.length === 0) return [];
  return reader
    .select({
      id: coalitions.id,
      slug: coalitions.slug,
      name: coalitions.name,
      nameLocale: coalitions.nameLocale,
      dye: coalitions.dye,
    })
    .from(coalitions)
    .where(inArray(coalitions.id, ids))
    .orderBy(asc(coalitions.name));
}

/** Slug of the coalition in which a person was last, else the first by name; null for a person in none. */
export async function readLastCoalition(personId: string, reader: Reader = db): Promise<string | null> {
  const all = await readCoalitionsOf(personId, reader);
  if (all.length < 2) return all[0]?.slug ?? null;
  const [last] = await reader
    .select({ id: personCoalitions.coalitionId })
    .from(personCoalitions)
    .where(
      and(
        eq(personCoalitions.personId, personId),
        inArray(
          personCoalitions.coalitionId,
          all.map((c) => c.id),
        ),
      ),
    )
    .orderBy(desc(personCoalitions.lastSeenAt))
    .limit(1);
  return (all.find((c) => c.id === last?.id) ?? all[0])?.slug ?? null;
}

/** How exactly it is remembered in which coalition a person was last: a write for every page would be too much. */
const REMEMBERED_MINUTES = 1;

/** Remembers that the member is in this coalition now, so that `/` leads back here. */
export async function rememberCoalition(member: Member): Promise<void> {
  const { personId, coalitionId } = member;
  await db
    .insert(personCoalitions)
    .values({ personId, coalitionId })
    .onConflictDoUpdate({
      target: [personCoalitions.personId, personCoalitions.coalitionId],
      set: { lastSeenAt: sql`clock_timestamp()` },
      setWhere: sql`${personCoalitions.lastSeenAt} < clock_timestamp() - make_interval(mins => ${REMEMBERED_MINUTES})`,
    });
}
