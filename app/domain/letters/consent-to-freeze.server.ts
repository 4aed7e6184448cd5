import { and, eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letterLeads } from "~db/schema";
import { DomainError } from "../errors";
import { type Member, roleIn } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { draftHash } from "./draft-hash.server";
import { requireTransition } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";

/**
 * A co-lead agrees that the text be frozen as it stands now. The consent keeps the text's hash: when somebody goes on writing,
 * it does not count any more and can be given again.
 * @param input.organizationId which co-lead, for who works for several
 * @throws not_found, not_allowed, wrong_status
 */
export async function consentToFreeze(
  member: Member,
  input: { letterId: string; organizationId?: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.consent_to_freeze", thing);
    requireTransition(letter.status, "consent_to_freeze");
    const own = thing.leadIds.slice(1).filter((id) => ["signatory", "delegate"].includes(roleIn(now, id) ?? ""));
    const organizationId = input.organizationId ?? own.find((id) => id === now.actingForId) ?? own[0];
    if (!organizationId || !own.includes(organizationId)) {
      throw new DomainError("not_allowed", { permission: "letter.consent_to_freeze" });
    }
    const row = and(eq(letterLeads.letterId, letter.id), eq(letterLeads.organizationId, organizationId));
    const consentedSha256 = await draftHash(letter, tx);
    const [before] = await tx.select().from(letterLeads).where(row);
    if (before?.consentedSha256 === consentedSha256) return;
    await tx
      .update(letterLeads)
      .set({ consentedAt: await clock(tx), consentedBy: member.personId, consentedSha256 })
      .where(row);
    await recordDecision(tx, now, thing, "consent_to_freeze");
    await recordEvent(tx, member.personId, "letter.freeze_consented", { ...letterScope(letter), organizationId });
  });
}
