import type { TextBlock } from "~/domain/letters/text/blocks";
import type { EditionData, PrintedSignatory } from "~/exports/edition-pdf.server";

/** A paragraph of plain text, or of runs: `["Plain, ", { bold: "then bold" }]`. */
export function paragraph(text: string, more: Partial<TextBlock> = {}): TextBlock {
  return {
    type: "paragraph",
    level: 0,
    quote: 0,
    depth: 0,
    marker: null,
    number: null,
    blockId: null,
    runs: [{ text, bold: false, italic: false, href: null }],
    ...more,
  };
}

export const organization = (name: string, more: Partial<PrintedSignatory> = {}): PrintedSignatory => ({
  name,
  country: "",
  lead: null,
  capacity: "organization",
  ...more,
});

/** An edition whose parts a test replaces. */
export function editionData(more: Partial<EditionData> = {}): EditionData {
  return {
    locale: "en",
    textLocale: "en",
    pageSize: "letter",
    coalition: {
      name: "Mesa Hemisférica de Derechos",
      nameLocale: "es",
      motto: "Hemispheric Table for Human Rights · Mesa Hemisférica de Direitos · Tab Emisferik pou Dwa Moun",
      dye: "grana",
    },
    letterId: "rivers",
    edition: 1,
    createdAt: new Date("2026-03-24T14:05:00Z"),
    frozenAt: new Date("2026-03-02T20:00:00Z"),
    timeZone: "America/New_York",
    sha256: "7f3a91c204be77d1".repeat(4),
    verifyUrl: "https://mesa.example/verify/rivers",
    dateLine: "March 24, 2026",
    subject: "Protection of land and water defenders in the Fiscal Year 2027 bill",
    recipients: [
      {
        kind: "to",
        name: "The Honorable Chair and Ranking Member",
        office: "Subcommittee on National Security, Department of State, and Related Programs",
        address: "United States House of Representatives\nWashington, DC 20515",
      },
    ],
    blocks: [
      paragraph("Dear Chair and Ranking Member:"),
      paragraph("We write for those who defend the rivers."),
      paragraph("Respectfully,"),
    ],
    signatories: [
      organization("Casa Ceiba", { country: "MX", lead: "lead" }),
      organization("Rezo Avoka Sid", { country: "HT" }),
    ],
    leadsFirst: true,
    columns: 2,
    showCountries: true,
    ...more,
  };
}
