import { createHash } from "node:crypto";
import { and, count, eq, isNull } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { editions, editionTexts, letters } from "~db/schema";
import { recordEvent } from "../record-event.server";
import { letterScope } from "./record-decision.server";

/**
 * Keeps the PDF of one language of an edition. It is written once: a job that runs again finds it there. When it was the last
 * that was missing, the letter's readers hear that the edition is ready.
 */
export async function storeEditionPdf(input: {
  editionId: string;
  locale: string;
  pdf: Uint8Array;
  pages: number;
}): Promise<void> {
  await transaction(async (tx) => {
    const written = await tx
      .update(editionTexts)
      .set({ pdf: input.pdf, pdfSha256: createHash("sha256").update(input.pdf).digest("hex"), pages: input.pages })
      .where(
        and(
          eq(editionTexts.editionId, input.editionId),
          eq(editionTexts.locale, input.locale),
          isNull(editionTexts.pdfSha256),
        ),
      )
      .returning({ locale: editionTexts.locale });
    if (written.length === 0) return;
    const [missing] = await tx
      .select({ n: count() })
      .from(editionTexts)
      .where(and(eq(editionTexts.editionId, input.editionId), isNull(editionTexts.pdfSha256)));
    if ((missing?.n ?? 0) > 0) return;
    const [letter] = await tx
      .select({ id: letters.id, coalitionId: letters.coalitionId, campaignId: letters.campaignId })
      .from(letters)
      .innerJoin(editions, eq(editions.letterId, letters.id))
      .where(eq(editions.id, input.editionId));
    if (letter)
      await recordEvent(tx, null, "letter.edition_ready", { ...letterScope(letter), editionId: input.editionId });
  });
}
