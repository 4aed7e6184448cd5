import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters } from "~db/schema";
import { addJob, removeJob } from "../add-job.server";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { isTimeZone, momentFromWallTime } from "../time-zones";
import { requireTransition } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";

export type PublishInput = {
  letterId: string;
  /** Wall time "2026-03-24T11:00" in `zone` until which the letter stays private; absent = public now. */
  embargo?: { until: string; zone: string };
  reason?: string;
};

export const publishing = (letterId: string) => `publish_letter:${letterId}`;

/**
 * Makes the public page: now, or when an embargo ends, by the database's clock. Until then the page is not there for anybody.
 * @throws not_found, not_allowed, wrong_status before the list is composed, invalid_zone, invalid_time, embargo_past,
 *   reason_required (coordinator)
 */
export async function publishLetter(member: Member, input: PublishInput): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.publish", thing);
    requireTransition(letter.status, "publish");
    const at = await clock(tx);
    if (!input.embargo) {
      if (letter.publication === "public") return;
      await recordDecision(tx, now, thing, "publish", input.reason);
      await tx
        .update(letters)
        .set({ publication: "public", publishedAt: at, embargoUntil: null })
        .where(eq(letters.id, letter.id));
      await removeJob(tx, publishing(letter.id));
      await recordEvent(tx, member.personId, "letter.published", letterScope(letter));
      return;
    }
    if (!isTimeZone(input.embargo.zone)) throw new DomainError("invalid_zone", {}, "zone");
    const until = momentFromWallTime(input.embargo.until, input.embargo.zone)?.at;
    if (!until) throw new DomainError("invalid_time", {}, "until");
    if (until <= at) throw new DomainError("embargo_past", {}, "until");
    if (letter.publication === "embargoed" && letter.embargoUntil?.getTime() === until.getTime()) return;
    await recordDecision(tx, now, thing, "embargo", input.reason);
    await tx
      .update(letters)
      .set({ publication: "embargoed", embargoUntil: until, publishedAt: null })
      .where(eq(letters.id, letter.id));
    await addJob(tx, "publish_letter", { letterId: letter.id }, { runAt: until, key: publishing(letter.id) });
    await recordEvent(tx, member.personId, "letter.embargoed", letterScope(letter));
  });
}
