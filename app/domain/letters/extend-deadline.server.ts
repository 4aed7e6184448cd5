import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { requireTransition } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";
import { deadlineMoment, organizationsIn, setDeadlineJobs, tellOrganizations } from "./sign-on.server";
import { undecidedStates } from "./signature";

export type ExtendInput = { letterId: string; deadline: string; zone: string; reason: string };

/**
 * Gives organizations more time: later than before, with a reason that stays in the record. Everybody undecided is told once.
 * The same moment again changes nothing.
 * @throws not_found, not_allowed, wrong_status, signing_closed once the present deadline has passed, invalid_zone, invalid_time,
 *   deadline_past, deadline_not_later, reason_required
 */
export async function extendDeadline(member: Member, input: ExtendInput): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.extend", thing);
    requireTransition(letter.status, "extend");
    const at = await clock(tx);
    const before = letter.hardDeadline;
    // The clock's job may be a second late; sign-on is over all the same, and is reopened instead.
    if (!before || before <= at) throw new DomainError("signing_closed");
    const hardDeadline = deadlineMoment(input, at);
    if (hardDeadline.getTime() === before.getTime() && input.zone === letter.deadlineZone) return;
    if (hardDeadline <= before) throw new DomainError("deadline_not_later", {}, "deadline");
    const reason = await recordDecision(tx, now, thing, "extend", input.reason, { required: true });
    await tx.update(letters).set({ hardDeadline, deadlineZone: input.zone, reason }).where(eq(letters.id, letter.id));
    await setDeadlineJobs(tx, letter.id, hardDeadline, at);
    const undecided = await organizationsIn(tx, letter.id, undecidedStates);
    const told = await tellOrganizations(tx, letter, undecided, {
      kind: "deadline_extended",
      key: `deadline_extended:${letter.id}:${hardDeadline.toISOString()}`,
      except: member.personId,
    });
    await recordEvents(tx, member.personId, [{ type: "letter.extended", data: letterScope(letter) }, ...told]);
  });
}
