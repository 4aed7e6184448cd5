import { desc, eq } from "drizzle-orm";
import { db } from "~db/client.server";
import { people, textVersions } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { loadLanguage } from "./load-language.server";
import { loadLetter } from "./load-letter.server";
import { sameBody } from "./save-text-version.server";
import { type Comparison, compareTexts } from "./text/compare";
import { normalizeDoc } from "./text/normalize";
import type { LetterDoc } from "./text/schema";
import { readText } from "./text/stored-text.server";

export type VersionView = {
  id: string;
  number: number;
  kind: "saved" | "frozen";
  subject: string;
  note: string;
  by: string;
  /** ISO 8601. */
  at: string;
  words: number;
  sha256: string;
  /** Words added and removed since the version before. */
  added: number;
  removed: number;
  /** The number of an earlier version with the same text: this one was restored. */
  sameAs: number | null;
};

/**
 * The versions of one language, newest first.
 * @param limit only so many of the newest
 * @throws not_found
 */
export async function readVersions(
  member: Member,
  letterId: string,
  locale: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<VersionView[]> {
  const { letter } = await loadLetter(member, letterId);
  const language = await loadLanguage(letter.id, locale);
  const rows = await db
    .select({ version: textVersions, by: people.name })
    .from(textVersions)
    .leftJoin(people, eq(people.id, textVersions.createdBy))
    .where(eq(textVersions.languageVersionId, language.id))
    .orderBy(desc(textVersions.number));
  return rows.slice(0, limit).map(({ version, by }, i) => {
    const before = rows[i + 1]?.version;
    const doc = normalizeDoc(version.doc);
    const changes = before && before.sha256 !== version.sha256 ? compareTexts(normalizeDoc(before.doc), doc) : null;
    const earlier = rows.slice(i + 2).find((r) => sameBody(r.version.doc, version.doc));
    return {
      id: version.id,
      number: version.number,
      kind: version.kind,
      subject: version.subject,
      note: version.note,
      by: by ?? "",
      at: version.createdAt.toISOString(),
      words: version.words,
      sha256: version.sha256,
      added: changes?.wordsAdded ?? 0,
      removed: changes?.wordsRemoved ?? 0,
      sameAs: earlier?.version.number ?? null,
    };
  });
}

/** A side of a comparison: a version by its number, or `now` for the text as it stands. */
export type ComparedSide = number | "now";

export type VersionComparison = {
  version: { number: ComparedSide; subject: string; doc: LetterDoc; sha256: string | null; canonical: string | null };
  /** What it is compared with; null for a version alone. */
  with: { number: ComparedSide; subject: string } | null;
  comparison: Comparison | null;
};

/**
 * One version of a text and what changed in it since another one.
 * @param number the version shown
 * @param against compared with; null = nothing
 * @throws not_found
 */
export async function readComparison(
  member: Member,
  input: { letterId: string; locale: string; number: ComparedSide; against: ComparedSide | null },
): Promise<VersionComparison> {
  const { letter } = await loadLetter(member, input.letterId);
  const language = await loadLanguage(letter.id, input.locale);
  const rows = await db.select().from(textVersions).where(eq(textVersions.languageVersionId, language.id));
  const side = async (number: ComparedSide) => {
    if (number === "now") {
      return { number, subject: language.subject, doc: await readText(language.id), sha256: null, canonical: null };
    }
    const row = rows.find((r) => r.number === number);
    if (!row) throw notFound();
    return {
      number,
      subject: row.subject,
      doc: normalizeDoc(row.doc),
      sha256: row.sha256,
      canonical: row.canonical,
    };
  };
  const version = await side(input.number);
  const other = input.against === null ? null : await side(input.against);
  return {
    version,
    with: other ? { number: other.number, subject: other.subject } : null,
    comparison: other ? compareTexts(other.doc, version.doc) : null,
  };
}
