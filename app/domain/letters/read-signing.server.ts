import { and, asc, eq } from "drizzle-orm";
import { db } from "~db/client.server";
import { organizations, people, posts, signatureApprovals, signatures } from "~db/schema";
import { notFound } from "../errors";
import { type Member, roleIn } from "../member";
import { can } from "../permissions";
import type { BoardLetter } from "./board";
import { canTransition, showsBoard } from "./letter";
import { clock, loadLetter } from "./load-letter.server";
import { readBoardLetter } from "./read-board.server";
import { readFrozenTexts } from "./sign-on.server";
import {
  approvalsNeeded,
  canStep,
  counts,
  isSigningOpen,
  isUndecided,
  type SignatureState,
  type SignOffRule,
  takesLateRequests,
  takesWithdrawals,
} from "./signature";
import { normalizeDoc } from "./text/normalize";
import type { LetterDoc } from "./text/schema";

/** The page on which an organization reads and decides. */
export type Signing = {
  letter: BoardLetter & { meaning: string };
  /** The text in the chosen language. */
  text: {
    locale: string;
    subject: string;
    dateLine: string;
    recipients: { kind: "to" | "cc"; name: string; office: string; address: string }[];
    doc: LetterDoc;
    number: number;
    sha256: string;
  };
  organization: { id: string; name: string; nameLocale: string; rule: SignOffRule; needed: number };
  /** Other organizations of the reader's that were invited to this letter. */
  others: { id: string; name: string }[];
  signature: {
    state: SignatureState;
    requestedBy: string;
    requestNote: string;
    confirmedBy: string;
    confirmedAt: string | null;
    listedName: string;
    listedPerson: string;
    sha256: string;
    lateAdmitted: boolean;
  };
  /** Signatories who have confirmed, where two must. */
  approvedBy: string[];
  /** What the reader would be listed as: name and title of the post. */
  suggestedPerson: string;
  open: boolean;
  can: {
    consider: boolean;
    request: boolean;
    requestLate: boolean;
    confirm: boolean;
    /** A signatory who has confirmed and waits for the second. */
    waitsForSecond: boolean;
    decline: boolean;
    reopen: boolean;
    withdraw: boolean;
    /** How the name and the person stand in the list, until it is composed. */
    correctListing: boolean;
  };
};

/**
 * @param organizationId one of the reader's; absent = the one they act for, else the first that was invited
 * @param locale language to read; absent = the reader's, else the text of reference
 * @throws not_found: no such letter, or none of the reader's organizations was invited
 */
export async function readSigning(
  member: Member,
  letterId: string,
  organizationId?: string,
  locale?: string,
): Promise<Signing> {
  const loaded = await loadLetter(member, letterId);
  const { letter, thing } = loaded;
  if (!showsBoard(letter)) throw notFound();
  const rows = await db
    .select({ signature: signatures, organization: organizations })
    .from(signatures)
    .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
    .where(eq(signatures.letterId, letter.id))
    .orderBy(asc(organizations.name));
  const mine = rows.filter((r) => roleIn(member, r.organization.id) !== null);
  const row = organizationId
    ? mine.find((r) => r.organization.id === organizationId)
    : (mine.find((r) => r.organization.id === member.actingForId) ?? mine[0]);
  if (!row) throw notFound();
  const { signature, organization } = row;
  const [texts, at, approvals, [post], names] = await Promise.all([
    readFrozenTexts(letter, db),
    clock(db),
    db
      .select({ personId: signatureApprovals.personId, name: people.name })
      .from(signatureApprovals)
      .innerJoin(people, eq(people.id, signatureApprovals.personId))
      .where(eq(signatureApprovals.signatureId, signature.id)),
    db
      .select({ title: posts.title })
      .from(posts)
      .where(and(eq(posts.organizationId, organization.id), eq(posts.personId, member.personId))),
    namesOf([signature.requestedBy, signature.confirmedBy]),
  ]);
  const text = texts.find((t) => t.locale === locale) ?? texts.find((t) => t.locale === member.locale) ?? texts[0];
  if (!text) throw notFound();
  const subject = { organizationId: organization.id, letter: thing };
  const open = isSigningOpen({ ...letter, at, lateAdmitted: signature.lateAdmittedAt !== null });
  const approvedBefore = approvals.some((a) => a.personId === member.personId);
  const inside = can(member, "signature.see_inside", subject);
  return {
    letter: { ...(await readBoardLetter(loaded)), meaning: letter.meaning },
    text: {
      locale: text.locale,
      subject: text.subject,
      dateLine: text.dateLine,
      recipients: text.recipients,
      doc: normalizeDoc(text.doc),
      number: text.number,
      sha256: text.sha256,
    },
    organization: {
      id: organization.id,
      name: organization.name,
      nameLocale: organization.nameLocale,
      rule: organization.signOffRule,
      needed: approvalsNeeded(organization.signOffRule),
    },
    others: mine.filter((r) => r !== row).map((r) => ({ id: r.organization.id, name: r.organization.name })),
    signature: {
      state: signature.state,
      requestedBy: inside ? (names.get(signature.requestedBy ?? "") ?? "") : "",
      requestNote: inside ? signature.requestNote : "",
      confirmedBy: names.get(signature.confirmedBy ?? "") ?? "",
      confirmedAt: signature.confirmedAt?.toISOString() ?? null,
      listedName: signature.listedName || organization.name,
      listedPerson: signature.listedPerson,
      sha256: signature.sha256 ?? "",
      lateAdmitted: signature.lateAdmittedAt !== null,
    },
    approvedBy: inside ? approvals.map((a) => a.name) : [],
    suggestedPerson: [member.name, post?.title].filter(Boolean).join(", "),
    open,
    can: {
      consider: open && canStep(signature.state, "consider") && can(member, "signature.consider", subject),
      request: open && canStep(signature.state, "request") && can(member, "signature.request", subject),
      requestLate:
        !open &&
        takesLateRequests(letter.status) &&
        canStep(signature.state, "request_late") &&
        can(member, "signature.request", subject),
      confirm:
        open && canStep(signature.state, "confirm") && !approvedBefore && can(member, "signature.confirm", subject),
      waitsForSecond:
        open && isUndecided(signature.state) && approvedBefore && can(member, "signature.confirm", subject),
      decline: open && canStep(signature.state, "decline") && can(member, "signature.decline", subject),
      reopen:
        letter.status === "open" &&
        open &&
        canStep(signature.state, "reopen") &&
        can(member, "signature.decline", subject),
      withdraw:
        takesWithdrawals(letter.status) &&
        canStep(signature.state, "withdraw") &&
        can(member, "signature.withdraw", subject),
      correctListing:
        canTransition(letter.status, "correct_listing") &&
        counts(signature.state) &&
        can(member, "signature.confirm", subject),
    },
  };
}

async function namesOf(ids: (string | null)[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(ids)) {
    if (!id) continue;
    const [person] = await db.select({ name: people.name }).from(people).where(eq(people.id, id));
    if (person) names.set(id, person.name);
  }
  return names;
}
