import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { rooms } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { type RoomInput, roomInput } from "./create-room.server";
import { lockRoom } from "./load-room.server";

/** Changes a room's name and topic. @throws not_found, not_allowed, required, too_long */
export async function editRoom(member: Member, input: { roomId: string } & RoomInput): Promise<void> {
  const values = roomInput(input);
  await transaction(async (tx) => {
    const { room, thing } = await lockRoom(member, input.roomId, tx);
    requireCan(member, "room.edit", thing);
    if (room.name === values.name && room.topic === values.topic) return;
    await tx.update(rooms).set(values).where(eq(rooms.id, room.id));
    await recordEvent(tx, member.personId, "room.changed", {
      coalitionId: member.coalitionId,
      campaignId: room.campaignId,
      roomId: room.id,
    });
  });
}
