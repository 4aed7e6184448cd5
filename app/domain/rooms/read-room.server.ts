import { and, eq, inArray } from "drizzle-orm";
import { db } from "~db/client.server";
import { organizations, roomReads } from "~db/schema";
import { isGuest, type Member } from "../member";
import { can } from "../permissions";
import { loadRoom, type RoomClosed } from "./load-room.server";
import type { Mentionable } from "./message";
import { readRoomPeopleFor } from "./read-room-people.server";

export type RoomPage = {
  room: { id: string; campaignId: string; name: string; topic: string; closed: RoomClosed; lastNumber: number };
  /** How far the reader had read when the page was opened. */
  lastRead: number;
  people: number;
  organizations: number;
  mentionables: Mentionable[];
  guests: { id: string; name: string }[];
  can: { chat: boolean; edit: boolean; archive: boolean; restore: boolean; inviteGuest: boolean };
};

/** Everything around a room's messages. @throws not_found */
export async function readRoom(member: Member, roomId: string): Promise<RoomPage> {
  const { room, thing, closed } = await loadRoom(member, roomId);
  const [people, [read]] = await Promise.all([
    readRoomPeopleFor(member, room),
    db
      .select({ lastRead: roomReads.lastReadNumber })
      .from(roomReads)
      .where(and(eq(roomReads.roomId, room.id), eq(roomReads.personId, member.personId))),
  ]);
  const partners = new Map<string, Mentionable>();
  for (const o of isGuest(member) ? [] : people.flatMap((p) => p.organizations)) {
    partners.set(o.id, { id: o.id, kind: "organization", name: o.name, detail: o.acronym });
  }
  const byName = (a: Mentionable, b: Mentionable) => a.name.localeCompare(b.name, member.locale);
  return {
    room: {
      id: room.id,
      campaignId: room.campaignId,
      name: room.name,
      topic: room.topic,
      closed,
      lastNumber: room.lastNumber,
    },
    lastRead: read?.lastRead ?? 0,
    people: people.length,
    organizations: thing.campaignOrganizationIds.length,
    mentionables: [
      ...people
        .filter((p) => p.id !== member.personId)
        .map((p): Mentionable => {
          const [first] = p.organizations;
          return { id: p.id, kind: "person", name: p.name, detail: first ? first.acronym || first.name : "" };
        })
        .sort(byName),
      ...[...partners.values()].sort(byName),
    ],
    guests: people.filter((p) => p.guest).map(({ id, name }) => ({ id, name })),
    can: {
      chat: can(member, "room.chat", thing) && closed === null,
      edit: can(member, "room.edit", thing),
      archive: can(member, "room.edit", thing) && closed === null,
      restore: can(member, "room.edit", thing) && closed === "room_archived",
      inviteGuest: can(member, "room.invite_guest", thing) && closed === null,
    },
  };
}

/** Names of the organizations that the member works for: an @ with one of them means the reader, too. */
export async function readOwnNames(member: Member): Promise<string[]> {
  if (member.posts.length === 0) return [];
  const rows = await db
    .select({ name: organizations.name })
    .from(organizations)
    .where(
      inArray(
        organizations.id,
        member.posts.map((p) => p.organizationId),
      ),
    );
  return rows.map((r) => r.name);
}
