import { readDueLetters } from "~/domain/letters/read-due-letters.server";
import { log } from "~/log.server";
import { closeLetter } from "./close-letter.server";
import { followUp } from "./follow-up.server";
import { publishLetter } from "./publish-letter.server";

/**
 * Each minute: letters past their deadline that are still open, embargoes that have ended, and follow-ups that are due. Normally there are none,
 * because `close_letter`, `publish_letter` and `follow_up` came first; one that fails does not keep the others.
 */
export async function sweepDueLetters(): Promise<void> {
  const due = await readDueLetters();
  for (const [letterIds, end] of [
    [due.toClose, closeLetter],
    [due.toPublish, publishLetter],
    [due.toFollowUp, followUp],
  ] as const) {
    for (const letterId of letterIds) {
      await end({ letterId }).catch((error: unknown) =>
        log.error({ event: "sweep.failed", error }, "A letter past its moment could not be ended; it is tried again"),
      );
    }
  }
}
