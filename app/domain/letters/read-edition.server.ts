import { and, asc, desc, eq, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { editions, editionTexts, people } from "~db/schema";
import type { EditionSignatory } from "~db/schema/editions";
import { notFound } from "../errors";
import type { Member } from "../member";
import { can, requireCan } from "../permissions";
import type { BoardLetter } from "./board";
import { loadLetter } from "./load-letter.server";
import { readBoardLetter } from "./read-board.server";

export type EditionText = {
  locale: string;
  sha256: string;
  /** Null while the job has not made the PDF. */
  pdf: { bytes: number; pages: number; sha256: string } | null;
};

export type EditionPage = {
  letter: BoardLetter;
  number: number;
  count: number;
  createdAt: string;
  by: string;
  signatories: Pick<EditionSignatory, "organizationId" | "name" | "country" | "lead" | "capacity" | "person">[];
  texts: EditionText[];
  /** All editions of the letter, to go from one to another. */
  numbers: number[];
  can: { deliver: boolean; publish: boolean };
};

/** An edition as whoever reads the letter may see it. @throws not_found */
export async function readEdition(member: Member, letterId: string, number: number): Promise<EditionPage> {
  const loaded = await loadLetter(member, letterId);
  const { letter, thing } = loaded;
  requireCan(member, "letter.see_editions", thing);
  const [found] = await db
    .select({ edition: editions, by: people.name })
    .from(editions)
    .leftJoin(people, eq(people.id, editions.createdBy))
    .where(and(eq(editions.letterId, letter.id), eq(editions.number, Number.isInteger(number) ? number : 0)));
  if (!found) throw notFound();
  const [texts, all] = await Promise.all([
    readEditionTexts(found.edition.id, letter.authoritativeLocale),
    db
      .select({ number: editions.number })
      .from(editions)
      .where(eq(editions.letterId, letter.id))
      .orderBy(asc(editions.number)),
  ]);
  return {
    letter: await readBoardLetter(loaded),
    number: found.edition.number,
    count: found.edition.count,
    createdAt: found.edition.createdAt.toISOString(),
    by: found.by ?? "",
    signatories: found.edition.signatories.map(({ organizationId, name, country, lead, capacity, person }) => ({
      organizationId,
      name,
      country,
      lead,
      capacity,
      person,
    })),
    texts,
    numbers: all.map((e) => e.number),
    can: { deliver: can(member, "letter.record_delivery", thing), publish: can(member, "letter.publish", thing) },
  };
}

/** Number of the newest edition. @throws not_found, also before the first one */
export async function readNewestEdition(member: Member, letterId: string): Promise<number> {
  const { letter, thing } = await loadLetter(member, letterId);
  requireCan(member, "letter.see_editions", thing);
  const number = await newestEdition(letter.id);
  if (number === null) throw notFound();
  return number;
}

/** Number of a letter's newest edition; null before the first one. */
export async function newestEdition(letterId: string): Promise<number | null> {
  const [row] = await db
    .select({ number: editions.number })
    .from(editions)
    .where(eq(editions.letterId, letterId))
    .orderBy(desc(editions.number))
    .limit(1);
  return row?.number ?? null;
}

/** The languages of an edition with the size of their PDFs, the text of reference first. */
export async function readEditionTexts(editionId: string, authoritative: string): Promise<EditionText[]> {
  const rows = await db
    .select({
      locale: editionTexts.locale,
      sha256: editionTexts.sha256,
      bytes: sql<number | null>`octet_length(${editionTexts.pdf})`,
      pages: editionTexts.pages,
      pdfSha256: editionTexts.pdfSha256,
    })
    .from(editionTexts)
    .where(eq(editionTexts.editionId, editionId))
    .orderBy(asc(editionTexts.locale));
  return rows
    .map((r) => ({
      locale: r.locale,
      sha256: r.sha256,
      pdf: r.pdfSha256 ? { bytes: r.bytes ?? 0, pages: r.pages ?? 0, sha256: r.pdfSha256 } : null,
    }))
    .sort((a, b) => Number(b.locale === authoritative) - Number(a.locale === authoritative));
}

/** The PDF of one language of an edition. @throws not_found, also while it is not made */
export async function readEditionPdf(
  member: Member,
  letterId: string,
  number: number,
  locale: string,
): Promise<{ pdf: Uint8Array; sha256: string; title: string; number: number }> {
  const { letter, thing } = await loadLetter(member, letterId);
  requireCan(member, "letter.see_editions", thing);
  const [row] = await db
    .select({ pdf: editionTexts.pdf, sha256: editionTexts.pdfSha256 })
    .from(editionTexts)
    .innerJoin(editions, eq(editions.id, editionTexts.editionId))
    .where(
      and(
        eq(editions.letterId, letter.id),
        eq(editions.number, Number.isInteger(number) ? number : 0),
        eq(editionTexts.locale, locale),
      ),
    );
  if (!row?.pdf || !row.sha256) throw notFound();
  return { pdf: row.pdf, sha256: row.sha256, title: letter.title, number };
}
