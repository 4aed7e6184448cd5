import { and, eq, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { rsvps } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import type { RsvpAnswer } from "./action";
import { lockAction } from "./load-action.server";

/** Says whether one takes part; the last answer counts. @throws not_found, action_cancelled */
export async function answerAction(member: Member, input: { actionId: string; answer: RsvpAnswer }): Promise<void> {
  await transaction(async (tx) => {
    const { action, thing } = await lockAction(member, input.actionId, tx);
    requireCan(member, "action.answer", thing);
    if (action.cancelledAt) throw new DomainError("action_cancelled");
    const [before] = await tx
      .select({ answer: rsvps.answer })
      .from(rsvps)
      .where(and(eq(rsvps.actionId, action.id), eq(rsvps.personId, member.personId)));
    if (before?.answer === input.answer) return;
    await tx
      .insert(rsvps)
      .values({
        actionId: action.id,
        personId: member.personId,
        organizationId: member.actingForId,
        answer: input.answer,
      })
      .onConflictDoUpdate({
        target: [rsvps.actionId, rsvps.personId],
        set: { answer: input.answer, organizationId: member.actingForId, updatedAt: sql`clock_timestamp()` },
      });
    await recordEvent(tx, member.personId, "action.answered", {
      coalitionId: member.coalitionId,
      campaignId: action.campaignId,
      actionId: action.id,
    });
  });
}
