import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { removeFollowUpJob } from "./follow-up.server";
import { nextStatus } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";

/** Ends the follow-up of a delivered letter. @throws not_found, not_allowed, wrong_status */
export async function archiveLetter(member: Member, input: { letterId: string; reason?: string }): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.archive", thing);
    if (letter.status === "archived") return;
    const status = nextStatus(letter.status, "archive");
    await recordDecision(tx, now, thing, "archive", input.reason, { absence: false });
    await tx
      .update(letters)
      .set({ status, statusChangedAt: await clock(tx) })
      .where(eq(letters.id, letter.id));
    await removeFollowUpJob(tx, letter.id);
    await recordEvent(tx, member.personId, "letter.archived", letterScope(letter));
  });
}
