import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { nextStatus } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";
import { deadlineMoment, organizationsIn, setDeadlineJobs, tellOrganizations } from "./sign-on.server";
import { undecidedStates } from "./signature";

/**
 * Opens sign-on again before the list is composed, with a reason and a new deadline. Everybody undecided is told; a list that was
 * looked through must be looked through again.
 * @throws not_found, not_allowed, wrong_status, invalid_zone, invalid_time, deadline_past, reason_required
 */
export async function reopenLetter(
  member: Member,
  input: { letterId: string; deadline: string; zone: string; reason: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.reopen", thing);
    if (letter.status === "open") return;
    const status = nextStatus(letter.status, "reopen");
    const at = await clock(tx);
    const hardDeadline = deadlineMoment(input, at);
    const reason = await recordDecision(tx, now, thing, "reopen", input.reason, { required: true });
    await tx
      .update(letters)
      .set({
        status,
        statusChangedAt: at,
        closedAt: null,
        hardDeadline,
        deadlineZone: input.zone,
        reason,
        listReviewedAt: null,
        listReviewedBy: null,
      })
      .where(eq(letters.id, letter.id));
    await setDeadlineJobs(tx, letter.id, hardDeadline, at);
    const undecided = await organizationsIn(tx, letter.id, undecidedStates);
    const told = await tellOrganizations(tx, letter, undecided, {
      kind: "deadline_extended",
      key: `deadline_extended:${letter.id}:${hardDeadline.toISOString()}`,
      except: member.personId,
    });
    await recordEvents(tx, member.personId, [{ type: "letter.reopened", data: letterScope(letter) }, ...told]);
  });
}
