import { and, eq, inArray } from "drizzle-orm";
import { transaction } from "~db/client.server";
import {
  comments,
  commentThreads,
  docClients,
  docSnapshots,
  docUpdates,
  languageVersions,
  textVersions,
} from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { requireTransition } from "./letter";
import { lockLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";

/**
 * Takes a language out of a letter. One that has saved versions is only left out, because versions are for ever.
 * @returns what happened; `removed` too when it was not there any more
 * @throws not_found, not_allowed, wrong_status, language_authoritative
 */
export async function removeLanguageVersion(
  member: Member,
  input: { letterId: string; locale: string },
): Promise<"removed" | "left_out"> {
  return transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.edit_details", thing);
    requireTransition(letter.status, "edit_details");
    if (input.locale === letter.authoritativeLocale) throw new DomainError("language_authoritative");
    const [language] = await tx
      .select()
      .from(languageVersions)
      .where(and(eq(languageVersions.letterId, letter.id), eq(languageVersions.locale, input.locale)));
    if (!language) return "removed";
    const [version] = await tx
      .select({ id: textVersions.id })
      .from(textVersions)
      .where(eq(textVersions.languageVersionId, language.id))
      .limit(1);
    if (version) {
      if (language.state === "left_out") return "left_out";
      await tx.update(languageVersions).set({ state: "left_out" }).where(eq(languageVersions.id, language.id));
    } else {
      const threads = tx
        .select({ id: commentThreads.id })
        .from(commentThreads)
        .where(eq(commentThreads.languageVersionId, language.id));
      await tx.delete(comments).where(inArray(comments.threadId, threads));
      await tx.delete(commentThreads).where(eq(commentThreads.languageVersionId, language.id));
      for (const table of [docUpdates, docSnapshots, docClients]) {
        await tx.delete(table).where(eq(table.languageVersionId, language.id));
      }
      await tx.delete(languageVersions).where(eq(languageVersions.id, language.id));
    }
    await recordEvent(tx, member.personId, "letter.changed", letterScope(letter));
    return version ? "left_out" : "removed";
  });
}
