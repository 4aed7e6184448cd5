import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letterEditors, letterLeads, letters } from "~db/schema";
import { requirePartners } from "../campaigns/create-campaign.server";
import { loadCampaign, requireOpenCampaign } from "../campaigns/load-campaign.server";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { paragraphs } from "../text-input";
import { ASK_MAX } from "./languages";
import { requireTransition } from "./letter";
import { lockLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";

export type LetterDetails = {
  letterId: string;
  ask?: string;
  campaignId?: string;
  leadOrganizationId?: string;
  coLeadIds?: readonly string[];
  /** Organizations invited to edit the draft. */
  editorIds?: readonly string[];
  /** Everybody of the campaign may edit the draft. */
  editingOpen?: boolean;
  /** Co-leads must consent before the freeze. */
  coLeadsConsent?: boolean;
};

/**
 * Changes what is said about a letter: its ask, campaign, leads, who may edit. What is left out stays as it is.
 * @throws not_found (also for a campaign or organization of another coalition), not_allowed, wrong_status, too_long
 */
export async function editLetterDetails(member: Member, input: LetterDetails): Promise<void> {
  const ask = input.ask === undefined ? undefined : paragraphs(input.ask, "ask", { max: ASK_MAX });
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.edit_details", thing);
    requireTransition(letter.status, "edit_details");

    if (input.campaignId !== undefined && input.campaignId !== letter.campaignId) {
      const { campaign: row, thing: campaign } = await loadCampaign(member, input.campaignId, tx);
      requireOpenCampaign(row);
      requireCan(now, "letter.create", campaign);
    }
    const [presentLead, ...presentCoLeads] = thing.leadIds;
    const lead = input.leadOrganizationId ?? presentLead;
    if (!lead) throw new DomainError("required", {}, "leadOrganizationId");
    const coLeads = [...new Set(input.coLeadIds ?? presentCoLeads)].filter((id) => id !== lead);
    const editors = [...new Set(input.editorIds ?? thing.editorIds)].filter(
      (id) => id !== lead && !coLeads.includes(id),
    );
    const known = [...thing.leadIds, ...thing.editorIds];
    await requirePartners(
      tx,
      member,
      [lead, ...coLeads, ...editors].filter((id) => !known.includes(id)),
    );

    const next = {
      ask: ask ?? letter.ask,
      campaignId: input.campaignId ?? letter.campaignId,
      editingOpen: input.editingOpen ?? letter.editingOpen,
      coLeadsConsent: input.coLeadsConsent ?? letter.coLeadsConsent,
    };
    const samePeople = lead === presentLead && sameSet(coLeads, presentCoLeads) && sameSet(editors, thing.editorIds);
    const same = (Object.keys(next) as (keyof typeof next)[]).every((key) => next[key] === letter[key]);
    if (same && samePeople) return;

    await tx.update(letters).set(next).where(eq(letters.id, letter.id));
    if (!samePeople) {
      // A consent stays with the organization that gave it, as long as it co-leads.
      const before = await tx.select().from(letterLeads).where(eq(letterLeads.letterId, letter.id));
      await tx.delete(letterLeads).where(eq(letterLeads.letterId, letter.id));
      await tx.insert(letterLeads).values([
        { letterId: letter.id, organizationId: lead, kind: "lead" as const },
        ...coLeads.map((organizationId) => {
          const given = before.find((l) => l.organizationId === organizationId && l.kind === "co_lead");
          return {
            letterId: letter.id,
            organizationId,
            kind: "co_lead" as const,
            consentedAt: given?.consentedAt ?? null,
            consentedBy: given?.consentedBy ?? null,
            consentedSha256: given?.consentedSha256 ?? null,
          };
        }),
      ]);
      await tx.delete(letterEditors).where(eq(letterEditors.letterId, letter.id));
      if (editors.length > 0) {
        await tx
          .insert(letterEditors)
          .values(editors.map((organizationId) => ({ letterId: letter.id, organizationId })));
      }
    }
    // A letter that moves is news in the campaign that it leaves, too.
    await recordEvents(
      tx,
      member.personId,
      [...new Set([letter.campaignId, next.campaignId])].map((campaignId) => ({
        type: "letter.changed" as const,
        data: letterScope({ ...letter, campaignId }),
      })),
    );
  });
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((x) => b.includes(x));
