import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { languageVersions, letters } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { line } from "../text-input";
import { DATE_LINE_MAX, SUBJECT_MAX } from "./languages";
import { requireTransition } from "./letter";
import { loadLanguage } from "./load-language.server";
import { lockLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";

export type EditLanguageVersionInput = {
  letterId: string;
  locale: string;
  subject?: string;
  dateLine?: string;
  /** draft = being written · ready = its people say it is done · left_out = neither frozen nor signed */
  state?: "draft" | "ready" | "left_out";
};

/**
 * Changes the subject, date line or state of one language. The subject of the text of reference is the letter's title, too.
 * @throws not_found, not_allowed, wrong_status, required, too_long, language_authoritative (it cannot be left out)
 */
export async function editLanguageVersion(member: Member, input: EditLanguageVersionInput): Promise<void> {
  const subject =
    input.subject === undefined ? undefined : line(input.subject, "subject", { max: SUBJECT_MAX, required: true });
  const dateLine = input.dateLine === undefined ? undefined : line(input.dateLine, "dateLine", { max: DATE_LINE_MAX });
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.edit_text", thing);
    requireTransition(letter.status, "edit_text");
    const language = await loadLanguage(letter.id, input.locale, tx);
    const authoritative = language.locale === letter.authoritativeLocale;
    if (authoritative && input.state === "left_out") throw new DomainError("language_authoritative", {}, "state");
    const next = {
      subject: subject ?? language.subject,
      dateLine: dateLine ?? language.dateLine,
      state: input.state ?? language.state,
    };
    if (next.subject === language.subject && next.dateLine === language.dateLine && next.state === language.state)
      return;
    await tx.update(languageVersions).set(next).where(eq(languageVersions.id, language.id));
    if (authoritative && next.subject !== letter.title) {
      await tx.update(letters).set({ title: next.subject }).where(eq(letters.id, letter.id));
    }
    await recordEvent(tx, member.personId, "letter.changed", letterScope(letter));
  });
}
