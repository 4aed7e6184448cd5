import type { Jobs } from "~/domain/add-job.server";
import { readFinalCopies } from "~/domain/letters/read-final-copies.server";
import { putInOutbox } from "~/domain/people/outgoing-mail.server";
import { env } from "~/env.server";
import { absoluteUrl, finalCopyMail } from "~/mail/mails";
import { transaction } from "~db/client.server";

/**
 * After the delivery each organization that signed gets the final copy: where the letter and its PDF are, and the hash of the
 * text that was signed. The PDF stays in the portal, because a mail cannot be taken back. One mail for each person and edition.
 */
export async function sendFinalCopies({ letterId, editionId }: Jobs["send_final_copies"]): Promise<void> {
  const { origin } = env();
  for (const copy of await readFinalCopies(letterId, editionId)) {
    const mail = finalCopyMail(copy.locale, {
      name: copy.personName,
      timeZone: copy.timeZone,
      coalition: copy.coalitionName,
      url: absoluteUrl(origin, `/c/${copy.coalitionSlug}/letters/${letterId}/editions/${copy.editionNumber}`),
      organization: copy.organizationName,
      letter: copy.title,
      edition: copy.editionNumber,
      organizations: copy.count,
      sha256: copy.sha256,
    });
    await transaction((tx) =>
      putInOutbox(
        tx,
        {
          coalitionId: copy.coalitionId,
          personId: copy.personId,
          kind: "final_copy",
          toAddress: copy.email,
          locale: copy.locale,
          ...mail,
        },
        `final-${editionId}-${copy.personId}`,
      ),
    );
  }
}
