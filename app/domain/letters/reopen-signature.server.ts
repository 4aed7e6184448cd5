import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { signatureApprovals, signatures } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";
import { requireSignature } from "./sign-on.server";
import { isUndecided, nextState, requireSigningOpen } from "./signature";

/**
 * The organization thinks again about a letter that it had declined or withdrawn from, while sign-on is open.
 * @throws not_found, not_allowed, not_invited, signing_closed, signature_state when it has signed
 */
export async function reopenSignature(
  member: Member,
  input: { letterId: string; organizationId: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "signature.decline", { organizationId: input.organizationId, letter: thing });
    const signature = await requireSignature(tx, letter.id, input.organizationId);
    if (isUndecided(signature.state)) return;
    const at = await clock(tx);
    requireSigningOpen({ ...letter, at, lateAdmitted: false });
    await tx
      .update(signatures)
      .set({
        state: nextState(signature.state, "reopen"),
        consideringAt: at,
        requestedBy: null,
        requestedAt: null,
        updatedAt: at,
      })
      .where(eq(signatures.id, signature.id));
    await tx.delete(signatureApprovals).where(eq(signatureApprovals.signatureId, signature.id));
    await recordEvent(tx, member.personId, "signature.reopened", {
      ...letterScope(letter),
      organizationId: input.organizationId,
      signatureId: signature.id,
    });
  });
}
