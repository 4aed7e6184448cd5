import { and, count, desc, eq, isNull, sql } from "drizzle-orm";
import type { Locale } from "~/i18n/locales";
import { db } from "~db/client.server";
import { coalitionOrganizations, coalitions, invitations, organizations, people, rooms } from "~db/schema";
import type { Member, Person } from "../member";
import { type JoinableOrganization, readJoinable } from "../organizations/join-as.server";
import { type InvitationRole, type InvitationState, invitationState } from "./invitation";
import { hashMailToken } from "./mail-token.server";

/** What the page of an invitation shows. Looking at it changes nothing: mail scanners open links. */
export type InvitationPage = {
  state: InvitationState;
  email: string;
  name: string;
  role: InvitationRole;
  locale: Locale;
  note: string;
  invitedBy: string | null;
  invitedAt: string;
  expiresAt: string;
  coalition: {
    id: string;
    slug: string;
    name: string;
    nameLocale: string;
    dye: "grana" | "anil" | "nopal" | "barro";
    partners: number;
  };
  organization: { id: string; name: string; nameLocale: string; acronym: string } | null;
  room: string | null;
  /** The address has an account already: its person signs in, and needs no new password. */
  accountExists: boolean;
  acceptedBy: string | null;
};

/** @returns null when the token belongs to no invitation */
export async function readInvitation(token: string): Promise<InvitationPage | null> {
  const [row] = await db
    .select({
      invitation: invitations,
      coalition: coalitions,
      organization: organizations,
      room: rooms.name,
      by: people.name,
    })
    .from(invitations)
    .innerJoin(coalitions, eq(coalitions.id, invitations.coalitionId))
    .leftJoin(organizations, eq(organizations.id, invitations.organizationId))
    .leftJoin(rooms, eq(rooms.id, invitations.roomId))
    .leftJoin(people, eq(people.id, invitations.invitedBy))
    .where(eq(invitations.tokenHash, hashMailToken(token)));
  if (!row) return null;
  const { invitation, coalition, organization } = row;
  const [[partners], [account]] = await Promise.all([
    db
      .select({ n: count() })
      .from(coalitionOrganizations)
      .where(and(eq(coalitionOrganizations.coalitionId, coalition.id), isNull(coalitionOrganizations.leftAt))),
    db.select({ id: people.id }).from(people).where(sql`lower(${people.email}) = ${invitation.email}`),
  ]);
  return {
    state: invitationState(invitation, new Date()),
    email: invitation.email,
    name: invitation.name,
    role: invitation.role,
    locale: invitation.locale,
    note: invitation.note,
    invitedBy: row.by,
    invitedAt: invitation.createdAt.toISOString(),
    expiresAt: invitation.expiresAt.toISOString(),
    coalition: {
      id: coalition.id,
      slug: coalition.slug,
      name: coalition.name,
      nameLocale: coalition.nameLocale,
      dye: coalition.dye,
      partners: partners?.n ?? 0,
    },
    organization: organization && {
      id: organization.id,
      name: organization.name,
      nameLocale: organization.nameLocale,
      acronym: organization.acronym,
    },
    room: row.room,
    accountExists: account !== undefined,
    acceptedBy: invitation.acceptedBy,
  };
}

/**
 * Organizations as which the person may come, beside the one that the invitation was written for. Only the invited person
 * learns of them: the link alone is not enough.
 */
export async function readWaysToJoin(token: string, person: Person): Promise<JoinableOrganization[]> {
  const [invitation] = await db
    .select()
    .from(invitations)
    .where(eq(invitations.tokenHash, hashMailToken(token)));
  if (!invitation || invitation.email !== person.email.trim().toLowerCase()) return [];
  if (invitationState(invitation, new Date()) !== "pending") return [];
  return readJoinable(invitation, person.id);
}

export type InvitationInList = {
  id: string;
  email: string;
  name: string;
  role: InvitationRole;
  title: string;
  invitedBy: string | null;
  invitedAt: string;
  expiresAt: string;
  /** Older than 72 h: it can be sent again. */
  expired: boolean;
};

/**
 * Invitations that nobody has accepted or taken back yet: of an organization, or those of the coalition's coordinators. The
 * caller has asked whether the member may see them.
 */
export async function readOpenInvitations(
  member: Member,
  of: { organizationId: string } | { role: "coordinator" } | { roomId: string },
): Promise<InvitationInList[]> {
  const rows = await db
    .select({ invitation: invitations, by: people.name })
    .from(invitations)
    .leftJoin(people, eq(people.id, invitations.invitedBy))
    .where(
      and(
        eq(invitations.coalitionId, member.coalitionId),
        "organizationId" in of
          ? eq(invitations.organizationId, of.organizationId)
          : "roomId" in of
            ? eq(invitations.roomId, of.roomId)
            : eq(invitations.role, "coordinator"),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    )
    .orderBy(desc(invitations.createdAt));
  const now = new Date();
  return rows.map(({ invitation: i, by }) => ({
    id: i.id,
    email: i.email,
    name: i.name,
    role: i.role,
    title: i.title,
    invitedBy: by,
    invitedAt: i.createdAt.toISOString(),
    expiresAt: i.expiresAt.toISOString(),
    expired: invitationState(i, now) === "expired",
  }));
}
