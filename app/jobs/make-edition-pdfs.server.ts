import type { Jobs } from "~/domain/add-job.server";

/** Sets the PDFs of an edition, one for each language. */
export async function makeEditionPdfs({ editionId }: Jobs["make_edition_pdfs"]): Promise<void> {
  const { makeEditionPdfs: make } = await import("~/domain/letters/make-edition-pdfs.server");
  await make(editionId);
}
