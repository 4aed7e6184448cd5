import { and, asc, eq, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { campaigns, coalitions, letterDecisions, letterLeads, organizations, signatures } from "~db/schema";
import type { Member } from "../member";
import { actsForAbsentLead, can } from "../permissions";
import { canTransition, hasBoard, isFrozen, type LetterStatus, showsBoard } from "./letter";
import { listLanguages, listRecipients } from "./load-language.server";
import { loadLetter } from "./load-letter.server";
import type { OwnStanding } from "./own-answer";
import { newestEdition } from "./read-edition.server";
import { readOwnAnswers } from "./read-own-answers.server";
import { isLateRequest, readFrozenTexts } from "./sign-on.server";

export type LetterLanguageView = {
  id: string;
  locale: string;
  subject: string;
  dateLine: string;
  state: "draft" | "ready" | "left_out";
  /** The text of reference. */
  authoritative: boolean;
  /** The frozen version, once there is one. */
  frozen: { number: number; sha256: string; words: number; at: string } | null;
};

export type LetterLeadView = {
  id: string;
  name: string;
  locale: string;
  kind: "lead" | "co_lead";
  consentedAt: string | null;
};

/** What every page of one letter needs: the bar, the rail, the paper's head, and what the reader may do. */
export type LetterPage = {
  letterId: string;
  title: string;
  /** Language of the title. */
  locale: string;
  status: LetterStatus;
  ask: string;
  campaign: { id: string; name: string; locale: string };
  coalition: { name: string; locale: string; dye: string; motto: string };
  languages: LetterLanguageView[];
  leads: LetterLeadView[];
  recipients: { id: string; kind: "to" | "cc"; name: string; office: string; address: string }[];
  editing: { open: boolean; coLeadsConsent: boolean };
  /** When each stage began or ends, as far as it is known; ISO 8601. */
  dates: {
    createdAt: string;
    reviewFrom: string | null;
    reviewUntil: string | null;
    frozenAt: string | null;
    openedAt: string | null;
    deadline: string | null;
    closedAt: string | null;
    finalizedAt: string | null;
    deliveredAt: string | null;
    followUpAt: string | null;
    cancelledAt: string | null;
  };
  deadlineZone: string | null;
  reason: string;
  signed: number;
  /** Organizations asked; before the opening those of the campaign. */
  total: number;
  can: {
    editText: boolean;
    comment: boolean;
    saveVersion: boolean;
    editDetails: boolean;
    addLanguage: boolean;
    sendToReview: boolean;
    returnToDraft: boolean;
    consent: boolean;
    freeze: boolean;
    unfreeze: boolean;
    open: boolean;
    seeBoard: boolean;
    cancel: boolean;
    archive: boolean;
    /** The organization that the member speaks for may still sign. */
    sign: boolean;
    /** How many have not answered, and what the desk hears of. */
    seeAnswerCounts: boolean;
    /** The list of signatories has a page, and it is the member's to look through. */
    seeList: boolean;
    reviewList: boolean;
    recordDelivery: boolean;
  };
  /** Whoever decides here does it instead of the lead, and must say why. */
  leadAbsent: boolean;
  /** The organization that the member speaks for. */
  organization: { id: string; name: string } | null;
  /** The member's organizations that were asked to sign. */
  own: OwnStanding[];
  /** The newest edition, for those who may see editions; null before the first one. */
  edition: number | null;
  /** Organizations that asked for a place and can be let into the next edition; 0 for those who are not its leads. */
  lateRequests: number;
};

export async function readLetterPage(member: Member, letterId: string): Promise<LetterPage> {
  const { letter, thing } = await loadLetter(member, letterId);
  const frozenNow = isFrozen(letter.status) || letter.status === "cancelled";
  const [campaign, coalition, languages, leads, to, count, reviews, frozen, own, speaksFor, edition, [late]] =
    await Promise.all([
      db.select().from(campaigns).where(eq(campaigns.id, letter.campaignId)),
      db.select().from(coalitions).where(eq(coalitions.id, letter.coalitionId)),
      listLanguages(letter),
      db
        .select({ lead: letterLeads, name: organizations.name, locale: organizations.nameLocale })
        .from(letterLeads)
        .innerJoin(organizations, eq(organizations.id, letterLeads.organizationId))
        .where(eq(letterLeads.letterId, letter.id))
        .orderBy(sql`${letterLeads.kind} desc`, asc(organizations.name)),
      listRecipients(letter.id),
      db
        .select({
          signed: sql<number>`count(*) filter (where ${signatures.state} = 'confirmed')::int`,
          total: sql<number>`count(*)::int`,
        })
        .from(signatures)
        .where(eq(signatures.letterId, letter.id)),
      db
        .select({ at: letterDecisions.createdAt })
        .from(letterDecisions)
        .where(sql`${letterDecisions.letterId} = ${letter.id} and ${letterDecisions.kind} = 'send_to_review'`)
        .orderBy(sql`${letterDecisions.createdAt} desc`)
        .limit(1),
      frozenNow ? readFrozenTexts(letter, db) : [],
      readOwnAnswers(member, letter),
      member.actingForId
        ? db
            .select({ id: organizations.id, name: organizations.name })
            .from(organizations)
            .where(eq(organizations.id, member.actingForId))
        : [],
      can(member, "letter.see_editions", thing) ? newestEdition(letter.id) : null,
      can(member, "letter.see_answers", thing) && canTransition(letter.status, "next_edition")
        ? db
            .select({ n: sql<number>`count(*)::int` })
            .from(signatures)
            .where(and(eq(signatures.letterId, letter.id), isLateRequest))
        : [],
    ]);
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  const may = (permission: Parameters<typeof can>[1], step: Parameters<typeof canTransition>[1]) =>
    can(member, permission as "letter.read", thing) && canTransition(letter.status, step);
  const speaksAs = own.find((o) => o.organizationId === member.actingForId);
  return {
    letterId: letter.id,
    title: letter.title,
    locale: letter.authoritativeLocale,
    status: letter.status,
    ask: letter.ask,
    campaign: { id: letter.campaignId, name: campaign[0]?.name ?? "", locale: campaign[0]?.nameLocale ?? "en" },
    coalition: {
      name: coalition[0]?.name ?? "",
      locale: coalition[0]?.nameLocale ?? "en",
      dye: coalition[0]?.dye ?? "grana",
      motto: coalition[0]?.motto ?? "",
    },
    languages: languages.map((l) => {
      const version = frozen.find((f) => f.languageVersionId === l.id);
      return {
        id: l.id,
        locale: l.locale,
        subject: l.subject,
        dateLine: l.dateLine,
        state: l.state,
        authoritative: l.locale === letter.authoritativeLocale,
        frozen: version
          ? {
              number: version.number,
              sha256: version.sha256,
              words: version.words,
              at: version.createdAt.toISOString(),
            }
          : null,
      };
    }),
    leads: leads.map(({ lead, name, locale }) => ({
      id: lead.organizationId,
      name,
      locale,
      kind: lead.kind,
      consentedAt: iso(lead.consentedAt),
    })),
    recipients: to.map(({ id, kind, name, office, address }) => ({ id, kind, name, office, address })),
    editing: { open: letter.editingOpen, coLeadsConsent: letter.coLeadsConsent },
    dates: {
      createdAt: letter.createdAt.toISOString(),
      reviewFrom: iso(reviews[0]?.at ?? null),
      reviewUntil: iso(letter.reviewUntil),
      frozenAt: iso(letter.frozenAt),
      openedAt: iso(letter.openedAt),
      deadline: iso(letter.hardDeadline),
      closedAt: iso(letter.closedAt),
      finalizedAt: iso(letter.finalizedAt),
      deliveredAt: iso(letter.deliveredAt),
      followUpAt: iso(letter.followUpAt),
      cancelledAt: iso(letter.cancelledAt),
    },
    deadlineZone: letter.deadlineZone,
    reason: letter.reason,
    signed: count[0]?.signed ?? 0,
    total: count[0]?.total || thing.campaignOrganizationIds.length,
    can: {
      editText: may("letter.edit_text", "edit_text"),
      comment: may("letter.comment", "comment"),
      saveVersion: may("letter.save_version", "edit_text"),
      editDetails: may("letter.edit_details", "edit_details"),
      addLanguage: may("letter.edit_text", "edit_details"),
      sendToReview: may("letter.send_to_review", "send_to_review"),
      returnToDraft: may("letter.send_to_review", "return_to_draft"),
      consent: may("letter.consent_to_freeze", "consent_to_freeze") && letter.coLeadsConsent,
      freeze: may("letter.freeze", "freeze"),
      unfreeze: may("letter.unfreeze", "unfreeze"),
      open: may("letter.open", "open"),
      seeBoard: showsBoard(letter) && can(member, "letter.see_board", thing),
      cancel: may("letter.cancel", "cancel"),
      archive: may("letter.archive", "archive"),
      sign: speaksAs?.step === "sign" || speaksAs?.step === "decide",
      seeAnswerCounts: can(member, "letter.see_answer_counts", thing),
      seeList: hasBoard(letter.status) && letter.status !== "open" && can(member, "letter.review_list", thing),
      reviewList: may("letter.review_list", "review_list"),
      recordDelivery: may("letter.record_delivery", "record_delivery"),
    },
    leadAbsent: actsForAbsentLead(member, thing),
    organization: speaksFor[0] ?? null,
    own,
    edition,
    lateRequests: late?.n ?? 0,
  };
}

/** Organizations invited to edit the draft, the leads' own left out. @throws not_found */
export async function readLetterEditors(member: Member, letterId: string): Promise<string[]> {
  const { thing } = await loadLetter(member, letterId);
  return [...thing.editorIds];
}
