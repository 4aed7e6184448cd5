import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { languageVersions, letterEditors, letterLeads, letters, recipients } from "~db/schema";
import { requirePartners } from "../campaigns/create-campaign.server";
import { loadCampaign, requireOpenCampaign } from "../campaigns/load-campaign.server";
import { DomainError, notFound } from "../errors";
import { newId } from "../id";
import { type Member, roleIn } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { line, paragraphs } from "../text-input";
import { ASK_MAX, DATE_LINE_MAX, requireLetterLanguage, SUBJECT_MAX } from "./languages";
import { letterScope, recordDecision } from "./record-decision.server";
import { type RecipientInput, recipientRows } from "./set-recipients.server";
import { parsePlainText } from "./text/parse-plain-text";
import { emptyDoc, type LetterDoc } from "./text/schema";
import { writeFirstText } from "./text/stored-text.server";

export type CreateLetterInput = {
  /** Made by the form: sending it twice makes one letter. */
  id?: string;
  campaignId: string;
  /** Subject of the text of reference, and the letter's title. */
  subject: string;
  /** Language of the text of reference. */
  locale: string;
  /** Who leads. Left out: the organization that the member speaks for. */
  leadOrganizationId?: string;
  coLeadIds?: readonly string[];
  editorIds?: readonly string[];
  ask?: string;
  dateLine?: string;
  recipients?: readonly RecipientInput[];
  /** A first text: plain text as it was pasted, or a body. */
  text?: string | LetterDoc;
};

/**
 * Begins a letter in a campaign. The organization that the creator works for becomes its lead; a coordinator without such a
 * post names one of the campaign's.
 * @returns its id; the same when the same form had made it before
 * @throws not_found, not_allowed, campaign_archived, required, too_long, invalid_input
 */
export async function createLetter(member: Member, input: CreateLetterInput): Promise<string> {
  const title = line(input.subject, "subject", { max: SUBJECT_MAX, required: true });
  const locale = requireLetterLanguage(input.locale);
  const ask = paragraphs(input.ask ?? "", "ask", { max: ASK_MAX });
  const dateLine = line(input.dateLine ?? "", "dateLine", { max: DATE_LINE_MAX });
  const to = recipientRows(input.recipients ?? []);
  const doc = typeof input.text === "string" ? parsePlainText(input.text) : (input.text ?? emptyDoc());
  return transaction(async (tx) => {
    const { campaign, thing } = await loadCampaign(member, input.campaignId, tx);
    requireCan(member, "letter.create", thing);
    const letterId = input.id ?? newId();
    const written = await tx
      .insert(letters)
      .values({
        id: letterId,
        coalitionId: member.coalitionId,
        campaignId: campaign.id,
        title,
        ask,
        authoritativeLocale: locale,
        publicSlug: randomBytes(12).toString("hex"),
        createdBy: member.personId,
      })
      .onConflictDoNothing({ target: letters.id })
      .returning({ id: letters.id });
    if (written.length === 0) {
      const [mine] = await tx
        .select({ id: letters.id })
        .from(letters)
        .where(
          and(
            eq(letters.id, letterId),
            eq(letters.coalitionId, member.coalitionId),
            eq(letters.createdBy, member.personId),
          ),
        );
      if (!mine) throw notFound();
      return letterId;
    }

    requireOpenCampaign(campaign);
    const lead = leadOf(member, input.leadOrganizationId, thing.organizationIds);
    const coLeads = [...new Set(input.coLeadIds ?? [])].filter((id) => id !== lead);
    const editors = [...new Set(input.editorIds ?? [])].filter((id) => id !== lead && !coLeads.includes(id));
    await requirePartners(tx, member, [lead, ...coLeads, ...editors]);
    await tx
      .insert(letterLeads)
      .values([
        { letterId, organizationId: lead, kind: "lead" as const },
        ...coLeads.map((organizationId) => ({ letterId, organizationId, kind: "co_lead" as const })),
      ]);
    if (editors.length > 0) {
      await tx.insert(letterEditors).values(editors.map((organizationId) => ({ letterId, organizationId })));
    }
    if (to.length > 0) await tx.insert(recipients).values(to.map((r) => ({ ...r, id: r.id ?? newId(), letterId })));
    const languageVersionId = newId();
    await tx.insert(languageVersions).values({ id: languageVersionId, letterId, locale, subject: title, dateLine });
    await writeFirstText(tx, languageVersionId, doc);
    const letter = { id: letterId, coalitionId: member.coalitionId, campaignId: campaign.id };
    await recordDecision(tx, member, thingOf(letterId, lead, coLeads), "create", "", { absence: false });
    await recordEvent(tx, member.personId, "letter.created", letterScope(letter));
    return letterId;
  });
}

/** The organization named, if the member may speak for it as a lead; else the one that the member works for. */
function leadOf(member: Member, named: string | undefined, campaignIds: readonly string[]): string {
  const works = (id: string) => roleIn(member, id) === "signatory" || roleIn(member, id) === "delegate";
  if (named) {
    if (works(named) || (member.coordinator && campaignIds.includes(named))) return named;
    throw new DomainError("not_allowed", { permission: "letter.create" }, "leadOrganizationId");
  }
  const own = [member.actingForId, ...member.posts.map((p) => p.organizationId)].filter((id) => id !== null);
  const lead = own.find((id) => works(id) && campaignIds.includes(id)) ?? own.find(works);
  if (!lead) throw new DomainError("required", {}, "leadOrganizationId");
  return lead;
}

function thingOf(id: string, lead: string, coLeads: readonly string[]) {
  return {
    id,
    leadIds: [lead, ...coLeads],
    editorIds: [],
    editingOpen: false,
    campaignOrganizationIds: [],
    invitedIds: [],
  };
}
