import nodemailer, { type Transporter } from "nodemailer";
import { env } from "~/env.server";

export type MailToSend = {
  to: string;
  subject: string;
  text: string;
  html: string;
  locale?: string;
  /** `<id@host>`: the same for every attempt, so that a mail that was handed over twice is recognized as one. */
  messageId?: string;
};

let pooled: Transporter | undefined;

/**
 * Hands a mail to the SMTP server of the settings.
 * @throws the server's or the network's error; the job tries again later
 */
export async function sendMail(mail: MailToSend): Promise<void> {
  const { smtpUrl, mailFrom } = env();
  if (!smtpUrl) throw new Error("SMTP_URL is not set");
  pooled ??= nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
  } as never);
  await pooled.sendMail({
    from: mailFrom,
    // An address object is not parsed again: a comma or a line break in it cannot add recipients or headers.
    to: { name: "", address: mail.to },
    subject: mail.subject.replace(/[\r\n]+/g, " "),
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    headers: mail.locale ? { "Content-Language": mail.locale } : {},
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
