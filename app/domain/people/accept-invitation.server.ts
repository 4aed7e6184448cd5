import { and, eq, isNull, sql } from "drizzle-orm";
import type { Locale } from "~/i18n/locales";
import { sqlState, type Tx, transaction } from "~db/client.server";
import {
  coalitionOrganizations,
  coalitions,
  coordinators,
  invitations,
  people,
  posts,
  roomGuests,
  rooms,
} from "~db/schema";
import { DomainError } from "../errors";
import { newId } from "../id";
import type { Person, PostRole } from "../member";
import { joinAs } from "../organizations/join-as.server";
import { coalitionsOfOrganization } from "../organizations/lock-organization.server";
import { tellSignatories } from "../organizations/signing-authority.server";
import { recordEvents } from "../record-event.server";
import { line } from "../text-input";
import { isTimeZone } from "../time-zones";
import { type InvitationRow, lockInvitation } from "./load-invitation.server";
import { hashMailToken } from "./mail-token.server";

/** Somebody without an account. The password was checked and hashed before; the address is the invitation's. */
export type NewPerson = { name: string; passwordHash: string; locale: Locale; timeZone: string };

export type Accepted = { personId: string; coalitionId: string; coalitionSlug: string };

/**
 * Accepts an invitation, once: somebody who is signed in as the invited address, or somebody new, who gets an account by it.
 * Accepting it again as the same person changes nothing.
 * @param options.as id of an organization that the person signs for: it joins, in the place of the one that was written down
 * @throws invitation_invalid when it is unknown, used, revoked, older than 72 h, or its organization or room has closed;
 *   invitation_other_person when it is for another address; not_found for an `as` that the person may not bring; not_signed_in when the address has an account already;
 *   required, too_long, invalid_zone
 */
export async function acceptInvitation(
  token: string,
  who: Person | NewPerson,
  options: { as?: string } = {},
): Promise<Accepted> {
  try {
    return await transaction((tx) => accept(tx, token, who, options.as));
  } catch (error) {
    // Two invitations of one new address, accepted at the same moment: the account was made by the other.
    if (sqlState(error) === "23505") throw new DomainError("not_signed_in");
    throw error;
  }
}

async function accept(tx: Tx, token: string, who: Person | NewPerson, as?: string): Promise<Accepted> {
  const [found] = await tx
    .select()
    .from(invitations)
    .where(eq(invitations.tokenHash, hashMailToken(token)));
  if (!found) throw new DomainError("invitation_invalid");
  const invitation = await lockInvitation(tx, found);
  const isNew = !("id" in who);
  if (!isNew && who.email.trim().toLowerCase() !== invitation.email) {
    throw new DomainError("invitation_other_person", { email: invitation.email });
  }
  if (invitation.acceptedAt) {
    if (!isNew && invitation.acceptedBy === who.id) return accepted(tx, invitation, who.id);
    throw new DomainError("invitation_invalid");
  }
  const [standing] = await tx
    .select({ id: invitations.id })
    .from(invitations)
    .where(
      and(
        eq(invitations.id, invitation.id),
        isNull(invitations.revokedAt),
        sql`${invitations.expiresAt} > clock_timestamp()`,
      ),
    );
  if (!standing) throw new DomainError("invitation_invalid");

  const personId = isNew ? await newAccount(tx, invitation, who) : who.id;
  // Whoever brings an organization has a post there already; everybody else gets the one that they were invited to.
  const joined = as && !isNew ? await joinAs(tx, invitation, personId, as) : null;
  if (!joined) await enter(tx, invitation, personId);
  await tx
    .update(invitations)
    .set({ acceptedAt: sql`clock_timestamp()`, acceptedBy: personId })
    .where(eq(invitations.id, invitation.id));
  const result = await accepted(tx, invitation, personId);
  if (joined) {
    await recordEvents(tx, personId, joined);
    return result;
  }
  const coalitionIds = invitation.organizationId
    ? await coalitionsOfOrganization(tx, invitation.organizationId)
    : [invitation.coalitionId];
  const { coalitionId, organizationId, role } = invitation;
  const told =
    organizationId && role === "signatory"
      ? await tellSignatories(tx, { coalitionId, organizationId }, { by: personId })
      : [];
  await recordEvents(tx, personId, [
    ...coalitionIds.map((id) => ({
      type: "person.joined" as const,
      data: { coalitionId: id, organizationId, personId },
    })),
    ...told,
  ]);
  return result;
}

async function newAccount(tx: Tx, invitation: InvitationRow, who: NewPerson): Promise<string> {
  const name = line(who.name, "name", { max: 120, required: true });
  if (!isTimeZone(who.timeZone)) throw new DomainError("invalid_zone", {}, "timeZone");
  const [there] = await tx
    .select({ id: people.id })
    .from(people)
    .where(sql`lower(${people.email}) = ${invitation.email}`);
  if (there) throw new DomainError("not_signed_in");
  const id = newId();
  await tx.insert(people).values({
    id,
    email: invitation.email,
    name,
    passwordHash: who.passwordHash,
    locale: who.locale,
    timeZone: who.timeZone,
  });
  return id;
}

/** The invited role becomes real. Whoever has a living post in the organization keeps it as it is. */
async function enter(tx: Tx, invitation: InvitationRow, personId: string): Promise<void> {
  const { coalitionId, organizationId, roomId, role } = invitation;
  if (role === "coordinator") {
    await tx.insert(coordinators).values({ coalitionId, personId }).onConflictDoNothing();
    return;
  }
  if (role === "guest") {
    const [room] = await tx
      .select()
      .from(rooms)
      .where(and(eq(rooms.id, roomId ?? ""), isNull(rooms.archivedAt)));
    if (!room) throw new DomainError("invitation_invalid");
    await tx
      .insert(roomGuests)
      .values({ roomId: room.id, personId, invitedBy: invitation.invitedBy })
      .onConflictDoUpdate({
        target: [roomGuests.roomId, roomGuests.personId],
        set: { endedAt: null, invitedBy: invitation.invitedBy },
      });
    return;
  }
  const [partner] = await tx
    .select({ id: coalitionOrganizations.organizationId })
    .from(coalitionOrganizations)
    .where(
      and(
        eq(coalitionOrganizations.organizationId, organizationId ?? ""),
        eq(coalitionOrganizations.coalitionId, coalitionId),
        isNull(coalitionOrganizations.leftAt),
      ),
    );
  if (!partner) throw new DomainError("invitation_invalid");
  const post = { role: role satisfies PostRole, title: invitation.title };
  await tx
    .insert(posts)
    .values({ organizationId: partner.id, personId, ...post })
    .onConflictDoUpdate({
      target: [posts.organizationId, posts.personId],
      set: { ...post, endedAt: null },
      setWhere: sql`${posts.endedAt} is not null`,
    });
}

async function accepted(tx: Tx, invitation: InvitationRow, personId: string): Promise<Accepted> {
  const [coalition] = await tx
    .select({ slug: coalitions.slug })
    .from(coalitions)
    .where(eq(coalitions.id, invitation.coalitionId));
  return { personId, coalitionId: invitation.coalitionId, coalitionSlug: coalition?.slug ?? "" };
}
