import type { Jobs } from "~/domain/add-job.server";
import { putInOutbox } from "~/domain/people/outgoing-mail.server";
import { readInvitationToMail } from "~/domain/people/read-account-mail.server";
import { env } from "~/env.server";
import { invitationMail } from "~/mail/account-mails";
import { transaction } from "~db/client.server";

/** Where somebody who is not known yet probably sits; the mail names the zone beside the time. */
const ZONE = "America/New_York";

/** Writes the mail of an invitation, unless it was accepted or taken back meanwhile. Twice is once: the outbox knows its id. */
export async function mailInvitation({ invitationId }: Jobs["mail_invitation"]): Promise<void> {
  const invitation = await readInvitationToMail(invitationId);
  if (!invitation) return;
  const mail = invitationMail(invitation.locale, {
    ...invitation,
    timeZone: ZONE,
    url: `${env().origin}/invitations/${invitation.token}`,
  });
  await transaction((tx) =>
    putInOutbox(
      tx,
      {
        coalitionId: invitation.coalitionId,
        personId: null,
        kind: "invitation",
        toAddress: invitation.email,
        locale: invitation.locale,
        ...mail,
      },
      invitation.id,
    ),
  );
}
