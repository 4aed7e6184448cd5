import type { Jobs } from "~/domain/add-job.server";

/** Two weeks after the delivery: the leads are told to ask what became of the letter. */
export async function followUp({ letterId }: Jobs["follow_up"]): Promise<void> {
  const { remindOfFollowUp } = await import("~/domain/letters/remind-of-follow-up.server");
  await remindOfFollowUp(letterId);
}
