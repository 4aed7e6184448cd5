import { and, eq, isNull } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { posts } from "~db/schema";
import { notFound } from "../errors";
import { newId } from "../id";
import type { Member, PostRole } from "../member";
import {
  coalitionsOfOrganization,
  lockOrganization,
  requireSignatories,
} from "../organizations/lock-organization.server";
import { dropRuleChange, tellSignatories } from "../organizations/signing-authority.server";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { line } from "../text-input";
import { notify } from "./notify.server";
import { revokeSentInvitations } from "./revoke-sent.server";

/**
 * Gives somebody of an organization another role or title. The person is told of another role, and the other signatories of
 * who signs and who does not any more.
 * @throws not_found, not_allowed, last_signatory, rule_needs_two, too_long
 */
export async function changeRole(
  member: Member,
  input: { organizationId: string; personId: string; role: PostRole; title?: string },
): Promise<void> {
  await transaction(async (tx) => {
    const { organization, thing, member: now } = await lockOrganization(member, input.organizationId, tx);
    requireCan(now, "organization.manage_people", thing);
    const post = and(
      eq(posts.organizationId, organization.id),
      eq(posts.personId, input.personId),
      isNull(posts.endedAt),
    );
    const [before] = await tx.select().from(posts).where(post);
    if (!before) throw notFound();
    const title = input.title === undefined ? before.title : line(input.title, "title", { max: 120 });
    if (before.role === input.role && before.title === title) return;
    await tx.update(posts).set({ role: input.role, title }).where(post);
    if (before.role === "signatory" && input.role !== "signatory") await requireSignatories(tx, organization);
    const where = { coalitionId: member.coalitionId, organizationId: organization.id };
    if (before.role !== input.role) {
      await dropRuleChange(tx, organization.id, input.personId);
      await revokeSentInvitations(tx, [input.personId], await coalitionsOfOrganization(tx, organization.id));
    }
    const told =
      before.role === input.role || input.personId === member.personId
        ? []
        : await notify(tx, [input.personId], {
            coalitionId: member.coalitionId,
            kind: "role_changed",
            facts: { organizationId: organization.id, byId: member.personId, role: input.role },
            dedupeKey: `role_changed:${newId()}`,
          });
    await recordEvents(tx, member.personId, [
      {
        type: "person.role_changed",
        data: { coalitionId: member.coalitionId, organizationId: organization.id, personId: input.personId },
      },
      ...told,
      ...(before.role !== input.role && [before.role, input.role].includes("signatory")
        ? await tellSignatories(tx, where, { by: member.personId, about: input.personId })
        : []),
    ]);
  });
}
