import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters, signatures } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { line } from "../text-input";
import { requireTransition } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, REASON_MAX, recordDecision } from "./record-decision.server";
import { requireSignature } from "./sign-on.server";
import { counts, LISTED_NAME_MAX, LISTED_PERSON_MAX } from "./signature";

/**
 * Corrects how a signature is listed: the organization's name and who signs for it, until the list is composed. What was signed
 * stays as it is: text, hash, moment, and who confirmed it. What stood there before is kept in the letter's history, and
 * a list that was looked through must be looked through again.
 * @throws not_found, not_allowed, not_invited; signature_state unless it has signed; wrong_status once the list is composed;
 *   required, too_long
 */
export async function correctListing(
  member: Member,
  input: { letterId: string; organizationId: string; listedName: string; listedPerson?: string },
): Promise<void> {
  const names = {
    listedName: line(input.listedName, "listedName", { max: LISTED_NAME_MAX, required: true }),
    listedPerson: line(input.listedPerson ?? "", "listedPerson", { max: LISTED_PERSON_MAX }),
  };
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "signature.confirm", { organizationId: input.organizationId, letter: thing });
    const signature = await requireSignature(tx, letter.id, input.organizationId);
    if (!counts(signature.state)) {
      throw new DomainError("signature_state", { state: signature.state, step: "correct_listing" });
    }
    requireTransition(letter.status, "correct_listing");
    if (signature.listedName === names.listedName && signature.listedPerson === names.listedPerson) return;
    await tx
      .update(signatures)
      .set({ ...names, updatedAt: await clock(tx) })
      .where(eq(signatures.id, signature.id));
    await tx.update(letters).set({ listReviewedAt: null, listReviewedBy: null }).where(eq(letters.id, letter.id));
    await recordDecision(tx, now, thing, "correct_listing", beforeAndAfter(signature, names), { absence: false });
    await recordEvent(tx, member.personId, "letter.listing_corrected", {
      ...letterScope(letter),
      organizationId: input.organizationId,
      signatureId: signature.id,
    });
  });
}

type Names = { listedName: string; listedPerson: string };

/**
 * What changed, in no language: "Red de Mujers → Red de Mujeres". Each half is cut to fit a reason. A person's name is not kept:
 * whoever takes theirs off a list, maybe for their safety, must not stand in its history, which every reader of the letter sees.
 */
function beforeAndAfter(before: Names, after: Names): string {
  if (before.listedName === after.listedName) return "";
  const half = Math.floor((REASON_MAX - 3) / 2);
  return `${before.listedName.slice(0, half)} → ${after.listedName.slice(0, half)}`;
}
