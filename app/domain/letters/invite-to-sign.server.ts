import { transaction } from "~db/client.server";
import { requirePartners } from "../campaigns/create-campaign.server";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { requireTransition } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";
import { insertInvitations, tellOrganizations } from "./sign-on.server";

/**
 * Invites more partner organizations to sign. Those that have an invitation are passed over.
 * @returns ids of the organizations that are newly invited
 * @throws not_found (also for an organization that is no partner here), not_allowed, wrong_status
 */
export async function inviteToSign(
  member: Member,
  input: { letterId: string; organizationIds: readonly string[]; reason?: string },
): Promise<string[]> {
  return transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.invite_to_sign", thing);
    requireTransition(letter.status, "invite");
    const ids = [...new Set(input.organizationIds)];
    await requirePartners(tx, member, ids);
    const invited = await insertInvitations(tx, letter.id, ids, await clock(tx));
    if (invited.length === 0) return [];
    await recordDecision(tx, now, thing, "invite", input.reason, { absence: false });
    // Before the opening there is nothing to decide yet: they are told when the letter opens.
    const told =
      letter.status === "open"
        ? await tellOrganizations(tx, letter, invited, {
            kind: "signature_awaited",
            key: `signature_awaited:${letter.id}`,
            except: member.personId,
          })
        : [];
    await recordEvents(tx, member.personId, [
      { type: "letter.organizations_invited", data: letterScope(letter) },
      ...told,
    ]);
    return invited;
  });
}
