import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { coalitions } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { type CoalitionInput, coalitionInput } from "./coalition";

/** Gives the coalition another name, motto or dye. Its address stays, so that links keep working. @throws not_allowed, required, too_long */
export async function editCoalition(member: Member, input: CoalitionInput): Promise<void> {
  requireCan(member, "coalition.edit");
  const values = coalitionInput(input);
  await transaction(async (tx) => {
    await tx.update(coalitions).set(values).where(eq(coalitions.id, member.coalitionId));
    await recordEvent(tx, member.personId, "coalition.changed", { coalitionId: member.coalitionId });
  });
}
