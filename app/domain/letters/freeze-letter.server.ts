import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letterLeads, letters } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { draftHash } from "./draft-hash.server";
import { missingConsents, nextStatus } from "./letter";
import { listLanguages, listRecipients } from "./load-language.server";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, type Reasoned, recordDecision } from "./record-decision.server";
import { insertTextVersion } from "./save-text-version.server";
import { readFrozenTexts } from "./sign-on.server";
import { readText } from "./text/stored-text.server";
import { countWords } from "./text/word-count";

export type FrozenVersion = { locale: string; number: number; versionId: string; sha256: string };

/**
 * Freezes the text: from here on nobody can edit it, and the database refuses it, too. The letter's row is locked before the
 * text is read, so what a keystroke had committed is in, and what comes later meets a closed letter. Each language that is not
 * left out gets a version with its canonical text and SHA-256.
 *
 * Doing it twice is not an error: the second one gets the same versions.
 * @throws not_found, not_allowed, wrong_status, co_lead_consent_missing (fact `missing`), language_empty (fact `locale`),
 *   recipient_required, reason_required (coordinator)
 */
export async function freezeLetter(member: Member, input: Reasoned & { letterId: string }): Promise<FrozenVersion[]> {
  return transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.freeze", thing);
    if (letter.status === "frozen") {
      const texts = await readFrozenTexts(letter, tx);
      return texts.map(({ locale, number, id, sha256 }) => ({ locale, number, versionId: id, sha256 }));
    }
    const status = nextStatus(letter.status, "freeze");

    if (letter.coLeadsConsent) {
      const hash = await draftHash(letter, tx);
      const leads = await tx.select().from(letterLeads).where(eq(letterLeads.letterId, letter.id));
      const current = leads.map((l) => ({ ...l, consentedAt: l.consentedSha256 === hash ? l.consentedAt : null }));
      const missing = missingConsents(letter, current);
      if (missing.length > 0) throw new DomainError("co_lead_consent_missing", { missing: missing.length });
    }
    const recipients = await listRecipients(letter.id, tx);
    if (!recipients.some((r) => r.kind === "to")) throw new DomainError("recipient_required");

    const frozen: FrozenVersion[] = [];
    for (const language of await listLanguages(letter, tx)) {
      if (language.state === "left_out") continue;
      const doc = await readText(language.id, tx);
      if (countWords(doc) === 0) throw new DomainError("language_empty", { locale: language.locale });
      const { number, versionId, sha256 } = await insertTextVersion(tx, {
        language,
        recipients,
        doc,
        kind: "frozen",
        note: "",
        personId: member.personId,
      });
      frozen.push({ locale: language.locale, number, versionId, sha256 });
    }
    await recordDecision(tx, now, thing, "freeze", input.reason);
    const at = await clock(tx);
    await tx.update(letters).set({ status, statusChangedAt: at, frozenAt: at }).where(eq(letters.id, letter.id));
    await recordEvent(tx, member.personId, "letter.frozen", letterScope(letter));
    return frozen;
  });
}
