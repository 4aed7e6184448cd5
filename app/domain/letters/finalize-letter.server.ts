import { desc, eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { editions, editionTexts, letters } from "~db/schema";
import { addJob } from "../add-job.server";
import { DomainError } from "../errors";
import { newId } from "../id";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { canTransition, requireTransition } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { composeList, readSignatories } from "./read-signatories.server";
import { letterScope, recordDecision } from "./record-decision.server";
import { readFrozenTexts } from "./sign-on.server";

export type Finalized = { editionId: string; number: number; count: number };

/**
 * Composes an edition: the numbered list of signatories, in printed order, with the frozen text of each language and its
 * hash. It never changes again (the database refuses it); its PDFs are made by a job. The first one finalizes the letter; later
 * ones take in late signatures and leave out names that were taken back since.
 *
 * Doing it twice is not an error: as long as the list is the same, the edition that exists is the answer.
 * @throws not_found, not_allowed, wrong_status, list_not_reviewed, no_signatures, reason_required (coordinator)
 */
export async function finalizeLetter(member: Member, input: { letterId: string; reason?: string }): Promise<Finalized> {
  return transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.finalize", thing);
    const again = canTransition(letter.status, "next_edition");
    if (!again) requireTransition(letter.status, "finalize");
    const list = composeList(letter, await readSignatories(letter.id, tx));
    const [last] = await tx
      .select()
      .from(editions)
      .where(eq(editions.letterId, letter.id))
      .orderBy(desc(editions.number))
      .limit(1);
    const sameAsLast =
      last?.signatories.map((s) => s.signatureId).join() === list.entries.map((s) => s.signatureId).join();
    if (again && last && sameAsLast) return { editionId: last.id, number: last.number, count: last.count };
    if (!again && !letter.listReviewedAt) throw new DomainError("list_not_reviewed");
    if (list.entries.length === 0) throw new DomainError("no_signatures");

    await recordDecision(tx, now, thing, "finalize", input.reason);
    const at = await clock(tx);
    const edition = { editionId: newId(), number: (last?.number ?? 0) + 1, count: list.count };
    await tx.insert(editions).values({
      id: edition.editionId,
      letterId: letter.id,
      number: edition.number,
      count: edition.count,
      signatories: list.entries.map(({ lang: _lang, place: _place, registeredAs: _own, ...signatory }) => signatory),
      leadsFirst: letter.leadsFirst,
      ignoreArticles: letter.ignoreArticles,
      listColumns: list.columns,
      createdBy: member.personId,
      createdAt: at,
    });
    const texts = await readFrozenTexts(letter, tx);
    await tx
      .insert(editionTexts)
      .values(
        texts.map((t) => ({ editionId: edition.editionId, locale: t.locale, textVersionId: t.id, sha256: t.sha256 })),
      );
    if (!again) {
      await tx
        .update(letters)
        .set({ status: "finalized", statusChangedAt: at, finalizedAt: at })
        .where(eq(letters.id, letter.id));
    }
    await addJob(tx, "make_edition_pdfs", { editionId: edition.editionId });
    await recordEvent(tx, member.personId, "letter.finalized", letterScope(letter));
    return edition;
  });
}
