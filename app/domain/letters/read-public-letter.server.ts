import { and, desc, eq } from "drizzle-orm";
import { db } from "~db/client.server";
import { campaigns, coalitions, editions, editionTexts, letters, textVersions } from "~db/schema";
import { notFound } from "../errors";
import { type EditionText, readEditionTexts } from "./read-edition.server";
import { normalizeDoc } from "./text/normalize";
import type { LetterDoc } from "./text/schema";

/** A published letter as everybody may read it, in one language. Built from the frozen text and the newest edition only. */
export type PublicLetter = {
  letterId: string;
  slug: string;
  locale: string;
  authoritative: string;
  subject: string;
  dateLine: string;
  ask: string;
  recipients: { kind: "to" | "cc"; name: string; office: string; address: string }[];
  doc: LetterDoc;
  sha256: string;
  canonical: string;
  frozenAt: string;
  publishedAt: string;
  deliveredAt: string | null;
  zone: string;
  coalition: { name: string; nameLocale: string; dye: "grana" | "anil" | "nopal" | "barro" };
  leads: string[];
  edition: number;
  count: number;
  individuals: number;
  signatories: {
    name: string;
    country: string;
    lead: "lead" | "co_lead" | null;
    capacity: "organization" | "individual";
    person: string;
    locale: string;
  }[];
  texts: EditionText[];
};

/**
 * Nobody is asked who they are, so nothing is read unless the letter is public: private and embargoed letters are not there.
 * @param locale absent = the text of reference
 * @throws not_found
 */
export async function readPublicLetter(slug: string, locale?: string): Promise<PublicLetter> {
  const { letter, coalition, edition } = await loadPublic(slug);
  const wanted = locale ?? letter.authoritativeLocale;
  const [[text], texts, nameLocales] = await Promise.all([
    db
      .select({ text: textVersions })
      .from(editionTexts)
      .innerJoin(textVersions, eq(textVersions.id, editionTexts.textVersionId))
      .where(and(eq(editionTexts.editionId, edition.id), eq(editionTexts.locale, wanted))),
    readEditionTexts(edition.id, letter.authoritativeLocale),
    readNameLocales(edition.signatories.map((s) => s.organizationId)),
  ]);
  if (!text) throw notFound();
  return {
    letterId: letter.id,
    slug,
    locale: wanted,
    authoritative: letter.authoritativeLocale,
    subject: text.text.subject,
    dateLine: text.text.dateLine,
    // The ask is written once, in the language of reference.
    ask: wanted === letter.authoritativeLocale ? letter.ask : "",
    recipients: text.text.recipients,
    doc: normalizeDoc(text.text.doc),
    sha256: text.text.sha256,
    canonical: text.text.canonical,
    frozenAt: (letter.frozenAt ?? text.text.createdAt).toISOString(),
    publishedAt: (letter.publishedAt ?? edition.createdAt).toISOString(),
    deliveredAt: letter.deliveredAt?.toISOString() ?? null,
    zone: letter.deadlineZone ?? "America/New_York",
    coalition,
    leads: edition.signatories.filter((s) => s.lead).map((s) => s.name),
    edition: edition.number,
    count: edition.count,
    individuals: edition.signatories.filter((s) => s.capacity === "individual").length,
    signatories: edition.signatories.map((s) => ({
      name: s.name,
      country: s.country,
      lead: s.lead,
      capacity: s.capacity,
      person: s.capacity === "individual" ? s.person : "",
      locale: nameLocales.get(s.organizationId) ?? "",
    })),
    texts,
  };
}

/** The PDF of a published letter. @throws not_found */
export async function readPublicPdf(
  slug: string,
  locale: string,
): Promise<{ pdf: Uint8Array; sha256: string; title: string }> {
  const { letter, edition } = await loadPublic(slug);
  const [row] = await db
    .select({ pdf: editionTexts.pdf, sha256: editionTexts.pdfSha256 })
    .from(editionTexts)
    .where(and(eq(editionTexts.editionId, edition.id), eq(editionTexts.locale, locale)));
  if (!row?.pdf || !row.sha256) throw notFound();
  return { pdf: row.pdf, sha256: row.sha256, title: letter.title };
}

async function loadPublic(slug: string) {
  const [found] = await db
    .select({
      letter: letters,
      coalition: { name: coalitions.name, nameLocale: coalitions.nameLocale, dye: coalitions.dye },
    })
    .from(letters)
    .innerJoin(campaigns, eq(campaigns.id, letters.campaignId))
    .innerJoin(coalitions, eq(coalitions.id, campaigns.coalitionId))
    .where(and(eq(letters.publicSlug, slug), eq(letters.publication, "public")));
  if (!found) throw notFound();
  const [edition] = await db
    .select()
    .from(editions)
    .where(eq(editions.letterId, found.letter.id))
    .orderBy(desc(editions.number))
    .limit(1);
  if (!edition) throw notFound();
  return { ...found, edition };
}

async function readNameLocales(ids: string[]): Promise<Map<string, string>> {
  const wanted = new Set(ids);
  if (wanted.size === 0) return new Map();
  const rows = await db.query.organizations.findMany({
    columns: { id: true, nameLocale: true },
    where: (o, { inArray }) => inArray(o.id, [...wanted]),
  });
  return new Map(rows.map((r) => [r.id, r.nameLocale]));
}
