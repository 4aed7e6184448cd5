import { transaction } from "~db/client.server";
import { recordEvents } from "../record-event.server";
import { clock } from "./load-letter.server";
import { lockLetterForClock, organizationsIn, tellOrganizations } from "./sign-on.server";
import { undecidedStates } from "./signature";

/**
 * Tells organizations that have not decided that the deadline is near. A job that comes too early (the deadline was moved), too
 * late or twice tells nobody anything.
 * @param hours before the deadline: 72 or 24
 */
export async function warnOfDeadline(letterId: string, hours: number): Promise<void> {
  await transaction(async (tx) => {
    const letter = await lockLetterForClock(tx, letterId);
    if (letter?.status !== "open" || !letter.hardDeadline) return;
    const at = await clock(tx);
    const left = letter.hardDeadline.getTime() - at.getTime();
    if (left <= 0 || left > hours * 3_600_000 + 60_000) return;
    const undecided = await organizationsIn(tx, letter.id, undecidedStates);
    const told = await tellOrganizations(tx, letter, undecided, {
      kind: "deadline_near",
      key: `deadline_near:${letter.id}:${letter.hardDeadline.toISOString()}:${hours}`,
    });
    if (told.length > 0) await recordEvents(tx, null, told);
  });
}
