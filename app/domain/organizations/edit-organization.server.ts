import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { organizations } from "~db/schema";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { coalitionsOfOrganization, lockOrganization } from "./lock-organization.server";
import { type OrganizationInput, organizationInput } from "./organization";
import { requireFreeName, requireParent } from "./require-free-name.server";

/**
 * Says anew what an organization is called, where it is and of whom it is a chapter. Its signatories do; the coordinator while
 * it has none. The texts that were frozen and the lists that were finalized keep the name they had.
 * @throws not_found, not_allowed, organization_exists, required, too_long, invalid_country, invalid_url
 */
export async function editOrganization(
  member: Member,
  input: OrganizationInput & { organizationId: string },
): Promise<void> {
  const values = organizationInput(input);
  await transaction(async (tx) => {
    const { organization, thing, member: now } = await lockOrganization(member, input.organizationId, tx);
    requireCan(now, "organization.edit", thing);
    await requireFreeName(tx, now, values, organization.id);
    if (values.parentId !== organization.parentId) await requireParent(tx, now, values.parentId, organization.id);
    await tx.update(organizations).set(values).where(eq(organizations.id, organization.id));
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
