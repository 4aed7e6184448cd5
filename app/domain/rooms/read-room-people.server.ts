import { and, asc, eq, isNull } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";
import {
  campaignOrganizations,
  coalitionOrganizations,
  coordinators,
  messages,
  organizations,
  people,
  posts,
  roomGuests,
} from "~db/schema";
import { isGuest, type Member } from "../member";
import type { RoomRow } from "./load-room.server";

export type RoomPerson = {
  id: string;
  name: string;
  /** Organizations of the campaign that the person works for. */
  organizations: { id: string; name: string; acronym: string }[];
  guest: boolean;
};

/**
 * Everybody who may read a room (the same answer as `room.read`, asked the other way round): people of the campaign's
 * organizations, coordinators, and guests. In order of name. Called after the member was let into the room.
 */
export async function readRoomPeople(
  room: Pick<RoomRow, "id" | "campaignId" | "coalitionId">,
  reader: Reader = db,
): Promise<RoomPerson[]> {
  const [working, coordinating, guests] = await Promise.all([
    reader
      .select({ id: people.id, name: people.name, organization: organizations })
      .from(campaignOrganizations)
      .innerJoin(organizations, eq(organizations.id, campaignOrganizations.organizationId))
      .innerJoin(
        coalitionOrganizations,
        and(
          eq(coalitionOrganizations.organizationId, organizations.id),
          eq(coalitionOrganizations.coalitionId, room.coalitionId),
          isNull(coalitionOrganizations.leftAt),
        ),
      )
      .innerJoin(posts, and(eq(posts.organizationId, organizations.id), isNull(posts.endedAt)))
      .innerJoin(people, and(eq(people.id, posts.personId), isNull(people.deactivatedAt)))
      .where(eq(campaignOrganizations.campaignId, room.campaignId))
      .orderBy(asc(people.name), asc(organizations.name)),
    reader
      .select({ id: people.id, name: people.name })
      .from(coordinators)
      .innerJoin(people, and(eq(people.id, coordinators.personId), isNull(people.deactivatedAt)))
      .where(eq(coordinators.coalitionId, room.coalitionId)),
    reader
      .select({ id: people.id, name: people.name })
      .from(roomGuests)
      .innerJoin(people, and(eq(people.id, roomGuests.personId), isNull(people.deactivatedAt)))
      .where(and(eq(roomGuests.roomId, room.id), isNull(roomGuests.endedAt))),
  ]);
  const found = new Map<string, RoomPerson>();
  for (const { id, name, organization } of working) {
    const person = found.get(id) ?? { id, name, organizations: [], guest: false };
    person.organizations.push({ id: organization.id, name: organization.name, acronym: organization.acronym });
    found.set(id, person);
  }
  for (const { id, name } of coordinating)
    if (!found.has(id)) found.set(id, { id, name, organizations: [], guest: false });
  for (const { id, name } of guests) if (!found.has(id)) found.set(id, { id, name, organizations: [], guest: true });
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The same, as this member may see them. A guest of one room gets those who have spoken there, and its other guests: who else works
 * in the campaign, and for whom, is not for them to know.
 */
export async function readRoomPeopleFor(
  member: Member,
  room: Pick<RoomRow, "id" | "campaignId" | "coalitionId">,
  reader: Reader = db,
): Promise<RoomPerson[]> {
  const all = await readRoomPeople(room, reader);
  if (!isGuest(member)) return all;
  const spoke = await reader
    .selectDistinct({ id: messages.authorId })
    .from(messages)
    .where(and(eq(messages.roomId, room.id), isNull(messages.deletedAt)));
  const heard = new Set(spoke.map((m) => m.id));
  return all.filter((person) => person.guest || heard.has(person.id));
}

/**
 * Turns what was named with @ (people or organizations) into people who may read the room; others are left out silently,
 * because a mention must never tell whether somebody exists. Guests name people, not organizations.
 */
export async function resolveMentions(
  member: Member,
  room: RoomRow,
  ids: readonly string[],
  reader: Reader = db,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const wanted = new Set(ids);
  const readers = await readRoomPeopleFor(member, room, reader);
  const byOrganization = !isGuest(member);
  return readers
    .filter((p) => wanted.has(p.id) || (byOrganization && p.organizations.some((o) => wanted.has(o.id))))
    .map((p) => p.id);
}
