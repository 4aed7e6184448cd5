import { inArray } from "drizzle-orm";
import type { Tx } from "~db/client.server";
import { notificationSettings, notifications } from "~db/schema";
import { addJob } from "../add-job.server";
import { newId } from "../id";
import { type Limit, waitInside } from "../rate-limit.server";
import type { EventToRecord } from "../record-event.server";
import { defaultChannels, type NotificationKind } from "./notification";

export type ToNotify = {
  coalitionId: string;
  kind: NotificationKind;
  /** Ids only: letterId, organizationId, roomId, messageId, actionId, byId … Words are made when it is read. */
  facts: Record<string, string>;
  /** The same thing is told to the same person once, such as `letter.opened:<letterId>`. */
  dedupeKey: string;
  /** Mails are sent at most once per person in this limit, which is counted for person and subject. */
  mailLimit?: { limit: Limit; subject: string };
};

/**
 * Tells people something, in the verb's transaction: in the app, and by mail where the kind is wanted by mail. People who
 * were told before (same dedupeKey) are passed over.
 * @returns one `person.notified` for each person told: record them together with the verb's own event, last
 */
export async function notify(
  tx: Tx,
  personIds: readonly string[],
  { mailLimit, ...what }: ToNotify,
): Promise<EventToRecord[]> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return [];
  const settings = await tx.select().from(notificationSettings).where(inArray(notificationSettings.personId, ids));
  const channels = (personId: string) =>
    settings.find((s) => s.personId === personId && s.kind === what.kind) ?? defaultChannels[what.kind];
  const rows = ids
    .filter((personId) => channels(personId).inApp || channels(personId).byMail)
    .map((personId) => ({ id: newId(), personId, ...what }));
  if (rows.length === 0) return [];
  const written = await tx.insert(notifications).values(rows).onConflictDoNothing().returning({
    id: notifications.id,
    personId: notifications.personId,
  });
  for (const { id, personId } of written) {
    if (!channels(personId).byMail) continue;
    if (mailLimit && (await waitInside(tx, mailLimit.limit, `${personId} ${mailLimit.subject}`)) > 0) continue;
    await addJob(tx, "mail_notification", { notificationId: id });
  }
  return written.map(({ personId }) => ({
    type: "person.notified" as const,
    data: { personId, coalitionId: what.coalitionId },
  }));
}
