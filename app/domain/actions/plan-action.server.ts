import { type Tx, transaction } from "~db/client.server";
import { actions } from "~db/schema";
import { loadCampaign, requireOpenCampaign } from "../campaigns/load-campaign.server";
import { notFound } from "../errors";
import { newId } from "../id";
import type { Member } from "../member";
import { loadOrganization } from "../organizations/load-organization.server";
import { notify } from "../people/notify.server";
import { can, requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { type ActionTextsInput, type ActionTimesInput, actionTexts, actionTimes } from "./action";
import { readInvitedPeople } from "./read-invited-people.server";

export type ActionInput = ActionTextsInput &
  ActionTimesInput & {
    /** Null: of the whole coalition. */
    campaignId: string | null;
    /** Null: nobody in particular. */
    leadOrganizationId: string | null;
  };

/**
 * Plans an action. Everybody who may read it is told in the app.
 * @returns its id
 * @throws not_allowed; not_found for a campaign or organization that is not the member's to name; campaign_archived; input
 *   errors
 */
export async function planAction(member: Member, input: ActionInput): Promise<string> {
  requireCan(member, "action.create");
  const values = {
    ...actionTexts(input),
    ...actionTimes(input),
    zone: input.zone,
    locale: input.locale ?? member.locale,
  };
  return transaction(async (tx) => {
    await requireMayName(tx, member, input);
    const actionId = newId();
    await tx.insert(actions).values({
      id: actionId,
      coalitionId: member.coalitionId,
      campaignId: input.campaignId,
      leadOrganizationId: input.leadOrganizationId,
      ...values,
      createdBy: member.personId,
    });
    const people = await readInvitedPeople({ coalitionId: member.coalitionId, campaignId: input.campaignId }, tx);
    const told = await notify(
      tx,
      people.map((p) => p.id).filter((id) => id !== member.personId),
      {
        coalitionId: member.coalitionId,
        kind: "action_planned",
        facts: { actionId, byId: member.personId },
        dedupeKey: `action_planned:${actionId}`,
      },
    );
    await recordEvents(tx, member.personId, [
      { type: "action.planned", data: { coalitionId: member.coalitionId, campaignId: input.campaignId, actionId } },
      ...told,
    ]);
    return actionId;
  });
}

/**
 * The campaign is one that the member may enter; the organization is a partner.
 * @param present campaign that the action is of already: it may stay there, also when the campaign was put away
 * @throws not_found, campaign_archived
 */
export async function requireMayName(
  tx: Tx,
  member: Member,
  input: { campaignId: string | null; leadOrganizationId: string | null },
  present: string | null = null,
): Promise<void> {
  if (input.campaignId) {
    const { campaign, thing } = await loadCampaign(member, input.campaignId, tx);
    if (!can(member, "campaign.enter", thing)) throw notFound();
    if (campaign.id !== present) requireOpenCampaign(campaign);
  }
  if (input.leadOrganizationId) await loadOrganization(member, input.leadOrganizationId, tx);
}
