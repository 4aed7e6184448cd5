import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { requireTransition } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { composeList, type ListSettings, listFingerprint, readSignatories } from "./read-signatories.server";
import { letterScope } from "./record-decision.server";
import { clampColumns } from "./signatory-list";

export type ReviewListInput = ListSettings & {
  letterId: string;
  /** The lead has looked through the list… */
  reviewed: boolean;
  /** …in this state (`listFingerprint`), composed by these settings. */
  fingerprint?: string;
};

/**
 * Sets how the list is composed, and notes that the lead looked through it. Any change of the list afterwards takes the note
 * away: another order, a signature withdrawn, sign-on reopened.
 * @throws not_found, not_allowed, wrong_status; no_signatures; list_changed when it is not the list that the lead saw
 */
export async function reviewList(member: Member, input: ReviewListInput): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.review_list", thing);
    requireTransition(letter.status, "review_list");
    const settings = {
      leadsFirst: input.leadsFirst,
      ignoreArticles: input.ignoreArticles,
      listColumns: clampColumns(input.listColumns),
    };
    if (input.reviewed) {
      const list = composeList({ ...letter, ...settings }, await readSignatories(letter.id, tx));
      if (list.entries.length === 0) throw new DomainError("no_signatures");
      if (listFingerprint(list) !== input.fingerprint) throw new DomainError("list_changed");
    }
    const at = await clock(tx);
    await tx
      .update(letters)
      .set({
        ...settings,
        listReviewedAt: input.reviewed ? at : null,
        listReviewedBy: input.reviewed ? member.personId : null,
      })
      .where(eq(letters.id, letter.id));
    await recordEvent(tx, member.personId, "letter.list_reviewed", letterScope(letter));
  });
}
