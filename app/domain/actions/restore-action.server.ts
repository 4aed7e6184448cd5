import { eq, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { actions, rsvps } from "~db/schema";
import type { Member } from "../member";
import { notify } from "../people/notify.server";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { lockAction } from "./load-action.server";

/**
 * A cancelled action takes place after all, with the answers that it had; calendar programs show it again by the raised
 * revision. Whoever has answered is told. Who may cancel may restore. @throws not_found, not_allowed
 */
export async function restoreAction(member: Member, input: { actionId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { action, thing } = await lockAction(member, input.actionId, tx);
    requireCan(member, "action.edit", thing);
    if (!action.cancelledAt) return;
    const revision = action.revision + 1;
    await tx
      .update(actions)
      .set({ cancelledAt: null, updatedAt: sql`clock_timestamp()`, revision })
      .where(eq(actions.id, action.id));
    const answered = await tx.select({ id: rsvps.personId }).from(rsvps).where(eq(rsvps.actionId, action.id));
    const told = await notify(
      tx,
      answered.map((a) => a.id).filter((id) => id !== member.personId),
      {
        coalitionId: member.coalitionId,
        kind: "action_changed",
        facts: { actionId: action.id, byId: member.personId },
        dedupeKey: `action_changed:${action.id}:${revision}`,
      },
    );
    await recordEvents(tx, member.personId, [
      {
        type: "action.restored",
        data: { coalitionId: member.coalitionId, campaignId: action.campaignId, actionId: action.id },
      },
      ...told,
    ]);
  });
}
