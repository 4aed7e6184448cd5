import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { signatures } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";
import { requireSignature } from "./sign-on.server";
import { nextState, requireSigningOpen } from "./signature";

/**
 * "We are reading it": said by somebody of the organization, never inferred from an opened page. Nothing happens when the
 * organization is further along already.
 * @throws not_found, not_allowed, not_invited, signing_closed, signature_state after it declined or withdrew
 */
export async function considerSignature(
  member: Member,
  input: { letterId: string; organizationId: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "signature.consider", { organizationId: input.organizationId, letter: thing });
    const signature = await requireSignature(tx, letter.id, input.organizationId);
    if (["considering", "pending_approval", "confirmed"].includes(signature.state)) return;
    const at = await clock(tx);
    requireSigningOpen({ ...letter, at, lateAdmitted: signature.lateAdmittedAt !== null });
    await tx
      .update(signatures)
      .set({ state: nextState(signature.state, "consider"), consideringAt: at, updatedAt: at })
      .where(eq(signatures.id, signature.id));
    await recordEvent(tx, member.personId, "signature.considered", {
      ...letterScope(letter),
      organizationId: input.organizationId,
      signatureId: signature.id,
    });
  });
}
