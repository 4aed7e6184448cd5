import { and, asc, eq } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";
import { languageVersions, recipients } from "~db/schema";
import { notFound } from "../errors";
import type { LetterRow } from "./load-letter.server";
import { canonicalText } from "./text/canonical";
import type { LetterDoc } from "./text/schema";
import { sha256Hex } from "./text/sha256.server";

export type LanguageRow = typeof languageVersions.$inferSelect;
export type RecipientRow = typeof recipients.$inferSelect;
/** A recipient as a text version keeps it. */
export type RecipientLines = Pick<RecipientRow, "kind" | "name" | "office" | "address">;

/** One language of a letter that the caller has loaded for its member. @throws not_found */
export async function loadLanguage(letterId: string, locale: string, reader: Reader = db): Promise<LanguageRow> {
  const [row] = await reader
    .select()
    .from(languageVersions)
    .where(and(eq(languageVersions.letterId, letterId), eq(languageVersions.locale, locale)));
  if (!row) throw notFound();
  return row;
}

/** All languages: the text of reference first, then the others as they were added. */
export async function listLanguages(
  letter: Pick<LetterRow, "id" | "authoritativeLocale">,
  reader: Reader = db,
): Promise<LanguageRow[]> {
  const rows = await reader
    .select()
    .from(languageVersions)
    .where(eq(languageVersions.letterId, letter.id))
    .orderBy(asc(languageVersions.createdAt), asc(languageVersions.id));
  return rows.sort(
    (a, b) => Number(b.locale === letter.authoritativeLocale) - Number(a.locale === letter.authoritativeLocale),
  );
}

/** Recipients in the letter's order: to whom it goes, then who gets a copy. */
export async function listRecipients(letterId: string, reader: Reader = db): Promise<RecipientRow[]> {
  const rows = await reader
    .select()
    .from(recipients)
    .where(eq(recipients.letterId, letterId))
    .orderBy(asc(recipients.position), asc(recipients.id));
  return [...rows.filter((r) => r.kind === "to"), ...rows.filter((r) => r.kind === "cc")];
}

export type HashedText = { canonical: string; sha256: string; recipients: RecipientLines[] };

/** The canonical text of one language version and its hash (product.md, "Hash"). */
export function hashText(
  language: Pick<LanguageRow, "subject" | "dateLine">,
  to: readonly RecipientLines[],
  doc: LetterDoc,
): HashedText {
  const lines = to.map(({ kind, name, office, address }) => ({ kind, name, office, address }));
  const canonical = canonicalText({
    subject: language.subject,
    dateLine: language.dateLine,
    doc,
    recipients: lines.map((r) => ({ kind: r.kind, lines: [r.name, r.office, r.address] })),
  });
  return { canonical, sha256: sha256Hex(canonical), recipients: lines };
}
