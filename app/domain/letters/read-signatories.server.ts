import { and, asc, eq } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";
import { letterLeads, organizations, signatures } from "~db/schema";
import type { EditionSignatory } from "~db/schema/editions";
import { registeredBeside } from "../organizations/organization";
import type { LetterRow } from "./load-letter.server";
import { composeSignatoryList, type SignatoryList } from "./signatory-list";
import { sha256Hex } from "./text/sha256.server";

export type SignatoryRow = EditionSignatory & {
  /** Language of the name where it is sure, for its article. */
  lang: string | null;
  place: string;
  /** The organization's own name, when it is listed under another. */
  registeredAs: string | null;
};

/** Confirmed signatures of a letter, in the order in which they came. */
export async function readSignatories(letterId: string, reader: Reader = db): Promise<SignatoryRow[]> {
  const rows = await reader
    .select({ signature: signatures, organization: organizations, lead: letterLeads.kind })
    .from(signatures)
    .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
    .leftJoin(
      letterLeads,
      and(eq(letterLeads.letterId, signatures.letterId), eq(letterLeads.organizationId, signatures.organizationId)),
    )
    .where(and(eq(signatures.letterId, letterId), eq(signatures.state, "confirmed")))
    .orderBy(asc(signatures.confirmedAt), asc(signatures.id));
  return rows.map(({ signature: s, organization: o, lead }) => ({
    signatureId: s.id,
    organizationId: o.id,
    name: s.listedName || o.name,
    person: s.listedPerson,
    country: o.country,
    lead,
    capacity: s.capacity,
    sha256: s.sha256 ?? "",
    // English is what is noted when nobody chose: "Le Réseau des Citoyens" noted as English still has its article.
    lang: o.nameLocale === "en" ? null : o.nameLocale,
    place: o.place,
    registeredAs: registeredBeside(s.listedName || o.name, o),
  }));
}

export type ListSettings = { leadsFirst: boolean; ignoreArticles: boolean; listColumns: number };

/** The list as it would be printed now, by the letter's settings or others. */
export function composeList(
  letter: Pick<LetterRow, "authoritativeLocale"> & ListSettings,
  rows: readonly SignatoryRow[],
): SignatoryList<SignatoryRow> {
  return composeSignatoryList(rows, {
    locale: letter.authoritativeLocale,
    ignoreArticles: letter.ignoreArticles,
    leadsFirst: letter.leadsFirst,
    columns: letter.listColumns,
  });
}

/**
 * Names one state of a list: who is on it, how they are written, in which order. Whoever says "I looked through it" says it
 * of one such state, and not of a list that changed meanwhile.
 */
export function listFingerprint(list: SignatoryList<SignatoryRow>): string {
  return sha256Hex(JSON.stringify(list.entries.map((e) => [e.signatureId, e.name, e.person]))).slice(0, 16);
}
