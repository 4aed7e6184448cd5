import { and, eq } from "drizzle-orm";
import type { Tx } from "~db/client.server";
import { organizations } from "~db/schema";
import { newId } from "../id";
import { readPostHolders } from "../letters/sign-on.server";
import type { NotificationKind } from "../people/notification";
import { notify } from "../people/notify.server";
import type { EventToRecord } from "../record-event.server";

/**
 * Tells an organization's other signatories, in the app and by mail, that somebody touched who signs for it, or how: what one
 * of them does alone, none of them learns too late.
 * @param by who did it; @param about a person who is told of it otherwise
 */
export async function tellSignatories(
  tx: Tx,
  where: { coalitionId: string; organizationId: string },
  what: { by: string; about?: string; kind?: NotificationKind },
): Promise<EventToRecord[]> {
  const { coalitionId, organizationId } = where;
  const { by, about, kind = "organization_authority_changed" } = what;
  const holders = (await readPostHolders(tx, [organizationId], ["signatory"])).get(organizationId) ?? [];
  return notify(
    tx,
    holders.filter((id) => id !== by && id !== about),
    { coalitionId, kind, facts: { organizationId, byId: by }, dedupeKey: `${kind}:${newId()}` },
  );
}

/** Whoever is a signatory no more asks for no other rule either: nobody may complete what they began. */
export async function dropRuleChange(tx: Tx, organizationId: string, personId: string): Promise<void> {
  await tx
    .update(organizations)
    .set({ ruleChangeBy: null })
    .where(and(eq(organizations.id, organizationId), eq(organizations.ruleChangeBy, personId)));
}
