import { like, sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { coalitions } from "~db/schema";
import { DomainError } from "../errors";
import { newId } from "../id";
import type { Person } from "../member";
import { type InviteeInput, writeInvitation } from "../people/write-invitation.server";
import { recordEvents } from "../record-event.server";
import { type CoalitionInput, coalitionInput, slugOf } from "./coalition";

/**
 * Founds a coalition and invites its first coordinator, who invites the organizations. Only administrators of the server do;
 * they get no place in it, so that running the machine gives no power over letters.
 * @throws not_allowed, required, too_long, invalid_email
 */
export async function createCoalition(
  person: Person,
  input: CoalitionInput & { coordinator: InviteeInput },
): Promise<{ coalitionId: string; slug: string; invitationId: string }> {
  if (!person.instanceAdmin) throw new DomainError("not_allowed", { permission: "coalition.create" });
  const values = coalitionInput(input);
  return transaction(async (tx) => {
    const base = slugOf(values.name);
    // Two at once with the same name: one after the other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('conjunta coalition slug'))`);
    const taken = new Set(
      (
        await tx
          .select({ slug: coalitions.slug })
          .from(coalitions)
          .where(like(coalitions.slug, `${base}%`))
      ).map((c) => c.slug),
    );
    let slug = base;
    for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
    const coalitionId = newId();
    await tx.insert(coalitions).values({ id: coalitionId, slug, ...values });
    const invitationId = await writeInvitation(tx, {
      ...input.coordinator,
      coalitionId,
      organizationId: null,
      role: "coordinator",
      invitedBy: person.id,
      locale: input.coordinator.locale ?? person.locale,
    });
    await recordEvents(tx, person.id, [
      { type: "coalition.changed", data: { coalitionId } },
      { type: "person.invited", data: { coalitionId, organizationId: null, invitationId } },
    ]);
    return { coalitionId, slug, invitationId };
  });
}
