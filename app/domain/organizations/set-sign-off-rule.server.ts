import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { organizations } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { type EventToRecord, recordEvents } from "../record-event.server";
import { coalitionsOfOrganization, lockOrganization, requireSignatories } from "./lock-organization.server";
import type { SignOffRule } from "./organization";
import { tellSignatories } from "./signing-authority.server";

/**
 * Says how the organization signs: one of its signatories, or two of them. Signatures that were confirmed stay as they are.
 *
 * Two is set by one of them. From two back to one takes two of them: the first asks, another confirms by asking the same;
 * whoever asks for two meanwhile refuses it, or takes it back. Otherwise one of the two switches off alone what was made
 * against one alone. The other signatories are told.
 * @throws not_found, not_allowed, rule_needs_two
 */
export async function setSignOffRule(
  member: Member,
  input: { organizationId: string; rule: SignOffRule },
): Promise<void> {
  await transaction(async (tx) => {
    const { organization, thing, member: now } = await lockOrganization(member, input.organizationId, tx);
    requireCan(now, "organization.set_sign_off_rule", thing);
    const asked = organization.ruleChangeBy;
    if (organization.signOffRule === input.rule && (input.rule === "one" || !asked)) return;
    const where = { coalitionId: member.coalitionId, organizationId: organization.id };
    const write = (set: Partial<typeof organizations.$inferInsert>) =>
      tx.update(organizations).set(set).where(eq(organizations.id, organization.id));
    let told: EventToRecord[] = [];
    if (organization.signOffRule === input.rule) {
      await write({ ruleChangeBy: null });
    } else if (input.rule === "one" && (!asked || asked === member.personId)) {
      if (asked) return;
      await write({ ruleChangeBy: member.personId });
      told = await tellSignatories(tx, where, { by: member.personId, kind: "rule_change_asked" });
    } else {
      await requireSignatories(tx, { id: organization.id, signOffRule: input.rule });
      await write({ signOffRule: input.rule, ruleChangeBy: null });
      told = await tellSignatories(tx, where, { by: member.personId });
    }
    const coalitionIds = await coalitionsOfOrganization(tx, organization.id);
    await recordEvents(tx, member.personId, [
      ...coalitionIds.map((coalitionId) => ({
        type: "organization.changed" as const,
        data: { coalitionId, organizationId: organization.id },
      })),
      ...told,
    ]);
  });
}
