import { and, eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { languageVersions, letters, textVersions } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { type EventToRecord, recordEvents } from "../record-event.server";
import { requireTransition } from "./letter";
import { listRecipients, loadLanguage } from "./load-language.server";
import { lockLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";
import { insertTextVersion, type SavedVersion, sameBody } from "./save-text-version.server";
import { normalizeDoc } from "./text/normalize";
import { readText, replaceText } from "./text/stored-text.server";

/**
 * Brings an earlier version back as a new edit on top of everything: what stands now is kept as a version first, and what is
 * restored becomes the newest one. Recipients stay as they are.
 * @returns the version that now holds the restored text
 * @throws not_found, not_allowed, wrong_status, text_closed
 */
export async function restoreTextVersion(
  member: Member,
  input: { letterId: string; locale: string; number: number },
): Promise<SavedVersion> {
  return transaction(async (tx) => {
    const { letter, thing, member: asking } = await lockLetter(member, input.letterId, tx);
    requireCan(asking, "letter.save_version", thing);
    requireTransition(letter.status, "edit_text");
    const language = await loadLanguage(letter.id, input.locale, tx);
    const [wanted] = await tx
      .select()
      .from(textVersions)
      .where(and(eq(textVersions.languageVersionId, language.id), eq(textVersions.number, input.number)));
    if (!wanted) throw notFound();
    const doc = normalizeDoc(wanted.doc);
    const now = await readText(language.id, tx);
    const head = { subject: wanted.subject, dateLine: wanted.dateLine };
    const sameHead = language.subject === head.subject && language.dateLine === head.dateLine;
    const recipients = await listRecipients(letter.id, tx);
    const common = { recipients, kind: "saved" as const, note: "", personId: member.personId };
    if (sameHead && sameBody(doc, now)) return { versionId: wanted.id, number: wanted.number, saved: false };

    const kept = await insertTextVersion(tx, { ...common, language, doc: now });
    await replaceText(tx, language.id, doc, member.personId);
    if (!sameHead) {
      await tx.update(languageVersions).set(head).where(eq(languageVersions.id, language.id));
      if (language.locale === letter.authoritativeLocale) {
        await tx.update(letters).set({ title: head.subject }).where(eq(letters.id, letter.id));
      }
    }
    const restored = await insertTextVersion(tx, { ...common, language: { ...language, ...head }, doc });
    await recordEvents(
      tx,
      member.personId,
      [kept, restored]
        .filter((v) => v.saved)
        .map(
          (v): EventToRecord => ({
            type: "letter.version_saved",
            data: { ...letterScope(letter), languageVersionId: language.id, textVersionId: v.versionId },
          }),
        ),
    );
    return restored;
  });
}
