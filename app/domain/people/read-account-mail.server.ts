import { and, eq, isNull, sql } from "drizzle-orm";
import type { Locale } from "~/i18n/locales";
import { db } from "~db/client.server";
import { coalitions, invitations, organizations, passwordResets, people, rooms } from "~db/schema";
import type { InvitationRole } from "./invitation";
import { remakeMailToken } from "./mail-token.server";

export type InvitationToMail = {
  id: string;
  coalitionId: string;
  email: string;
  locale: Locale;
  /** Of the invited person; may be empty. */
  name: string;
  role: InvitationRole;
  note: string;
  invitedBy: string | null;
  coalition: string;
  organization: string | null;
  room: string | null;
  expiresAt: Date;
  token: string;
};

/** What the mail of an invitation tells, with the link's token made anew. Null: it was accepted, revoked or has expired. */
export async function readInvitationToMail(invitationId: string): Promise<InvitationToMail | null> {
  const [row] = await db
    .select({
      invitation: invitations,
      coalition: coalitions.name,
      organization: organizations.name,
      room: rooms.name,
      invitedBy: people.name,
    })
    .from(invitations)
    .innerJoin(coalitions, eq(coalitions.id, invitations.coalitionId))
    .leftJoin(organizations, eq(organizations.id, invitations.organizationId))
    .leftJoin(rooms, eq(rooms.id, invitations.roomId))
    .leftJoin(people, eq(people.id, invitations.invitedBy))
    .where(
      and(
        eq(invitations.id, invitationId),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        sql`${invitations.expiresAt} > clock_timestamp()`,
      ),
    );
  const token = row && remakeMailToken("invitation", row.invitation.id, row.invitation.tokenHash);
  if (!row || !token) return null;
  const { id, coalitionId, email, locale, name, role, note, expiresAt } = row.invitation;
  return {
    id,
    coalitionId,
    email,
    locale,
    name,
    role,
    note,
    expiresAt,
    token,
    invitedBy: row.invitedBy,
    coalition: row.coalition,
    organization: row.organization,
    room: row.room,
  };
}

export type ResetToMail = { personId: string; email: string; name: string; locale: Locale; token: string };

/** The same for a forgotten password. Null: it was used or has expired. */
export async function readResetToMail(tokenHash: string): Promise<ResetToMail | null> {
  const [row] = await db
    .select({ person: people, createdAt: passwordResets.createdAt })
    .from(passwordResets)
    .innerJoin(people, eq(people.id, passwordResets.personId))
    .where(
      and(
        eq(passwordResets.tokenHash, tokenHash),
        isNull(passwordResets.usedAt),
        sql`${passwordResets.expiresAt} > clock_timestamp()`,
      ),
    );
  const token = row && remakeMailToken("password-reset", resetSubject(row.person.id, row.createdAt), tokenHash);
  if (!row || !token) return null;
  const { id: personId, email, name, locale } = row.person;
  return { personId, email, name, locale, token };
}

/** Names one request: a person asks at one moment once. */
export function resetSubject(personId: string, createdAt: Date): string {
  return `${personId} ${createdAt.getTime()}`;
}
