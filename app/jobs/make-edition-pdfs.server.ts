import type { Jobs } from "~/domain/add-job.server";
import { readEditionToPrint } from "~/domain/letters/read-edition-to-print.server";
import { clampColumns } from "~/domain/letters/signatory-list";
import { storeEditionPdf } from "~/domain/letters/store-edition-pdf.server";
import { toBlocks } from "~/domain/letters/text/blocks";
import { normalizeDoc } from "~/domain/letters/text/normalize";
import { env } from "~/env.server";
import { renderEdition } from "~/exports/edition-pdf.server";
import { isLocale } from "~/i18n/locales";
import { log } from "~/log.server";

/** Sets the PDFs of an edition, one for each language; those that exist are left alone. */
export async function makeEditionPdfs({ editionId }: Jobs["make_edition_pdfs"]): Promise<void> {
  for (const part of await readEditionToPrint(editionId)) {
    if (part.printed) continue;
    const { pdf, pages, missing } = await renderEdition({
      // Words around the text are in its language where the interface has it, else in English.
      locale: isLocale(part.locale) ? part.locale : "en",
      textLocale: part.locale,
      pageSize: "letter",
      coalition: part.coalition,
      letterId: part.letterId,
      edition: part.number,
      createdAt: part.createdAt,
      frozenAt: part.frozenAt,
      timeZone: part.zone,
      sha256: part.sha256,
      verifyUrl: `${env().origin}/verify`,
      dateLine: part.dateLine,
      subject: part.subject,
      recipients: part.recipients,
      blocks: toBlocks(normalizeDoc(part.doc)),
      signatories: part.signatories,
      leadsFirst: part.leadsFirst,
      columns: clampColumns(part.columns),
      showCountries: true,
    });
    if (missing.length > 0)
      log.warn({ event: "edition.missing_glyphs", count: missing.length }, "An edition has characters without a font");
    await storeEditionPdf({ editionId, locale: part.locale, pdf, pages });
  }
}
