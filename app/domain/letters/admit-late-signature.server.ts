import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { signatures } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { requireTransition } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";
import { requireSignature, tellOrganizations } from "./sign-on.server";

/**
 * Lets an organization that asked too late into the next edition: its signatory can then confirm although sign-on is closed.
 * Nobody signs for it, and the editions that exist stay as they are.
 * @throws not_found, not_allowed, not_invited, wrong_status before the first edition, signature_state unless it has asked,
 *   reason_required (coordinator)
 */
export async function admitLateSignature(
  member: Member,
  input: { letterId: string; organizationId: string; reason?: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.finalize", thing);
    requireTransition(letter.status, "next_edition");
    const signature = await requireSignature(tx, letter.id, input.organizationId);
    if (signature.lateAdmittedAt) return;
    if (signature.state !== "pending_approval") {
      throw new DomainError("signature_state", { state: signature.state, step: "admit_late" });
    }
    const at = await clock(tx);
    await recordDecision(tx, now, thing, "admit_late", input.reason);
    await tx.update(signatures).set({ lateAdmittedAt: at, updatedAt: at }).where(eq(signatures.id, signature.id));
    const told = await tellOrganizations(tx, letter, [input.organizationId], {
      kind: "signature_awaited",
      key: `late_admitted:${letter.id}:${at.getTime()}`,
      roles: ["signatory"],
      except: member.personId,
    });
    await recordEvents(tx, member.personId, [
      {
        type: "signature.admitted_late",
        data: { ...letterScope(letter), organizationId: input.organizationId, signatureId: signature.id },
      },
      ...told,
    ]);
  });
}
