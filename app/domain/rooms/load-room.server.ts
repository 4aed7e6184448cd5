import { and, eq } from "drizzle-orm";
import { db, type Reader, type Tx } from "~db/client.server";
import { campaignOrganizations, rooms } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { can, type RoomThing } from "../permissions";

export type RoomRow = typeof rooms.$inferSelect;
export type LoadedRoom = { room: RoomRow; thing: RoomThing };

/** A room that the member may read. @throws not_found */
export async function loadRoom(member: Member, id: string, reader: Reader = db): Promise<LoadedRoom> {
  const [room] = await reader
    .select()
    .from(rooms)
    .where(and(eq(rooms.id, id), eq(rooms.coalitionId, member.coalitionId)));
  return admit(member, room, reader);
}

/** The same, with the room's row locked for the rest of the transaction: whoever gives out message numbers starts here. */
export async function lockRoom(member: Member, id: string, tx: Tx): Promise<LoadedRoom> {
  const [room] = await tx
    .select()
    .from(rooms)
    .where(and(eq(rooms.id, id), eq(rooms.coalitionId, member.coalitionId)))
    .for("update");
  return admit(member, room, tx);
}

async function admit(member: Member, room: RoomRow | undefined, reader: Reader): Promise<LoadedRoom> {
  if (!room) throw notFound();
  const rows = await reader
    .select({ id: campaignOrganizations.organizationId })
    .from(campaignOrganizations)
    .where(eq(campaignOrganizations.campaignId, room.campaignId));
  const thing = { id: room.id, campaignOrganizationIds: rows.map((r) => r.id) };
  if (!can(member, "room.read", thing)) throw notFound();
  return { room, thing };
}

/** Which coalition a room is of, so that a socket can ask for the proof of membership. Null: there is no such room. */
export async function readRoomCoalition(id: string): Promise<string | null> {
  const [row] = await db.select({ coalitionId: rooms.coalitionId }).from(rooms).where(eq(rooms.id, id));
  return row?.coalitionId ?? null;
}
