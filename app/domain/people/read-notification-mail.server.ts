import { and, desc, eq } from "drizzle-orm";
import { db } from "~db/client.server";
import {
  actions,
  coalitions,
  letterDecisions,
  letters,
  notifications,
  people,
  reminders,
  signatures,
} from "~db/schema";
import { isDomainError } from "../errors";
import { awaitsAnswer, isUndecided } from "../letters/signature";
import type { Notice } from "./notice";
import type { NotificationKind } from "./notification";
import { readNoticeSettings, readNoticeToMail } from "./notifications.server";
import { readMember } from "./read-member.server";

export type NotificationToMail = {
  notice: Notice;
  kind: NotificationKind;
  person: { id: string; name: string; email: string; locale: "en" | "es"; timeZone: string };
  coalition: { id: string; slug: string; name: string };
  letter: { deadline: Date | null; zone: string | null; status: string } | null;
  action: Pick<typeof actions.$inferSelect, "allDay" | "startsAt" | "startsOn" | "endsOn" | "zone" | "place"> | null;
  /** Why a deadline was moved. */
  reason: string;
  /** Words that somebody wrote for the reader: a reminder's, a request's. */
  written: string;
};

/**
 * What the mail of a notification says. Null when there is none to be sent: it was read meanwhile, mail of its kind was turned
 * off, the person has left, may not read the thing any more, or the letter that waited was decided.
 */
export async function readNotificationToMail(id: string): Promise<NotificationToMail | null> {
  const [row] = await db
    .select({ notification: notifications, person: people, coalition: coalitions })
    .from(notifications)
    .innerJoin(people, eq(people.id, notifications.personId))
    .innerJoin(coalitions, eq(coalitions.id, notifications.coalitionId))
    .where(eq(notifications.id, id));
  if (!row || row.notification.readAt || row.person.deactivatedAt) return null;
  const { notification, person, coalition } = row;
  const wanted = (await readNoticeSettings(person.id)).find((s) => s.kind === notification.kind);
  if (!wanted?.byMail) return null;
  const member = await readMember(person, { id: coalition.id }).catch((error: unknown) => {
    if (isDomainError(error)) return null;
    throw error;
  });
  const notice = member && (await readNoticeToMail(member, id));
  if (!notice) return null;
  const { letterId, organizationId, actionId } = notification.facts;
  const [[letter], [signature], [action], [decision], [reminder]] = await Promise.all([
    letterId ? db.select().from(letters).where(eq(letters.id, letterId)) : [],
    letterId && organizationId
      ? db
          .select()
          .from(signatures)
          .where(and(eq(signatures.letterId, letterId), eq(signatures.organizationId, organizationId)))
      : [],
    actionId ? db.select().from(actions).where(eq(actions.id, actionId)) : [],
    letterId && notification.kind === "deadline_extended"
      ? db
          .select()
          .from(letterDecisions)
          .where(eq(letterDecisions.letterId, letterId))
          .orderBy(desc(letterDecisions.createdAt))
          .limit(1)
      : [],
    letterId && organizationId && notification.kind === "reminder"
      ? db
          .select()
          .from(reminders)
          .where(and(eq(reminders.letterId, letterId), eq(reminders.organizationId, organizationId)))
          .orderBy(desc(reminders.createdAt))
          .limit(1)
      : [],
  ]);
  const asks = ["signature_awaited", "approval_requested", "reminder", "deadline_near", "deadline_extended"];
  const decided = signature && !isUndecided(signature.state);
  const awaited = !letter || awaitsAnswer(letter.status, Boolean(signature?.lateAdmittedAt));
  if (asks.includes(notification.kind) && (decided || !awaited)) return null;
  return {
    notice,
    kind: notification.kind,
    person: { id: person.id, name: person.name, email: person.email, locale: person.locale, timeZone: person.timeZone },
    coalition: { id: coalition.id, slug: coalition.slug, name: coalition.name },
    letter: letter ? { deadline: letter.hardDeadline, zone: letter.deadlineZone, status: letter.status } : null,
    action: action ?? null,
    reason: decision?.reason ?? (notification.kind === "letter_cancelled" ? (letter?.reason ?? "") : ""),
    written: reminder?.body ?? (notification.kind === "approval_requested" ? (signature?.requestNote ?? "") : ""),
  };
}
