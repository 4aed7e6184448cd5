import { transaction } from "~db/client.server";
import { recordEvents } from "../record-event.server";
import { readAnswered } from "./follow-up.server";
import { clock, readLetterThing } from "./load-letter.server";
import { lockLetterForClock, tellLeads } from "./sign-on.server";

/**
 * Two weeks after the delivery: tells the leads to ask what became of the letter. A job that comes too early (the delivery was
 * corrected), twice, or when an answer is recorded or the letter archived, tells nobody anything.
 */
export async function remindOfFollowUp(letterId: string): Promise<void> {
  await transaction(async (tx) => {
    const letter = await lockLetterForClock(tx, letterId);
    if (letter?.status !== "delivered" || !letter.followUpAt) return;
    if (letter.followUpAt > (await clock(tx))) return;
    if ((await readAnswered([letter.id], tx)).has(letter.id)) return;
    const { leadIds } = await readLetterThing(letter, tx);
    const told = await tellLeads(tx, letter, leadIds, {
      kind: "follow_up_due",
      key: `follow_up_due:${letter.id}:${letter.followUpAt.toISOString()}`,
    });
    if (told.length > 0) await recordEvents(tx, null, told);
  });
}
