import { and, eq } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";
import { actions, campaignOrganizations } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { type ActionThing, can } from "../permissions";

export type LoadedAction = { action: typeof actions.$inferSelect; thing: ActionThing };

/** An action that the member may read. @throws not_found */
export async function loadAction(member: Member, id: string, reader: Reader = db): Promise<LoadedAction> {
  const [action] = await reader
    .select()
    .from(actions)
    .where(and(eq(actions.id, id), eq(actions.coalitionId, member.coalitionId)));
  if (!action) throw notFound();
  const rows = action.campaignId
    ? await reader
        .select({ id: campaignOrganizations.organizationId })
        .from(campaignOrganizations)
        .where(eq(campaignOrganizations.campaignId, action.campaignId))
    : null;
  const thing = {
    createdBy: action.createdBy,
    leadOrganizationId: action.leadOrganizationId,
    campaignOrganizationIds: rows?.map((r) => r.id) ?? null,
  };
  if (!can(member, "action.read", thing)) throw notFound();
  return { action, thing };
}
