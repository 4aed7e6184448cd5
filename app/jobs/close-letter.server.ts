import type { Jobs } from "~/domain/add-job.server";

/** The deadline: the domain asks the database's clock again, so a job that comes early or twice changes nothing. */
export async function closeLetter({ letterId }: Jobs["close_letter"]): Promise<void> {
  const { closeDueLetter } = await import("~/domain/letters/close-due-letter.server");
  await closeDueLetter(letterId);
}
