import { messagesFor, makeFormat } from "~/i18n";
import type { Locale } from "~/i18n/locales";

/** Mails about getting in: pure functions over data. The text and the HTML say the same. */
export type Mail = { subject: string; text: string; html: string };

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
  const place = data.organization ?? data.room ?? data.coalition;
  const paragraphs = [
    t.auth.mails.greeting({ name: data.name }),
    words.what({ by: data.invitedBy, place, coalition: data.coalition, role: t.auth.roles[data.role] ?? data.role }),
    ...(data.note ? [t.auth.mails.quoted({ text: data.note })] : []),
  ];
  const until = makeFormat(locale, data.timeZone).dateTimeIn(data.expiresAt, data.timeZone);
  return write(words.subject({ place }), paragraphs, { label: words.open, url: data.url }, [
    words.until({ until }),
    t.auth.mails.unexpected,
  ]);
}

export function passwordResetMail(locale: Locale, data: { name: string; url: string; minutes: number }): Mail {
  const t = messagesFor(locale);
  const words = t.auth.mails.reset;
  return write(
    words.subject,
    [t.auth.mails.greeting({ name: data.name }), words.what],
    { label: words.open, url: data.url },
    [words.until({ minutes: data.minutes }), words.notYou],
  );
}

function write(subject: string, before: string[], link: { label: string; url: string }, after: string[]): Mail {
  const p = (text: string) => `<p>${escape(text).replaceAll("\n", "<br>")}</p>`;
  return {
    subject: subject.replace(/\s+/g, " "),
    text: `${[...before, `${link.label}:\n${link.url}`, ...after].join("\n\n")}\n`,
    html: [...before.map(p), `<p><a href="${escape(link.url)}">${escape(link.label)}</a></p>`, ...after.map(p)].join("\n"),
  };
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
