import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { notify } from "../people/notify.server";
import { requireCan } from "../permissions";
import { recordEvent, recordEvents } from "../record-event.server";
import { isTimeZone, momentFromWallTime } from "../time-zones";
import { missingForReview, nextStatus } from "./letter";
import { listRecipients, loadLanguage } from "./load-language.server";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, type Reasoned, recordDecision } from "./record-decision.server";
import { readPostHolders, workers } from "./sign-on.server";
import { readText } from "./text/stored-text.server";
import { countWords } from "./text/word-count";

export type SendToReviewInput = Reasoned & {
  letterId: string;
  /** End of the comment window: wall time "2026-03-13T16:00" in `zone` (IANA). */
  until: string;
  zone: string;
};

/**
 * Asks the organizations of the campaign to read and comment until a moment. Their signatories and delegates are told once
 * for each consultation. For a letter in consultation it moves the end of the window, and tells nobody.
 * @throws not_found, not_allowed, wrong_status, review_incomplete (fact `missing`), invalid_zone, invalid_time, deadline_past,
 *   reason_required (coordinator)
 */
export async function sendToReview(member: Member, input: SendToReviewInput): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.send_to_review", thing);
    const at = await clock(tx);
    const reviewUntil = windowEnd(input, at);
    if (letter.status === "in_review") {
      if (letter.reviewUntil?.getTime() === reviewUntil.getTime()) return;
      await recordDecision(tx, now, thing, "move_review", input.reason);
      await tx.update(letters).set({ reviewUntil }).where(eq(letters.id, letter.id));
      await recordEvent(tx, member.personId, "letter.changed", letterScope(letter));
      return;
    }
    const status = nextStatus(letter.status, "send_to_review");
    const reference = await loadLanguage(letter.id, letter.authoritativeLocale, tx);
    const missing = missingForReview({
      title: letter.title,
      ask: letter.ask,
      recipients: (await listRecipients(letter.id, tx)).filter((r) => r.kind === "to").length,
      words: countWords(await readText(reference.id, tx)),
    });
    if (missing.length > 0) throw new DomainError("review_incomplete", { missing: missing.join(",") });
    await recordDecision(tx, now, thing, "send_to_review", input.reason);
    await tx.update(letters).set({ status, statusChangedAt: at, reviewUntil }).where(eq(letters.id, letter.id));
    const readers = [...new Set([...thing.leadIds, ...thing.editorIds, ...thing.campaignOrganizationIds])];
    const people = [...(await readPostHolders(tx, readers, workers)).values()].flat();
    const told = await notify(
      tx,
      people.filter((personId) => personId !== member.personId),
      {
        coalitionId: letter.coalitionId,
        kind: "review_opened",
        facts: { letterId: letter.id, campaignId: letter.campaignId, byId: member.personId },
        dedupeKey: `review_opened:${letter.id}:${at.toISOString()}`,
      },
    );
    await recordEvents(tx, member.personId, [{ type: "letter.sent_to_review", data: letterScope(letter) }, ...told]);
  });
}

function windowEnd({ until, zone }: { until: string; zone: string }, at: Date): Date {
  if (!isTimeZone(zone)) throw new DomainError("invalid_zone", {}, "zone");
  const moment = momentFromWallTime(until, zone);
  if (!moment) throw new DomainError("invalid_time", {}, "until");
  if (moment.at <= at) throw new DomainError("deadline_past", {}, "until");
  return moment.at;
}
