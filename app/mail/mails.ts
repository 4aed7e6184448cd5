/**
 * Mails about letters, rooms and actions: pure functions from data to a mail in the reader's language. A mail names what
 * happened and where to see it; what was said in a room or written in an embargoed text stays in the portal.
 */

import type { MailFacts } from "~/i18n/en/mail";
import { type Locale, makeFormat, messagesFor } from "~/i18n/index";
import { greeting, type Mail, oneLine, writeMail } from "./write-mail";

export { invitationMail, passwordResetMail } from "./account-mails";
export { absoluteUrl, type Mail } from "./write-mail";

export type MailKind = keyof ReturnType<typeof messagesFor>["mail"]["kinds"];

/** What a mail may tell. Give what the kind has; what is missing is left out of its sentences. */
export type MailData = {
  /** The reader. */
  name: string;
  /** IANA zone of the reader. */
  timeZone: string;
  coalition: string;
  /** Absolute address of the page where the thing stands. Looking at it decides nothing. */
  url: string;
  /** Where the reader chooses which mails come; without it the mail cannot be turned off. */
  settingsUrl?: string;
  /** Who did it. */
  by?: string | null;
  organization?: string | null;
  letter?: string | null;
  /** When sign-on closes, and the zone in which that was chosen. */
  deadline?: { at: Date; zone: string } | null;
  room?: string | null;
  action?: string | null;
  /** When an action takes place: a moment in the zone in which it was planned, or days, inclusive. */
  when?: { at: Date; zone: string } | { firstDay: string; lastDay: string } | null;
  place?: string | null;
  reason?: string | null;
  /** Words that a person wrote for this mail (a reminder, a note). */
  message?: string | null;
  edition?: number;
  organizations?: number;
  sha256?: string;
  /** The new role, in the reader's language. */
  role?: string | null;
};

/** The mail of a kind. `signature_awaited` and the other kinds of notifications have the notification's own name. */
export function composeMail(kind: MailKind, locale: Locale, data: MailData): Mail {
  const t = messagesFor(locale);
  const words = t.mail.kinds[kind];
  const facts = factsOf(locale, data);
  return writeMail(locale, {
    subject: words.subject(facts),
    before: [greeting(locale, data.name), ...words.says(facts)],
    quote: data.message ? { intro: t.mail.writes({ by: facts.by }), text: data.message } : undefined,
    link: { label: words.open, url: data.url },
    foot: {
      text: t.mail.why({ coalition: facts.coalition }),
      link: data.settingsUrl ? { label: t.mail.settings, url: data.settingsUrl } : undefined,
    },
  });
}

const of = (kind: MailKind) => (locale: Locale, data: MailData) => composeMail(kind, locale, data);

/** A letter was opened and waits for the reader's organization. */
export const signatureAwaitsMail = of("signature_awaited");
/** To a signatory: a delegate asks for the organization's signature. */
export const approvalRequestedMail = of("approval_requested");
/** A lead asks once more; `message` is the text that a person edited. */
export const reminderMail = of("reminder");
export const deadlineExtendedMail = of("deadline_extended");
/** After the delivery, to those who signed; needs edition, organizations and sha256. */
export const finalCopyMail = of("final_copy");
export const mentionMail = of("mention");
export const actionReminderMail = of("action_reminder");

function factsOf(locale: Locale, data: MailData): MailFacts {
  const t = messagesFor(locale);
  const line = (text: string | null | undefined) => oneLine(text ?? "");
  return {
    by: line(data.by),
    organization: line(data.organization),
    coalition: line(data.coalition),
    letter: line(data.letter),
    room: line(data.room),
    action: line(data.action),
    deadline: data.deadline ? momentText(locale, data.deadline, data.timeZone) : "",
    when: data.when ? whenText(locale, data.when, data.timeZone) : "",
    place: line(data.place),
    reason: line(data.reason),
    edition: String(data.edition ?? 1),
    signers: data.organizations ? t.pdf.counted({ organizations: data.organizations }) : "",
    sha256: data.sha256 ?? "",
    role: line(data.role),
  };
}

/** "Friday, March 20, 2026, 5:00 pm in Washington (3:00 pm in Guatemala City)": where it counts first, then the reader's. */
function momentText(locale: Locale, { at, zone }: { at: Date; zone: string }, timeZone: string): string {
  const there = makeFormat(locale, zone);
  const text = `${there.dateLong(at)}, ${there.timeIn(at, zone)}`;
  if (!there.differs(at, timeZone)) return text;
  return messagesFor(locale).mail.alsoHere({ there: text, here: there.timeIn(at, timeZone) });
}

function whenText(locale: Locale, when: NonNullable<MailData["when"]>, timeZone: string): string {
  if ("at" in when) return momentText(locale, when, timeZone);
  const format = makeFormat(locale, "UTC");
  const first = format.dateLong(when.firstDay);
  if (when.firstDay === when.lastDay) return first;
  return messagesFor(locale).mail.days({ first, last: format.dateLong(when.lastDay) });
}
