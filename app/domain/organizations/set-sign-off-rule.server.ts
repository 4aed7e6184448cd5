import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { organizations } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { coalitionsOfOrganization, lockOrganization, requireSignatories } from "./lock-organization.server";
import type { SignOffRule } from "./organization";

/**
 * Says how the organization signs: one of its signatories, or two of them. Signatures that were confirmed stay as they are.
 * @throws not_found, not_allowed, rule_needs_two
 */
export async function setSignOffRule(
  member: Member,
  input: { organizationId: string; rule: SignOffRule },
): Promise<void> {
  await transaction(async (tx) => {
    const { organization, thing, member: now } = await lockOrganization(member, input.organizationId, tx);
    requireCan(now, "organization.set_sign_off_rule", thing);
    if (organization.signOffRule === input.rule) return;
    await requireSignatories(tx, { id: organization.id, signOffRule: input.rule });
    await tx.update(organizations).set({ signOffRule: input.rule }).where(eq(organizations.id, organization.id));
    const coalitionIds = await coalitionsOfOrganization(tx, organization.id);
    await recordEvents(
      tx,
      member.personId,
      coalitionIds.map((coalitionId) => ({
        type: "organization.changed" as const,
        data: { coalitionId, organizationId: organization.id },
      })),
    );
  });
}
