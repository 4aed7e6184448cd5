import { and, eq } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";
import { campaignOrganizations, rooms } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { can, type RoomThing } from "../permissions";

export type LoadedRoom = { room: typeof rooms.$inferSelect; thing: RoomThing };

/** A room that the member may read. @throws not_found */
export async function loadRoom(member: Member, id: string, reader: Reader = db): Promise<LoadedRoom> {
  const [room] = await reader
    .select()
    .from(rooms)
    .where(and(eq(rooms.id, id), eq(rooms.coalitionId, member.coalitionId)));
  if (!room) throw notFound();
  const rows = await reader
    .select({ id: campaignOrganizations.organizationId })
    .from(campaignOrganizations)
    .where(eq(campaignOrganizations.campaignId, room.campaignId));
  const thing = { id, campaignOrganizationIds: rows.map((r) => r.id) };
  if (!can(member, "room.read", thing)) throw notFound();
  return { room, thing };
}
