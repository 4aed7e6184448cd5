import type { Jobs } from "~/domain/add-job.server";

/** The end of an embargo: the domain asks the database's clock again. */
export async function publishLetter({ letterId }: Jobs["publish_letter"]): Promise<void> {
  const { publishDueLetter } = await import("~/domain/letters/publish-due-letter.server");
  await publishDueLetter(letterId);
}
