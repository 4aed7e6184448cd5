import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { composeSignatoryList } from "~/domain/letters/signatory-list";
import { toBlocks } from "~/domain/letters/text/blocks";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { editionPdf, renderEdition } from "~/exports/edition-pdf.server";
import { editionData, organization, paragraph } from "~tests/support/edition";
import { parseOrganizationLines } from "~tests/support/organization-lines";
import { pdfFonts, pdfInfo, pdfPages, pdfStructure, pdfWords } from "~tests/support/pdf-text";

/** Names in the languages of the coalition and beyond, with what standard PDF fonts corrupt. */
const hard = [
  "Comité Wideline Théodore",
  "Fundacja Łódź Bez Granic, ąęśżćń",
  "Juventud Garífuna del Litoral",
  "Florida Kreyòl Legal Project",
  "Consejo Maya K’iche’ y Q’eqchiʼ",
  "Asociación Ruk’u’x Ulew",
  "Òganizasyon Peyizan Latibonit",
  "Articulação Quilombola do Recôncavo",
  "Ελληνική Ένωση, Ελλάδα",
  "Мемориал Кириллица",
  "Mbya Guarani Ñe’ẽ g̃uahẽ",
  "Türkiye İnsan Hakları Derneği",
  "Trung tâm Nhân quyền Việt",
  "Refugio y Defensa – «Casa» ¡Ya! № 1",
  "Oficina affiliate fjord difícil",
];

const long = Array.from({ length: 40 }, (_, i) =>
  paragraph(
    `Paragraph ${i + 1}: the communities that defend the river have asked to be heard, and to be consulted, since the first survey began.`,
  ),
);

describe("the text of an edition, as another program reads it", () => {
  test("holds every name with every accent, in three, two and one columns", async () => {
    for (const columns of [1, 2, 3] as const) {
      const { pdf, missing } = await renderEdition(
        editionData({ columns, signatories: hard.map((n) => organization(n)) }),
      );
      const text = pdfPages(pdf).join(" ").normalize("NFC");
      expect(hard.filter((name) => !text.includes(name.normalize("NFC")))).toEqual([]);
      expect(text).toContain(`The undersigned ${hard.length} organizations`);
      expect(missing).toEqual([]);
    }
  });

  test("says the count that the list has, in the reader's language, and lists everybody once", async () => {
    const names = Array.from({ length: 112 }, (_, i) => `Organización ${i + 1000} del Río`);
    const pdf = await editionPdf(
      editionData({ locale: "es", textLocale: "es", columns: 3, signatories: names.map((n) => organization(n)) }),
    );
    const text = pdfPages(pdf).join(" ");
    expect(text).toContain("Las 112 organizaciones abajo firmantes");
    expect(text).toContain("112 organizaciones, un hilo por cada una");
    for (const name of names) expect(text.split(name)).toHaveLength(2);
    expect(text).toContain("Asunto: Protection");
  });

  test("proves itself on every page: edition, whole hash, where to check, which page of how many", async () => {
    const data = editionData({ edition: 3, blocks: long, signatories: hard.map((n) => organization(n)) });
    const pages = pdfPages(await editionPdf(data));
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach((page, index) => {
      expect(page).toContain("Edition 3 · Text frozen March 2, 2026 · verify at mesa.example/verify/rivers");
      expect(page).toContain(`sha256 ${data.sha256}`);
      expect(page).toContain(`${index + 1} of ${pages.length}`);
    });
  });

  test("stands in the order of a letter: head, date, address, subject, text, names, copies, check", async () => {
    const cc = {
      kind: "cc" as const,
      name: "Bureau of Hemispheric Affairs",
      office: "Department of State",
      address: "",
    };
    const text = pdfStructure(await editionPdf(editionData({ recipients: [...editionData().recipients, cc] })));
    const places = [
      "Mesa Hemisférica de Derechos",
      "March 24, 2026",
      "The Honorable Chair",
      "Re: Protection of land",
      "Dear Chair",
      "Respectfully,",
      "The undersigned 2 organizations",
      "Casa Ceiba",
      "Rezo Avoka Sid",
      "cc: Bureau of Hemispheric Affairs, Department of State",
      "https://mesa.example/verify/rivers",
    ].map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("marks who convened, and leaves countries out when told", async () => {
    const signatories = [
      organization("Casa Ceiba", { lead: "lead", country: "MX" }),
      organization("Río", { lead: "co_lead", country: "BR" }),
      organization("Aguas", { country: "HT" }),
      organization("Universidad del Sur", { capacity: "individual", person: "Ana Müller" }),
    ];
    const [with_, without] = await Promise.all(
      [true, false].map(async (showCountries) =>
        pdfPages(await editionPdf(editionData({ signatories, showCountries }))).join(" "),
      ),
    );
    expect(with_).toContain("Casa Ceiba lead organization · Mexico");
    expect(with_).toContain("Río co-lead organization · Brazil");
    expect(with_).toContain("Aguas Haiti");
    expect(with_).toContain("Ana Müller Universidad del Sur");
    expect(with_).toContain("The undersigned 3 organizations and 1 person in an individual capacity");
    expect(without).toContain("Casa Ceiba lead organization");
    expect(without).not.toMatch(/Mexico|Brazil|Haiti/);
  });

  test("is spelled with its formatting: headings, lists, quotations, bold, links", async () => {
    const run = { bold: false, italic: false, href: null };
    const blocks = [
      paragraph("What we ask", { type: "heading", level: 1 }),
      paragraph("first of two", { type: "item", depth: 1, marker: "1." }),
      paragraph("second of two", { type: "item", depth: 1, marker: "2." }),
      paragraph("inside the second", { type: "item", depth: 2, marker: "•" }),
      paragraph("a witness said", { quote: 1 }),
      paragraph("", {
        runs: [
          { ...run, text: "Half" },
          { ...run, text: "bold", bold: true },
          { ...run, text: " and the " },
          { ...run, text: "report", href: "https://example.org/r?a=1" },
          { ...run, text: "." },
        ],
      }),
    ];
    const pdf = await editionPdf(editionData({ blocks }));
    const tree = pdfStructure(pdf).replace(/\n\s*/g, " ");
    expect(tree).toContain('H2 (block) "What we ask"');
    expect(tree).toMatch(/L \(block\) LI \(block\) Lbl \(block\) "1\." LBody \(block\) P \(block\) "first of two"/);
    expect(tree).toMatch(/"second of two" L \(block\) LI \(block\) Lbl \(block\) "•" LBody/);
    expect(tree).toMatch(/BlockQuote (\(block\) )?P \(block\) "a witness said"/);
    expect(tree).toContain('"Halfbold and the " Link (inline) "report" Object');
    expect(pdf.toString("latin1")).toContain("https://example.org/r?a=1");
  });
});

describe("the pages of an edition", () => {
  test("cut no name, and keep everything inside the margins, for lists of every length", async () => {
    for (const [count, columns] of [
      [1, 1],
      [14, 2],
      [60, 2],
      [83, 3],
      [400, 2],
    ] as const) {
      const names = Array.from(
        { length: count },
        (_, i) => `Coordinadora ${i + 1000} de Mujeres Indígenas, Afrodescendientes y Campesinas del Litoral`,
      );
      const signatories = names.map((name, i) => organization(name, { country: i % 3 ? "CO" : "DO" }));
      const pdf = await editionPdf(editionData({ signatories, columns }));
      const pages = pdfPages(pdf);
      // Each whole on one page; wrapped lines follow each other there.
      const lost = names.filter((name) => pages.filter((page) => page.includes(name)).length !== 1);
      expect([count, lost]).toEqual([count, []]);
      const outside = pdfWords(pdf).filter(
        ({ left, right, bottom }) => left < 64 || right > 612 - 64 || bottom > 792 - 36,
      );
      expect([count, outside]).toEqual([count, []]);
    }
  });

  test("put a short list under the letter, a long one on pages of its own, and say where it is", async () => {
    const short = pdfPages(await editionPdf(editionData()));
    expect(short).toHaveLength(1);
    const many = Array.from({ length: 90 }, (_, i) => organization(`Mesa ${i}`));
    const one = pdfPages(await editionPdf(editionData({ signatories: many, columns: 3 })));
    expect(one).toHaveLength(2);
    expect(one[0]).toContain("The undersigned 90 organizations, listed on the following page");
    const more = pdfPages(await editionPdf(editionData({ signatories: many, columns: 1 })));
    expect(more.length).toBeGreaterThan(2);
    expect(more[0]).toContain("listed on the following pages");
    expect(more.filter((page) => page.includes("one thread for each"))).toEqual([more.at(-1)]);
  });

  test("follow the paper: US Letter or A4", async () => {
    expect(pdfInfo(await editionPdf(editionData()))).toMatch(/Page size: +612 x 792 pts \(letter\)/);
    expect(pdfInfo(await editionPdf(editionData({ pageSize: "a4" })))).toMatch(
      /Page size: +595\.\d+ x 841\.\d+ pts \(A4\)/,
    );
  });

  test("survive what nobody should write", async () => {
    const endless = "x".repeat(900);
    const data = editionData({
      subject: endless,
      dateLine: "",
      coalition: { name: endless, motto: "", dye: "barro" },
      recipients: Array.from({ length: 9 }, (_, i) => ({
        kind: i % 2 ? ("cc" as const) : ("to" as const),
        name: endless,
        office: "",
        address: "a\nb\nc",
      })),
      verifyUrl: `https://mesa.example/${"v".repeat(200)}`,
      blocks: [
        paragraph("\u202eevil\u0000\u0007 \u00ad text\n\n\nend"),
        paragraph("🌊 \u{10ffff}"),
        paragraph(endless),
      ],
      signatories: [organization(endless)],
    });
    const { pdf, missing } = await renderEdition(data);
    const text = pdfPages(pdf).join(" ");
    expect([text.includes("evil text"), text.includes("\u202e")]).toEqual([true, false]);
    // What cannot be drawn is told, so that somebody can look before the letter leaves.
    expect(missing).toEqual(["🌊", "\u{10ffff}"].sort());
    expect(pdfWords(pdf).filter(({ right }) => right > 612 - 64)).toEqual([]);
    const none = pdfPages(await editionPdf(editionData({ signatories: [] }))).join(" ");
    expect(none).toContain("No organization has signed");
    expect(pdfPages(await editionPdf(editionData({ blocks: [], recipients: [] })))).toHaveLength(1);
  });
});

describe("the file of an edition", () => {
  test("is the same bytes for the same data, and others for other data", async () => {
    const data = () => editionData({ blocks: long, signatories: hard.map((n) => organization(n)) });
    const hash = async (d: Parameters<typeof editionPdf>[0]) =>
      createHash("sha256")
        .update(await editionPdf(d))
        .digest("hex");
    const first = await hash(data());
    expect(await hash(data())).toBe(first);
    expect(await hash({ ...data(), edition: 2 })).not.toBe(first);
  });

  test("is tagged, titled, in its language, dated by the edition, with every font inside", async () => {
    const pdf = await editionPdf(editionData({ textLocale: "es", signatories: hard.map((n) => organization(n)) }));
    const info = pdfInfo(pdf);
    expect(info).toMatch(/Title: +Protection of land/);
    expect(info).toMatch(/Tagged: +yes/);
    expect(info).toMatch(/CreationDate: +Tue Mar 24 14:05:00 2026 UTC/);
    expect(pdf.toString("latin1")).toMatch(/\/Lang \(es\)/);
    const fonts = pdfFonts(pdf);
    expect(fonts.map(({ name }) => name.replace(/^[A-Z]+\+/, "")).sort()).toEqual(
      expect.arrayContaining([
        "AndadaPro-Regular",
        "AndadaPro-SemiBold",
        "Archivo-Regular",
        "ChivoMono-Regular",
        "NotoSerif-Regular",
      ]),
    );
    expect(fonts.filter(({ embedded, unicode }) => !embedded || !unicode)).toEqual([]);
  });
});

// Real letters, in a folder beside the checkout: read there, never copied here.
const folder = resolve("../shared/data/letters");
const read = (start: string, end: string) => {
  const name = existsSync(folder)
    ? readdirSync(folder).find((it) => it.startsWith(start) && it.endsWith(end))
    : undefined;
  return name ? readFileSync(resolve(folder, name), "utf8") : undefined;
};
const list = read("02_", ".txt");
const spanish = read("05_", "_es.txt");

describe.runIf(list && spanish)("a real letter in Spanish with a real list of 83", () => {
  test("holds every name, the right count and every word of the text", async () => {
    const names = parseOrganizationLines(list ?? "");
    const composed = composeSignatoryList(
      names.map((name, i) => organization(name, { lead: i === 0 ? "lead" : null })),
      { locale: "es", ignoreArticles: true, leadsFirst: true },
    );
    // The text before its list of signatories.
    const blocks = toBlocks(parsePlainText((spanish ?? "").slice(0, 6000)));
    const data = editionData({ locale: "es", textLocale: "es", columns: 3, signatories: composed.entries, blocks });
    const { pdf, missing } = await renderEdition(data);
    expect(missing).toEqual([]);
    const text = pdfPages(pdf).join(" ").normalize("NFC");
    expect(names).toHaveLength(83);
    expect(names.filter((name) => !text.includes(name.replace(/\s+/g, " ").normalize("NFC")))).toEqual([]);
    expect(text).toContain("Las 83 organizaciones abajo firmantes");
    const words = (it: string) => it.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
    const printed = new Set(words(text));
    const written = blocks.flatMap((block) => words(block.runs.map((run) => run.text).join("")));
    // Words that broke after a hyphen or slash are two words in both.
    expect(written.filter((word) => !printed.has(word))).toEqual([]);
    expect(written.length).toBeGreaterThan(300);
  });
});
