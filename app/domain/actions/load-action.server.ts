import { and, eq } from "drizzle-orm";
import { db, type Reader, type Tx } from "~db/client.server";
import { actions, campaignOrganizations } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { type ActionThing, can } from "../permissions";

export type ActionRow = typeof actions.$inferSelect;
export type LoadedAction = { action: ActionRow; thing: ActionThing };

/** An action that the member may read. @throws not_found */
export async function loadAction(member: Member, id: string, reader: Reader = db): Promise<LoadedAction> {
  const [action] = await reader
    .select()
    .from(actions)
    .where(and(eq(actions.id, id), eq(actions.coalitionId, member.coalitionId)));
  return admit(member, action, reader);
}

/** The same, with its row locked for the rest of the transaction. */
export async function lockAction(member: Member, id: string, tx: Tx): Promise<LoadedAction> {
  const [action] = await tx
    .select()
    .from(actions)
    .where(and(eq(actions.id, id), eq(actions.coalitionId, member.coalitionId)))
    .for("update");
  return admit(member, action, tx);
}

async function admit(member: Member, action: ActionRow | undefined, reader: Reader): Promise<LoadedAction> {
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
