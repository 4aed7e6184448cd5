import { sql } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";

/**
 * Everybody who may read an action (the same answer as `action.read`, asked the other way round): people of the campaign's
 * organizations, or of all partners, and the coordinators.
 */
export async function readInvitedPeople(
  action: { coalitionId: string; campaignId: string | null },
  reader: Reader = db,
): Promise<{ id: string }[]> {
  const rows = await reader.execute<{ id: string }>(sql`
    select p.id from people p where p.deactivated_at is null and (
      exists (select 1 from coordinators c where c.coalition_id = ${action.coalitionId} and c.person_id = p.id)
      or exists (
        select 1 from posts w
        join coalition_organizations o on o.organization_id = w.organization_id
          and o.coalition_id = ${action.coalitionId} and o.left_at is null
        where w.person_id = p.id and w.ended_at is null
          and (${action.campaignId}::text is null or exists (select 1 from campaign_organizations k
            where k.campaign_id = ${action.campaignId} and k.organization_id = w.organization_id))))`);
  return rows.map(({ id }) => ({ id }));
}
