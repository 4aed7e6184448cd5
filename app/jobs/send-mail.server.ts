import type { Jobs } from "~/domain/add-job.server";
import { markMailFailed, markMailSent, readOutgoingMail } from "~/domain/people/outgoing-mail.server";
import { env } from "~/env.server";

/**
 * Hands one row of the outbox to the mail server, once. In demo and development there is none: the mail is then only
 * marked as sent, and read at /dev/mail. The row's id is the Message-ID, so that a second try after a crash between
 * sending and marking is recognized as the same mail.
 */
export async function sendMail({ mailId }: Jobs["send_mail"]): Promise<void> {
  const mail = await readOutgoingMail(mailId);
  // Nobody took it for days: what it said was forgotten, and its links open nothing any more.
  if (!mail || mail.sentAt || mail.toAddress === "") return;
  if (env().smtpUrl) {
    try {
      const { sendMail: hand } = await import("~/mail/transport.server");
      await hand({
        to: mail.toAddress,
        subject: mail.subject,
        text: mail.bodyText,
        html: mail.bodyHtml,
        locale: mail.locale,
        messageId: `<${mail.id}@${new URL(env().origin).hostname}>`,
      });
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      await markMailFailed(mailId, typeof code === "string" ? code.slice(0, 40) : "unknown");
      throw error;
    }
  }
  await markMailSent(mail.id, env().smtpUrl !== undefined);
}
