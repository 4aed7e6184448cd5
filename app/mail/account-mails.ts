/** Mails about getting in: pure functions over data, in the words of the `auth` area. */
import { type Locale, makeFormat, messagesFor } from "~/i18n/index";
import { type Mail, oneLine, writeMail } from "./write-mail";

export type InvitationMailData = {
  name: string;
  invitedBy: string | null;
  coalition: string;
  organization: string | null;
  room: string | null;
  role: string;
  note: string;
  expiresAt: Date;
  timeZone: string;
  /** Absolute address of the page that shows the invitation; looking at it accepts nothing. */
  url: string;
};

export function invitationMail(locale: Locale, data: InvitationMailData): Mail {
  const t = messagesFor(locale);
  const words = t.auth.mails.invitation;
  const coalition = oneLine(data.coalition);
  const place = oneLine(data.organization ?? data.room ?? data.coalition);
  const by = data.invitedBy === null ? null : oneLine(data.invitedBy);
  const until = makeFormat(locale, data.timeZone).dateTimeIn(data.expiresAt, data.timeZone);
  return writeMail(locale, {
    subject: words.subject({ place }),
    before: [
      t.auth.mails.greeting({ name: oneLine(data.name) }),
      words.what({ by, place, coalition, role: t.auth.roles[data.role] ?? data.role }),
    ],
    quote: data.note ? { intro: t.mail.writes({ by: by ?? "" }), text: data.note } : undefined,
    link: { label: words.open, url: data.url },
    after: [words.until({ until }), t.auth.mails.unexpected],
  });
}

/** @param data.minutes for how long the link works */
export function passwordResetMail(locale: Locale, data: { name: string; url: string; minutes: number }): Mail {
  const t = messagesFor(locale);
  const words = t.auth.mails.reset;
  return writeMail(locale, {
    subject: words.subject,
    before: [t.auth.mails.greeting({ name: oneLine(data.name) }), words.what],
    link: { label: words.open, url: data.url },
    after: [words.until({ minutes: data.minutes }), words.notYou],
  });
}
