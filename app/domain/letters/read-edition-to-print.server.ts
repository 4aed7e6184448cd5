import { eq } from "drizzle-orm";
import { db } from "~db/client.server";
import { coalitions, editions, editionTexts, letters, textVersions } from "~db/schema";
import type { EditionSignatory } from "~db/schema/editions";

/** One language of an edition with everything that its PDF is made of. Rows only: nothing is decided here. */
export type EditionToPrint = {
  locale: string;
  printed: boolean;
  letterId: string;
  number: number;
  createdAt: Date;
  frozenAt: Date;
  zone: string;
  sha256: string;
  subject: string;
  dateLine: string;
  recipients: { kind: "to" | "cc"; name: string; office: string; address: string }[];
  doc: Record<string, unknown>;
  signatories: EditionSignatory[];
  leadsFirst: boolean;
  columns: number;
  coalition: { name: string; nameLocale: string; motto: string; dye: "grana" | "anil" | "nopal" | "barro" };
};

/** The languages of an edition, for the job that makes its PDFs; it acts for nobody, so no member is asked. */
export async function readEditionToPrint(editionId: string): Promise<EditionToPrint[]> {
  const rows = await db
    .select({
      edition: editions,
      part: { locale: editionTexts.locale, pdfSha256: editionTexts.pdfSha256 },
      text: textVersions,
      letter: letters,
      coalition: coalitions,
    })
    .from(editionTexts)
    .innerJoin(editions, eq(editions.id, editionTexts.editionId))
    .innerJoin(textVersions, eq(textVersions.id, editionTexts.textVersionId))
    .innerJoin(letters, eq(letters.id, editions.letterId))
    .innerJoin(coalitions, eq(coalitions.id, letters.coalitionId))
    .where(eq(editionTexts.editionId, editionId));
  return rows.map(({ edition, part, text, letter, coalition }) => ({
    locale: part.locale,
    printed: part.pdfSha256 !== null,
    letterId: letter.id,
    number: edition.number,
    createdAt: edition.createdAt,
    frozenAt: letter.frozenAt ?? text.createdAt,
    zone: letter.deadlineZone ?? "America/New_York",
    sha256: text.sha256,
    subject: text.subject,
    dateLine: text.dateLine,
    recipients: text.recipients,
    doc: text.doc,
    signatories: edition.signatories,
    leadsFirst: edition.leadsFirst,
    columns: edition.listColumns,
    coalition,
  }));
}
