import { eq, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { actions, rsvps } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { notify } from "../people/notify.server";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { actionTexts, actionTimes } from "./action";
import { lockAction } from "./load-action.server";
import { type ActionInput, requireMayName } from "./plan-action.server";

/**
 * Changes an action. Calendar programs learn of it by the raised revision (iCalendar SEQUENCE); whoever has answered is told
 * when time or place changed.
 * @throws not_found, not_allowed, action_cancelled, campaign_archived, input errors
 */
export async function editAction(member: Member, input: { actionId: string } & ActionInput): Promise<void> {
  await transaction(async (tx) => {
    const { action, thing } = await lockAction(member, input.actionId, tx);
    requireCan(member, "action.edit", thing);
    if (action.cancelledAt) throw new DomainError("action_cancelled");
    await requireMayName(tx, member, input, action.campaignId);
    const next = {
      ...actionTexts(input),
      ...actionTimes(input),
      zone: input.zone,
      locale: input.locale ?? action.locale,
      campaignId: input.campaignId,
      leadOrganizationId: input.leadOrganizationId,
    };
    const changed = (keys: (keyof typeof next)[]) => keys.filter((k) => !same(next[k], action[k]));
    if (changed(Object.keys(next) as (keyof typeof next)[]).length === 0) return;
    await tx
      .update(actions)
      .set({ ...next, revision: action.revision + 1, updatedAt: sql`clock_timestamp()` })
      .where(eq(actions.id, action.id));
    const moved = changed(["allDay", "startsAt", "endsAt", "startsOn", "endsOn", "place", "link"]).length > 0;
    const answered = moved
      ? await tx.select({ id: rsvps.personId }).from(rsvps).where(eq(rsvps.actionId, action.id))
      : [];
    const told = await notify(
      tx,
      answered.map((a) => a.id).filter((id) => id !== member.personId),
      {
        coalitionId: member.coalitionId,
        kind: "action_changed",
        facts: { actionId: action.id, byId: member.personId },
        dedupeKey: `action_changed:${action.id}:${action.revision + 1}`,
      },
    );
    const data = { coalitionId: member.coalitionId, actionId: action.id };
    await recordEvents(tx, member.personId, [
      { type: "action.changed", data: { ...data, campaignId: input.campaignId } },
      // The campaign that it leaves must see it go.
      ...(action.campaignId && action.campaignId !== input.campaignId
        ? [{ type: "action.changed" as const, data: { ...data, campaignId: action.campaignId } }]
        : []),
      ...told,
    ]);
  });
}

function same(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;
}
