import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { invitations, people, posts } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import {
  coalitionsOfOrganization,
  lockOrganization,
  requireSignatories,
} from "../organizations/lock-organization.server";
import { dropRuleChange, tellSignatories } from "../organizations/signing-authority.server";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { revokeSentInvitations } from "./revoke-sent.server";

/**
 * Ends somebody's post in an organization, and with it their access, in every open tab within a second. Signatories remove
 * others; everybody may leave by themselves. What the person did stays in the record; invitations that they sent and could
 * send no more open nothing.
 * @throws not_found, not_allowed, last_signatory, rule_needs_two
 */
export async function removePerson(member: Member, input: { organizationId: string; personId: string }): Promise<void> {
  await transaction(async (tx) => {
    const { organization, thing, member: now } = await lockOrganization(member, input.organizationId, tx);
    const leaves = input.personId === member.personId;
    if (!leaves) requireCan(now, "organization.manage_people", thing);
    const [post] = await tx
      .select()
      .from(posts)
      .where(and(eq(posts.organizationId, organization.id), eq(posts.personId, input.personId)));
    if (!post) throw notFound();
    if (post.endedAt) return;
    await tx
      .update(posts)
      .set({ endedAt: sql`clock_timestamp()` })
      .where(and(eq(posts.organizationId, organization.id), eq(posts.personId, input.personId)));
    if (post.role === "signatory") await requireSignatories(tx, organization);
    await dropRuleChange(tx, organization.id, input.personId);
    // A second invitation that still lies in the mailbox would bring the person back.
    await tx
      .update(invitations)
      .set({ revokedAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(invitations.organizationId, organization.id),
          inArray(
            invitations.email,
            tx
              .select({ email: sql<string>`lower(${people.email})` })
              .from(people)
              .where(eq(people.id, input.personId)),
          ),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
        ),
      );
    const coalitionIds = await coalitionsOfOrganization(tx, organization.id);
    await revokeSentInvitations(tx, [input.personId], coalitionIds);
    const where = { coalitionId: member.coalitionId, organizationId: organization.id };
    const told = post.role === "signatory" ? await tellSignatories(tx, where, { by: member.personId }) : [];
    await recordEvents(tx, member.personId, [
      ...coalitionIds.map((coalitionId) => ({
        type: "person.removed" as const,
        data: { coalitionId, organizationId: organization.id, personId: input.personId },
      })),
      ...told,
    ]);
  });
}

/** Leaves an organization by oneself. @throws not_found, last_signatory, rule_needs_two */
export async function leaveOrganization(member: Member, organizationId: string): Promise<void> {
  await removePerson(member, { organizationId, personId: member.personId });
}
