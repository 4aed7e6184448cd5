import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { signatureApprovals, signatures } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { paragraphs } from "../text-input";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, REASON_MAX } from "./record-decision.server";
import { requireSignature } from "./sign-on.server";
import { nextState, requireSigningOpen } from "./signature";

/**
 * The organization does not sign. A reason is not needed; one that is given is read by the letter's leads and by the
 * organization's own people only.
 * @throws not_found, not_allowed, not_invited, signing_closed, signature_state when it has signed, too_long
 */
export async function declineSignature(
  member: Member,
  input: { letterId: string; organizationId: string; reason?: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "signature.decline", { organizationId: input.organizationId, letter: thing });
    const signature = await requireSignature(tx, letter.id, input.organizationId);
    if (signature.state === "declined") return;
    const at = await clock(tx);
    requireSigningOpen({ ...letter, at, lateAdmitted: signature.lateAdmittedAt !== null });
    await tx
      .update(signatures)
      .set({
        state: nextState(signature.state, "decline"),
        declinedBy: member.personId,
        declinedAt: at,
        declineReason: paragraphs(input.reason ?? "", "reason", { max: REASON_MAX }),
        updatedAt: at,
      })
      .where(eq(signatures.id, signature.id));
    // What one of two signatories approved before is not carried into a later change of mind.
    await tx.delete(signatureApprovals).where(eq(signatureApprovals.signatureId, signature.id));
    await recordEvent(tx, member.personId, "signature.declined", {
      ...letterScope(letter),
      organizationId: input.organizationId,
      signatureId: signature.id,
    });
  });
}
