import type { Jobs } from "~/domain/add-job.server";

/** Tells organizations that have not decided that the deadline is near. */
export async function warnOfDeadline({ letterId, hours }: Jobs["warn_of_deadline"]): Promise<void> {
  const { warnOfDeadline: warn } = await import("~/domain/letters/warn-of-deadline.server");
  await warn(letterId, hours);
}
