import { desc, eq } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { textVersions } from "~db/schema";
import { newId } from "../id";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { line } from "../text-input";
import { requireTransition } from "./letter";
import { hashText, type LanguageRow, listRecipients, loadLanguage, type RecipientRow } from "./load-language.server";
import { lockLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";
import type { LetterDoc } from "./text/schema";
import { readText } from "./text/stored-text.server";
import { countWords } from "./text/word-count";

export const NOTE_MAX = 200;

export type SavedVersion = {
  versionId: string;
  number: number;
  /** False when nothing had changed since the last version, which is then the one returned. */
  saved: boolean;
};

/**
 * Keeps the text of one language as it stands, as a numbered version. Numbers are given out under the letter's row lock, so
 * they have no gap.
 * @param input.note why, in a few words
 * @throws not_found, not_allowed, wrong_status, too_long
 */
export async function saveTextVersion(
  member: Member,
  input: { letterId: string; locale: string; note?: string },
): Promise<SavedVersion> {
  const note = line(input.note ?? "", "note", { max: NOTE_MAX });
  return transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.save_version", thing);
    requireTransition(letter.status, "edit_text");
    const language = await loadLanguage(letter.id, input.locale, tx);
    const version = await insertTextVersion(tx, {
      language,
      recipients: await listRecipients(letter.id, tx),
      doc: await readText(language.id, tx),
      kind: "saved",
      note,
      personId: member.personId,
    });
    if (version.saved) {
      await recordEvent(tx, member.personId, "letter.version_saved", {
        ...letterScope(letter),
        languageVersionId: language.id,
        textVersionId: version.versionId,
      });
    }
    return version;
  });
}

export type NewTextVersion = {
  language: LanguageRow;
  recipients: readonly RecipientRow[];
  doc: LetterDoc;
  kind: "saved" | "frozen";
  note: string;
  personId: string;
};

/** Writes the next version of a language. The letter's row must be locked. A saved one is only written if something changed. */
export async function insertTextVersion(
  tx: Tx,
  { language, recipients, doc, kind, note, personId }: NewTextVersion,
): Promise<SavedVersion & { sha256: string }> {
  const { canonical, sha256, recipients: to } = hashText(language, recipients, doc);
  const [last] = await tx
    .select()
    .from(textVersions)
    .where(eq(textVersions.languageVersionId, language.id))
    .orderBy(desc(textVersions.number))
    .limit(1);
  // Bold and italic are no part of the canonical text, but they are part of a version.
  const unchanged = last !== undefined && last.sha256 === sha256 && sameBody(last.doc, doc);
  if (unchanged && kind === "saved") return { versionId: last.id, number: last.number, saved: false, sha256 };
  const versionId = newId();
  const number = (last?.number ?? 0) + 1;
  await tx.insert(textVersions).values({
    id: versionId,
    languageVersionId: language.id,
    number,
    kind,
    subject: language.subject,
    dateLine: language.dateLine,
    recipients: to,
    doc,
    canonical,
    sha256,
    words: countWords(doc),
    note,
    createdBy: personId,
  });
  return { versionId, number, saved: true, sha256 };
}

/** jsonb does not keep the order of keys, so they are sorted before two bodies are compared. */
export function sameBody(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, v]) => [key, sorted(v)]),
  );
}
