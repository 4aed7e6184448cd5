import { readDueLetters } from "~/domain/letters/read-due-letters.server";
import { log } from "~/log.server";
import { closeLetter } from "./close-letter.server";
import { publishLetter } from "./publish-letter.server";

/**
 * Each minute: letters past their deadline that are still open, and embargoes that have ended. Normally there are none,
 * because `close_letter` and `publish_letter` came first; one that fails does not keep the others.
 */
export async function sweepDueLetters(): Promise<void> {
  const due = await readDueLetters();
  for (const [letterIds, end] of [
    [due.toClose, closeLetter],
    [due.toPublish, publishLetter],
  ] as const) {
    for (const letterId of letterIds) {
      await end({ letterId }).catch((error: unknown) =>
        log.error({ event: "sweep.failed", error }, "A letter past its moment could not be ended; it is tried again"),
      );
    }
  }
}
