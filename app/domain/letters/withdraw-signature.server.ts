import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters, signatureApprovals, signatures } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { paragraphs } from "../text-input";
import { isVerifiable } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, REASON_MAX } from "./record-decision.server";
import { requireSignature, tellLeads } from "./sign-on.server";
import { nextState, takesWithdrawals } from "./signature";

/**
 * The organization takes its name back, and says why. Before the list is composed it is as if it had not signed, and a
 * list that was looked through must be looked through again. An edition that exists stays as it is: the name leaves
 * with the next one. The leads are told; once an edition exists the coordinators are, too.
 * @throws not_found, not_allowed, not_invited, wrong_status, signature_state when it has not signed, reason_required
 */
export async function withdrawSignature(
  member: Member,
  input: { letterId: string; organizationId: string; reason: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "signature.withdraw", { organizationId: input.organizationId, letter: thing });
    const signature = await requireSignature(tx, letter.id, input.organizationId);
    if (signature.state === "withdrawn") return;
    const state = nextState(signature.state, "withdraw");
    if (!takesWithdrawals(letter.status)) {
      throw new DomainError("wrong_status", { status: letter.status, step: "withdraw" });
    }
    const reason = paragraphs(input.reason, "reason", { max: REASON_MAX });
    if (reason === "") throw new DomainError("reason_required", {}, "reason");
    const at = await clock(tx);
    await tx
      .update(signatures)
      .set({
        state,
        withdrawnBy: member.personId,
        withdrawnAt: at,
        withdrawReason: reason,
        lateAdmittedAt: null,
        updatedAt: at,
      })
      .where(eq(signatures.id, signature.id));
    await tx.delete(signatureApprovals).where(eq(signatureApprovals.signatureId, signature.id));
    await tx.update(letters).set({ listReviewedAt: null, listReviewedBy: null }).where(eq(letters.id, letter.id));
    const told = await tellLeads(tx, letter, thing.leadIds, {
      kind: "signature_withdrawn",
      key: `signature_withdrawn:${signature.id}:${at.getTime()}`,
      facts: { organizationId: input.organizationId },
      // The name stands in an edition: somebody has to decide about the next one, also when no lead is there.
      coordinators: isVerifiable(letter.status),
      except: member.personId,
    });
    await recordEvents(tx, member.personId, [
      {
        type: "signature.withdrawn",
        data: { ...letterScope(letter), organizationId: input.organizationId, signatureId: signature.id },
      },
      ...told,
    ]);
  });
}
