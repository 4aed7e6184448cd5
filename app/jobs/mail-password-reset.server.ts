import type { Jobs } from "~/domain/add-job.server";
import { putInOutbox } from "~/domain/people/outgoing-mail.server";
import { readResetToMail } from "~/domain/people/read-account-mail.server";
import { RESET_HOURS } from "~/domain/people/request-password-reset.server";
import { env } from "~/env.server";
import { passwordResetMail } from "~/mail/account-mails";
import { transaction } from "~db/client.server";

/** Writes the mail of a forgotten password, unless its link was used or is too old by now. */
export async function mailPasswordReset({ tokenHash }: Jobs["mail_password_reset"]): Promise<void> {
  const reset = await readResetToMail(tokenHash);
  if (!reset) return;
  const mail = passwordResetMail(reset.locale, {
    name: reset.name,
    url: `${env().origin}/password/reset/${reset.token}`,
    minutes: RESET_HOURS * 60,
  });
  const row = {
    coalitionId: null,
    personId: reset.personId,
    kind: "password_reset",
    toAddress: reset.email,
    locale: reset.locale,
    ...mail,
  };
  await transaction((tx) => putInOutbox(tx, row, tokenHash));
}
