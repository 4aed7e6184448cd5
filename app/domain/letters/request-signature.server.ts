import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { signatures } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { paragraphs } from "../text-input";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, REASON_MAX } from "./record-decision.server";
import { requireSignature, tellLeads, tellOrganizations } from "./sign-on.server";
import { nextState, requireSigningOpen, takesLateRequests } from "./signature";

/**
 * A delegate asks the organization's signatories to sign; all of them are told. After the closing the request waits for the
 * next edition, which the lead may or may not want, also when the organization had declined or withdrawn before: it can change
 * its mind. The leads are told of it. Nothing happens when it was asked for before, or signed.
 * @param input.note to the signatories, such as "the board agreed on Thursday"
 * @throws not_found, not_allowed, not_invited, wrong_status, signature_state, too_long
 */
export async function requestSignature(
  member: Member,
  input: { letterId: string; organizationId: string; note?: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "signature.request", { organizationId: input.organizationId, letter: thing });
    const signature = await requireSignature(tx, letter.id, input.organizationId);
    if (signature.state === "confirmed" || signature.state === "pending_approval") return;
    const at = await clock(tx);
    const late = takesLateRequests(letter.status);
    if (!late) {
      requireSigningOpen({ ...letter, at, lateAdmitted: signature.lateAdmittedAt !== null });
    }
    const note = paragraphs(input.note ?? "", "note", { max: REASON_MAX });
    await tx
      .update(signatures)
      .set({
        state: nextState(signature.state, late ? "request_late" : "request"),
        requestedBy: member.personId,
        requestedAt: at,
        requestNote: note,
        updatedAt: at,
      })
      .where(eq(signatures.id, signature.id));
    const told = await tellOrganizations(tx, letter, [input.organizationId], {
      kind: "approval_requested",
      key: `approval_requested:${signature.id}:${at.getTime()}`,
      roles: ["signatory"],
      facts: { byId: member.personId },
      except: member.personId,
    });
    // Who asks too late waits for the leads before it waits for its own signatory.
    const asked = late
      ? await tellLeads(tx, letter, thing.leadIds, {
          kind: "late_request",
          key: `late_request:${signature.id}:${at.getTime()}`,
          facts: { organizationId: input.organizationId, byId: member.personId },
          except: member.personId,
        })
      : [];
    await recordEvents(tx, member.personId, [
      {
        type: "signature.requested",
        data: { ...letterScope(letter), organizationId: input.organizationId, signatureId: signature.id },
      },
      ...told,
      ...asked,
    ]);
  });
}
