import { desc, eq } from "drizzle-orm";
import { db } from "~db/client.server";
import { textVersions } from "~db/schema";
import type { Member } from "../member";
import { isWritable } from "./letter";
import { listRecipients, loadLanguage, type RecipientLines } from "./load-language.server";
import { loadLetter } from "./load-letter.server";
import { normalizeDoc } from "./text/normalize";
import type { LetterDoc } from "./text/schema";
import { readText } from "./text/stored-text.server";
import { countWords } from "./text/word-count";

export type LetterText = {
  languageVersionId: string;
  locale: string;
  subject: string;
  dateLine: string;
  recipients: RecipientLines[];
  doc: LetterDoc;
  words: number;
  /** The frozen version that this is; null for a text that is being written. */
  frozen: { number: number; sha256: string; at: string } | null;
};

/**
 * The text of one language: as it stands while it is being written, as it was frozen afterwards.
 * @throws not_found
 */
export async function readLetterText(member: Member, letterId: string, locale: string): Promise<LetterText> {
  const { letter } = await loadLetter(member, letterId);
  const language = await loadLanguage(letter.id, locale);
  const version = isWritable(letter.status) ? undefined : await newestFrozen(language.id);
  const doc = version ? normalizeDoc(version.doc) : await readText(language.id);
  return {
    languageVersionId: language.id,
    locale: language.locale,
    subject: version?.subject ?? language.subject,
    dateLine: version?.dateLine ?? language.dateLine,
    recipients: version?.recipients ?? (await listRecipients(letter.id)),
    doc,
    words: countWords(doc),
    frozen: version ? { number: version.number, sha256: version.sha256, at: version.createdAt.toISOString() } : null,
  };
}

async function newestFrozen(languageVersionId: string) {
  const rows = await db
    .select()
    .from(textVersions)
    .where(eq(textVersions.languageVersionId, languageVersionId))
    .orderBy(desc(textVersions.number));
  return rows.find((v) => v.kind === "frozen");
}
