import { sql } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { personCoalitions } from "~db/schema";
import { notFound } from "../errors";
import { type Member, roleIn } from "../member";
import { recordEvent } from "../record-event.server";

/** Chooses for which of their organizations the member speaks in this coalition. @throws not_found for one where they have no post */
export async function actFor(member: Member, organizationId: string): Promise<void> {
  if (!roleIn(member, organizationId)) throw notFound();
  if (member.actingForId === organizationId) return;
  const { personId, coalitionId } = member;
  await transaction(async (tx) => {
    await tx
      .insert(personCoalitions)
      .values({ personId, coalitionId, actingForId: organizationId })
      .onConflictDoUpdate({
        target: [personCoalitions.personId, personCoalitions.coalitionId],
        set: { actingForId: organizationId, lastSeenAt: sql`clock_timestamp()` },
      });
    await recordEvent(tx, personId, "person.changed", { personId });
  });
}
