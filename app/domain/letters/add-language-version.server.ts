import { and, eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { languageVersions } from "~db/schema";
import { DomainError } from "../errors";
import { newId } from "../id";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { line } from "../text-input";
import { DATE_LINE_MAX, requireLetterLanguage, SUBJECT_MAX } from "./languages";
import { requireTransition } from "./letter";
import { lockLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";
import { parsePlainText } from "./text/parse-plain-text";
import { emptyDoc, type LetterDoc } from "./text/schema";
import { writeFirstText } from "./text/stored-text.server";

export type AddLanguageVersionInput = {
  letterId: string;
  locale: string;
  subject: string;
  dateLine?: string;
  /** A first text: plain text as it was pasted, or a body. Nothing is ever translated by machine. */
  text?: string | LetterDoc;
};

/**
 * Gives a letter a version in another language, with its own text and state. The same form sent twice makes one.
 * @returns the id of the language version
 * @throws not_found, not_allowed, wrong_status, language_exists, required, too_long, invalid_input
 */
export async function addLanguageVersion(member: Member, input: AddLanguageVersionInput): Promise<string> {
  const locale = requireLetterLanguage(input.locale);
  const subject = line(input.subject, "subject", { max: SUBJECT_MAX, required: true });
  const dateLine = line(input.dateLine ?? "", "dateLine", { max: DATE_LINE_MAX });
  const doc = typeof input.text === "string" ? parsePlainText(input.text) : (input.text ?? emptyDoc());
  return transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.edit_text", thing);
    requireTransition(letter.status, "edit_details");
    const [there] = await tx
      .select()
      .from(languageVersions)
      .where(and(eq(languageVersions.letterId, letter.id), eq(languageVersions.locale, locale)));
    if (there && there.subject === subject) return there.id;
    if (there) throw new DomainError("language_exists", { locale }, "locale");
    const id = newId();
    await tx.insert(languageVersions).values({ id, letterId: letter.id, locale, subject, dateLine });
    await writeFirstText(tx, id, doc);
    await recordEvent(tx, member.personId, "letter.changed", letterScope(letter));
    return id;
  });
}
