import type { Jobs } from "~/domain/add-job.server";

/** After the delivery each organization that signed gets the final copy. */
export async function sendFinalCopies({ letterId, editionId }: Jobs["send_final_copies"]): Promise<void> {
  const { sendFinalCopies: send } = await import("~/domain/letters/send-final-copies.server");
  await send(letterId, editionId);
}
