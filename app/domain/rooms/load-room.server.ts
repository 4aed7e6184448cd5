import { and, eq } from "drizzle-orm";
import { db, type Reader, type Tx } from "~db/client.server";
import { campaignOrganizations, campaigns, rooms } from "~db/schema";
import { DomainError, notFound } from "../errors";
import type { Member } from "../member";
import { can, type RoomThing } from "../permissions";

export type RoomRow = typeof rooms.$inferSelect;
/** Why nobody writes in a room any more; null: it is open. */
export type RoomClosed = "room_archived" | "campaign_archived" | null;
export type LoadedRoom = { room: RoomRow; thing: RoomThing; closed: RoomClosed };

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
  // Read after the room's lock: whoever archives the campaign locks its rooms first.
  const rows = await reader
    .select({ id: campaignOrganizations.organizationId, archivedAt: campaigns.archivedAt })
    .from(campaigns)
    .leftJoin(campaignOrganizations, eq(campaignOrganizations.campaignId, campaigns.id))
    .where(eq(campaigns.id, room.campaignId));
  const thing = { id: room.id, campaignOrganizationIds: rows.flatMap((r) => r.id ?? []) };
  if (!can(member, "room.read", thing)) throw notFound();
  const closed = rows[0]?.archivedAt ? "campaign_archived" : room.archivedAt ? "room_archived" : null;
  return { room, thing, closed };
}

/** Nobody writes in a room that was archived, alone or with its campaign. @throws room_archived, campaign_archived */
export function requireOpenRoom({ closed }: Pick<LoadedRoom, "closed">): void {
  if (closed) throw new DomainError(closed);
}

/** Which coalition a room is of, so that a socket can ask for the proof of membership. Null: there is no such room. */
export async function readRoomCoalition(id: string): Promise<string | null> {
  const [row] = await db.select({ coalitionId: rooms.coalitionId }).from(rooms).where(eq(rooms.id, id));
  return row?.coalitionId ?? null;
}
