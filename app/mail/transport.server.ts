/** The way out: one SMTP server, from the settings. */
import nodemailer, { type Transporter } from "nodemailer";
import { env } from "~/env.server";

export type MailToSend = {
  /** One address. */
  to: string;
  subject: string;
  text: string;
  html: string;
  locale?: string;
  /** Absolute https address at which this kind of mail is turned off; looking at it changes nothing. */
  listUnsubscribe?: string;
  /** `<id@host>`: the same for every attempt, so that a mail that was handed over twice is recognized as one. */
  messageId?: string;
};

export type MailTransport = {
  /** @throws the server's or the network's error; the job tries again later */
  sendMail(mail: MailToSend): Promise<{ messageId: string }>;
  /** Whether the server answers and takes the account. */
  verify(): Promise<boolean>;
  close(): void;
};

const address = /^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/;

/**
 * A pooled connection to a mail server. Nothing that a mail carries can add a recipient or a header: the address must be
 * one address, and line ends in a subject are blanks.
 * @param options.smtpUrl smtp:// or smtps://, with account and options as nodemailer reads them
 * @param options.from `Name <address>`
 */
export function makeTransport(options: { smtpUrl: string; from: string }): MailTransport {
  const settings = {
    url: options.smtpUrl,
    pool: true,
    maxConnections: 3,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  // nodemailer's types know either an address or options; the library takes both together.
  const transporter: Transporter = nodemailer.createTransport(settings as object);
  return {
    async sendMail(mail) {
      if (!address.test(mail.to)) throw new RangeError("Not one mail address");
      const sent: { messageId: string } = await transporter.sendMail({
        from: options.from,
        // An address object is not parsed again: a comma in it cannot add recipients.
        to: { name: "", address: mail.to },
        subject: mail.subject.replace(/[\r\n]+/g, " "),
        text: mail.text,
        html: mail.html,
        messageId: mail.messageId,
        headers: {
          // Asks out-of-office programs not to answer (RFC 3834).
          "Auto-Submitted": "auto-generated",
          ...(mail.locale ? { "Content-Language": mail.locale } : {}),
          ...(mail.listUnsubscribe ? { "List-Unsubscribe": `<${new URL(mail.listUnsubscribe).href}>` } : {}),
        },
      });
      return { messageId: sent.messageId };
    },
    verify: () => transporter.verify(),
    close: () => transporter.close(),
  };
}

// A pool of connections, like the database's: the only state of this module.
let shared: { smtpUrl: string; transport: MailTransport } | undefined;

/** Hands a mail to the SMTP server of the settings, over one pooled connection for the process. */
export async function sendMail(mail: MailToSend): Promise<{ messageId: string }> {
  const { smtpUrl, mailFrom } = env();
  if (!smtpUrl) throw new Error("SMTP_URL is not set");
  if (shared?.smtpUrl !== smtpUrl) {
    shared?.transport.close();
    shared = { smtpUrl, transport: makeTransport({ smtpUrl, from: mailFrom }) };
  }
  return shared.transport.sendMail(mail);
}

/** Lets a process end: idle connections of the pool are closed. */
export function closeMail(): void {
  shared?.transport.close();
  shared = undefined;
}
