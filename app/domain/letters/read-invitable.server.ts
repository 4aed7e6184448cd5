import { and, asc, eq, isNull } from "drizzle-orm";
import { db } from "~db/client.server";
import { coalitionOrganizations, organizations, signatures } from "~db/schema";
import type { Member } from "../member";
import { actsForAbsentLead, can, requireCan } from "../permissions";
import type { BoardLetter } from "./board";
import { canTransition } from "./letter";
import { loadLetter } from "./load-letter.server";
import { readBoardLetter } from "./read-board.server";
import { canTakeBack } from "./signature";

export type Invitable = {
  letter: BoardLetter & { meaning: string };
  organizations: {
    id: string;
    name: string;
    locale: string;
    country: string;
    lead: boolean;
    inCampaign: boolean;
    invited: boolean;
  }[];
  /** Invited organizations that have never answered, which can be taken back. Null for those who are not its leads. */
  unanswered: { id: string; name: string; locale: string; reading: boolean; invitedAt: string }[] | null;
  /** A coordinator decides in the lead's absence and says why. */
  needsReason: boolean;
  can: { open: boolean; invite: boolean };
};

/**
 * Partners of the coalition as those who open a letter or invite more see them: who leads, who takes part in the campaign, who
 * was asked.
 * @throws not_found; not_allowed for those who may neither open nor invite
 */
export async function readInvitable(member: Member, letterId: string): Promise<Invitable> {
  const loaded = await loadLetter(member, letterId);
  const { letter, thing } = loaded;
  requireCan(member, "letter.invite_to_sign", thing);
  const partners = await db
    .select({ organization: organizations })
    .from(organizations)
    .innerJoin(coalitionOrganizations, eq(coalitionOrganizations.organizationId, organizations.id))
    .where(and(eq(coalitionOrganizations.coalitionId, member.coalitionId), isNull(coalitionOrganizations.leftAt)))
    .orderBy(asc(organizations.name));
  const invited = await db
    .select({ signature: signatures, organization: organizations })
    .from(signatures)
    .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
    .where(eq(signatures.letterId, letter.id))
    .orderBy(asc(organizations.name));
  const asked = new Set(invited.map((i) => i.organization.id));
  const mayTakeBack = canTransition(letter.status, "invite") && can(member, "letter.take_back_invitation", thing);
  return {
    letter: { ...(await readBoardLetter(loaded)), meaning: letter.meaning },
    organizations: partners.map(({ organization: o }) => ({
      id: o.id,
      name: o.name,
      locale: o.nameLocale,
      country: o.country,
      lead: thing.leadIds.includes(o.id),
      inCampaign: thing.campaignOrganizationIds.includes(o.id),
      invited: asked.has(o.id),
    })),
    unanswered: mayTakeBack
      ? invited
          .filter(({ signature, organization }) => canTakeBack(signature) && !thing.leadIds.includes(organization.id))
          .map(({ signature, organization: o }) => ({
            id: o.id,
            name: o.name,
            locale: o.nameLocale,
            reading: signature.state === "considering",
            invitedAt: signature.invitedAt.toISOString(),
          }))
      : null,
    needsReason: actsForAbsentLead(member, thing),
    can: {
      open: canTransition(letter.status, "open") && can(member, "letter.open", thing),
      invite: canTransition(letter.status, "invite") && can(member, "letter.invite_to_sign", thing),
    },
  };
}
