import { and, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "~db/client.server";
import { coordinators, invitations } from "~db/schema";

/**
 * Takes back the open invitations that these people sent and may not send any more: otherwise whoever was removed lets
 * themselves back in by a link to another address of theirs. Called after posts or coordination have ended, in the same
 * transaction.
 *
 * An invitation stands while its sender is a signatory of that organization, coordinates the coalition (which invites
 * coordinators, and an organization's first signatory), or works in an organization of the campaign of that room.
 */
export async function revokeSentInvitations(tx: Tx, personIds: readonly string[], coalitionIds: readonly string[]) {
  if (personIds.length === 0 || coalitionIds.length === 0) return;
  const coordinates = sql`exists (select 1 from ${coordinators} c
    where c.coalition_id = ${invitations.coalitionId} and c.person_id = ${invitations.invitedBy})`;
  // Somebody's living posts in organizations that are partners of the invitation's coalition.
  const post = sql`from posts p join coalition_organizations co
    on co.organization_id = p.organization_id and co.coalition_id = ${invitations.coalitionId} and co.left_at is null
    where p.person_id = ${invitations.invitedBy} and p.ended_at is null`;
  const signsForIt = sql`exists (select 1 ${post}
    and p.organization_id = ${invitations.organizationId} and p.role = 'signatory')`;
  const worksInCampaign = sql`exists (select 1 ${post} and p.role in ('signatory', 'delegate')
    and p.organization_id in (select o.organization_id from campaign_organizations o
      join rooms r on r.campaign_id = o.campaign_id where r.id = ${invitations.roomId}))`;
  await tx
    .update(invitations)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(
      and(
        inArray(invitations.invitedBy, [...personIds]),
        inArray(invitations.coalitionId, [...coalitionIds]),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        sql`not ${coordinates}`,
        sql`not case when ${invitations.organizationId} is not null then ${signsForIt}
            when ${invitations.roomId} is not null then ${worksInCampaign} else false end`,
      ),
    );
}
