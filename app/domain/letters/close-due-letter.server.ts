import { transaction } from "~db/client.server";
import { close } from "./close-letter.server";
import { clock } from "./load-letter.server";
import { lockLetterForClock } from "./sign-on.server";

/**
 * The database's clock closes a letter at its deadline. The row is locked first and the clock read after that: a job that comes
 * early, twice, or after an extension changes nothing.
 */
export async function closeDueLetter(letterId: string): Promise<void> {
  await transaction(async (tx) => {
    const letter = await lockLetterForClock(tx, letterId);
    if (letter?.status !== "open" || !letter.hardDeadline) return;
    const at = await clock(tx);
    if (at < letter.hardDeadline) return;
    await close(tx, letter, at, null);
  });
}
