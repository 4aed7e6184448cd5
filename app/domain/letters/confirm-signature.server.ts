import { and, eq, inArray, isNull } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { organizations, posts, signatureApprovals, signatures } from "~db/schema";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { line } from "../text-input";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";
import { readFrozenTexts, requireSignature, tellOrganizations } from "./sign-on.server";
import { completesRule, LISTED_NAME_MAX, LISTED_PERSON_MAX, nextState, requireSigningOpen } from "./signature";
import { spendStepUp } from "./step-up.server";

export type ConfirmInput = {
  letterId: string;
  organizationId: string;
  /** Language that was read. */
  locale: string;
  /** Hash of the text that was read, as the page showed it. */
  sha256: string;
  /** From `stepUp`: proves that the person gave the password for exactly this. */
  nonce: string;
  /** The organization's name as it is to stand in the list. */
  listedName: string;
  /** Who signs for it, as it is to stand; may be empty. */
  listedPerson?: string;
};

export type Confirmed = {
  /** `pending_approval`: a second signatory is needed. */
  state: "confirmed" | "pending_approval";
  signatureId: string;
};

/**
 * An authorized signatory signs a letter for the organization: this text, in this language, with this hash. Where the
 * organization's rule asks for two, the first confirmation waits for a second signatory's.
 *
 * The letter's row is locked first and the database's clock is read after that, so no signature is later than the deadline,
 * however long it waited. Doing it twice is not an error, also after the deadline: a retry finds its signature.
 *
 * @throws not_found, not_allowed, not_invited; signing_closed after the deadline; text_changed with the present hash;
 *   step_up_needed, step_up_stale; signature_state after it declined or withdrew; required, too_long
 */
export async function confirmSignature(member: Member, input: ConfirmInput): Promise<Confirmed> {
  return transaction(async (tx) => {
    const { organizationId } = input;
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "signature.confirm", { organizationId, letter: thing });
    const signature = await requireSignature(tx, letter.id, organizationId);
    if (signature.state === "confirmed") return { state: "confirmed", signatureId: signature.id };
    const at = await clock(tx);
    requireSigningOpen({ ...letter, at, lateAdmitted: signature.lateAdmittedAt !== null });
    const confirmed = nextState(signature.state, "confirm");

    const texts = await readFrozenTexts(letter, tx);
    const text = texts.find((t) => t.locale === input.locale);
    if (!text) throw new DomainError("invalid_input", {}, "locale");
    if (text.sha256 !== input.sha256) throw new DomainError("text_changed", { sha256: text.sha256 });

    const rule = await readRule(tx, organizationId);
    const approved = await readApprovals(
      tx,
      signature.id,
      organizationId,
      texts.map((t) => t.sha256),
    );
    const complete = completesRule(rule, approved, member.personId);
    // The same person once more: it is waiting for somebody else.
    if (!complete && approved.includes(member.personId))
      return { state: "pending_approval", signatureId: signature.id };

    const names = {
      listedName: line(input.listedName, "listedName", { max: LISTED_NAME_MAX, required: true }),
      listedPerson: line(input.listedPerson ?? "", "listedPerson", { max: LISTED_PERSON_MAX }),
    };
    await spendStepUp(tx, member, { letterId: letter.id, organizationId, sha256: text.sha256 }, input.nonce);
    await tx
      .insert(signatureApprovals)
      .values({ signatureId: signature.id, personId: member.personId, sha256: text.sha256, approvedAt: at })
      .onConflictDoUpdate({
        target: [signatureApprovals.signatureId, signatureApprovals.personId],
        set: { sha256: text.sha256, approvedAt: at },
      });
    const data = { ...letterScope(letter), organizationId, signatureId: signature.id };

    if (!complete) {
      await tx
        .update(signatures)
        .set({ state: nextState(signature.state, "approve"), ...names, updatedAt: at })
        .where(eq(signatures.id, signature.id));
      const told = await tellOrganizations(tx, letter, [organizationId], {
        kind: "approval_requested",
        key: `approval_requested:${signature.id}:${at.getTime()}`,
        roles: ["signatory"],
        facts: { byId: member.personId },
        except: member.personId,
      });
      await recordEvents(tx, member.personId, [{ type: "signature.approved", data }, ...told]);
      return { state: "pending_approval", signatureId: signature.id };
    }
    await tx
      .update(signatures)
      .set({
        state: confirmed,
        confirmedBy: member.personId,
        confirmedAt: at,
        rule,
        locale: text.locale,
        textVersionId: text.id,
        sha256: text.sha256,
        ...names,
        updatedAt: at,
      })
      .where(eq(signatures.id, signature.id));
    await recordEvents(tx, member.personId, [{ type: "letter.signed", data }]);
    return { state: "confirmed", signatureId: signature.id };
  });
}

async function readRule(tx: Tx, organizationId: string): Promise<"one" | "two"> {
  const [row] = await tx
    .select({ rule: organizations.signOffRule })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  return row?.rule ?? "one";
}

/** Who approved the present text and is still a signatory of the organization. */
async function readApprovals(tx: Tx, signatureId: string, organizationId: string, hashes: string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await tx
    .select({ personId: signatureApprovals.personId })
    .from(signatureApprovals)
    .innerJoin(posts, and(eq(posts.personId, signatureApprovals.personId), eq(posts.organizationId, organizationId)))
    .where(
      and(
        eq(signatureApprovals.signatureId, signatureId),
        inArray(signatureApprovals.sha256, hashes),
        eq(posts.role, "signatory"),
        isNull(posts.endedAt),
      ),
    );
  return rows.map((r) => r.personId);
}
