import { and, eq, inArray, isNull } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters, posts, signatures } from "~db/schema";
import { notify } from "../people/notify.server";
import { recordEvents } from "../record-event.server";

/**
 * After the delivery: everybody who may act for an organization that signed is told where the final copy is. Told once per
 * edition, however often the job runs.
 */
export async function sendFinalCopies(letterId: string, editionId: string): Promise<void> {
  await transaction(async (tx) => {
    const [letter] = await tx.select().from(letters).where(eq(letters.id, letterId));
    if (!letter) return;
    const people = await tx
      .selectDistinct({ id: posts.personId })
      .from(signatures)
      .innerJoin(posts, eq(posts.organizationId, signatures.organizationId))
      .where(
        and(
          eq(signatures.letterId, letterId),
          eq(signatures.state, "confirmed"),
          isNull(posts.endedAt),
          inArray(posts.role, ["signatory", "delegate"]),
        ),
      );
    const told = await notify(
      tx,
      people.map((p) => p.id),
      {
        coalitionId: letter.coalitionId,
        kind: "letter_delivered",
        facts: { letterId, editionId },
        dedupeKey: `letter.final_copy:${editionId}`,
      },
    );
    if (told.length > 0) await recordEvents(tx, null, told);
  });
}
