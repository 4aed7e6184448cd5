import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters } from "~db/schema";
import { recordEvent } from "../record-event.server";
import { canTransition } from "./letter";
import { clock } from "./load-letter.server";
import { letterScope } from "./record-decision.server";
import { lockLetterForClock } from "./sign-on.server";

/**
 * The end of an embargo: the database's clock makes the letter public. A job that comes early, twice, or after the letter was
 * taken back changes nothing.
 */
export async function publishDueLetter(letterId: string): Promise<void> {
  await transaction(async (tx) => {
    const letter = await lockLetterForClock(tx, letterId);
    if (letter?.publication !== "embargoed" || !letter.embargoUntil || !canTransition(letter.status, "publish")) return;
    const at = await clock(tx);
    if (at < letter.embargoUntil) return;
    await tx
      .update(letters)
      .set({ publication: "public", publishedAt: at, embargoUntil: null })
      .where(eq(letters.id, letter.id));
    await recordEvent(tx, null, "letter.published", letterScope(letter));
  });
}
