import type { Jobs } from "~/domain/add-job.server";
import { noticePlace } from "~/domain/people/notice-place";
import { putInOutbox } from "~/domain/people/outgoing-mail.server";
import { type NotificationToMail, readNotificationToMail } from "~/domain/people/read-notification-mail.server";
import { env } from "~/env.server";
import { absoluteUrl, composeMail, type MailData } from "~/mail/mails";
import { transaction } from "~db/client.server";

/**
 * Writes the mail of a notification, unless it was read meanwhile or is not wanted. The mail has the notification's id, so
 * writing it twice is once.
 */
export async function mailNotification({ notificationId }: Jobs["mail_notification"]): Promise<void> {
  const found = await readNotificationToMail(notificationId);
  if (!found) return;
  const { person, coalition, kind } = found;
  const mail = composeMail(kind, person.locale, mailData(found));
  await transaction((tx) =>
    putInOutbox(
      tx,
      { coalitionId: coalition.id, personId: person.id, kind, toAddress: person.email, locale: person.locale, ...mail },
      notificationId,
    ),
  );
}

function mailData({ notice, person, coalition, letter, action, reason, written }: NotificationToMail): MailData {
  const { origin } = env();
  return {
    name: person.name,
    timeZone: person.timeZone,
    coalition: coalition.name,
    url: absoluteUrl(origin, `/c/${coalition.slug}${noticePlace(notice)}`),
    settingsUrl: absoluteUrl(origin, "/me/notifications"),
    by: notice.by?.name,
    organization: notice.organization?.name,
    letter: notice.letter?.title,
    deadline: letter?.deadline ? { at: letter.deadline, zone: letter.zone ?? person.timeZone } : null,
    room: notice.room?.name,
    action: notice.action?.title,
    when: action && whenOf(action),
    place: action?.place,
    reason,
    message: written,
  };
}

function whenOf(action: NonNullable<NotificationToMail["action"]>): MailData["when"] {
  if (action.startsAt) return { at: action.startsAt, zone: action.zone };
  return action.startsOn ? { firstDay: action.startsOn, lastDay: action.endsOn ?? action.startsOn } : null;
}
