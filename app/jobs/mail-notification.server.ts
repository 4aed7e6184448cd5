import type { Jobs } from "~/domain/add-job.server";

/** TEMP */
export async function mailNotification(_: Jobs["mail_notification"]): Promise<void> {}
