import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { db } from "~db/client.server";
import { coalitionOrganizations, editions, organizations, people, signatures } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { actsForAbsentLead, can, requireCan } from "../permissions";
import type { BoardLetter } from "./board";
import { canTransition, hasBoard } from "./letter";
import { loadLetter } from "./load-letter.server";
import { readBoardLetter } from "./read-board.server";
import { composeList, type ListSettings, listFingerprint, readSignatories } from "./read-signatories.server";
import { clampColumns } from "./signatory-list";

export type ListEntry = {
  signatureId: string;
  organizationId: string;
  name: string;
  /** Its own name, when it is listed under another. */
  registeredAs: string | null;
  /** It belongs to the coalition no more: whether its name stays is decided knowingly. */
  left: boolean;
  person: string;
  country: string;
  place: string;
  lead: "lead" | "co_lead" | null;
};
export type ListPage = {
  letter: BoardLetter;
  settings: ListSettings;
  entries: ListEntry[];
  count: number;
  individuals: number;
  fingerprint: string;
  reviewed: { at: string; by: string } | null;
  editions: { number: number; count: number; createdAt: string; by: string }[];
  /** What an edition made now would change against the last one. */
  changes: { added: string[]; removed: string[] } | null;
  /** Asked after the closing: for the leads. */
  lateRequests: { organizationId: string; name: string; note: string; admitted: boolean }[] | null;
  needsReason: boolean;
  can: { review: boolean; finalize: boolean; nextEdition: boolean; admitLate: boolean };
};

/**
 * The list of signatories by the letter's settings, or by those that are being tried.
 * @throws not_found before the closing; not_allowed for those who do not decide about the letter
 */
export async function readList(member: Member, letterId: string, tried?: Partial<ListSettings>): Promise<ListPage> {
  const loaded = await loadLetter(member, letterId);
  const { letter, thing } = loaded;
  requireCan(member, "letter.review_list", thing);
  if (!hasBoard(letter.status) || letter.status === "open") throw notFound();
  const settings = {
    leadsFirst: tried?.leadsFirst ?? letter.leadsFirst,
    ignoreArticles: tried?.ignoreArticles ?? letter.ignoreArticles,
    listColumns: clampColumns(tried?.listColumns ?? letter.listColumns),
  };
  const [rows, present, made, [reviewer], late] = await Promise.all([
    readSignatories(letter.id),
    db
      .select({ id: coalitionOrganizations.organizationId })
      .from(coalitionOrganizations)
      .where(and(eq(coalitionOrganizations.coalitionId, letter.coalitionId), isNull(coalitionOrganizations.leftAt))),
    db
      .select({ edition: editions, by: people.name })
      .from(editions)
      .leftJoin(people, eq(people.id, editions.createdBy))
      .where(eq(editions.letterId, letter.id))
      .orderBy(desc(editions.number)),
    db
      .select({ name: people.name })
      .from(people)
      .where(eq(people.id, letter.listReviewedBy ?? "")),
    db
      .select({ signature: signatures, name: organizations.name })
      .from(signatures)
      .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
      .where(and(eq(signatures.letterId, letter.id), eq(signatures.state, "pending_approval")))
      .orderBy(asc(signatures.requestedAt)),
  ]);
  const list = composeList({ ...letter, ...settings }, rows);
  const partners = new Set(present.map((o) => o.id));
  const last = made[0]?.edition.signatories;
  const before = new Set(last?.map((s) => s.signatureId));
  const now = new Set(list.entries.map((s) => s.signatureId));
  return {
    letter: await readBoardLetter(loaded),
    settings,
    entries: list.entries.map(({ signatureId, organizationId, name, registeredAs, person, country, place, lead }) => ({
      signatureId,
      organizationId,
      name,
      registeredAs,
      left: !partners.has(organizationId),
      person,
      country,
      place,
      lead,
    })),
    count: list.count,
    individuals: list.individualCount,
    fingerprint: listFingerprint(list),
    reviewed: letter.listReviewedAt ? { at: letter.listReviewedAt.toISOString(), by: reviewer?.name ?? "" } : null,
    editions: made.map(({ edition, by }) => ({
      number: edition.number,
      count: edition.count,
      createdAt: edition.createdAt.toISOString(),
      by: by ?? "",
    })),
    changes: last
      ? {
          added: list.entries.filter((s) => !before.has(s.signatureId)).map((s) => s.name),
          removed: last.filter((s) => !now.has(s.signatureId)).map((s) => s.name),
        }
      : null,
    lateRequests: can(member, "letter.see_answers", thing)
      ? late.map(({ signature, name }) => ({
          organizationId: signature.organizationId,
          name,
          note: signature.requestNote,
          admitted: signature.lateAdmittedAt !== null,
        }))
      : null,
    needsReason: actsForAbsentLead(member, thing),
    can: {
      review: canTransition(letter.status, "review_list"),
      finalize: canTransition(letter.status, "finalize") && can(member, "letter.finalize", thing),
      nextEdition: canTransition(letter.status, "next_edition") && can(member, "letter.finalize", thing),
      admitLate: canTransition(letter.status, "next_edition") && can(member, "letter.finalize", thing),
    },
  };
}
