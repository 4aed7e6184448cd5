import { and, eq, isNull, sql } from "drizzle-orm";
import type { Locale } from "~/i18n/locales";
import type { Tx } from "~db/client.server";
import { invitations, people, posts } from "~db/schema";
import { addJob } from "../add-job.server";
import { DomainError } from "../errors";
import { newId } from "../id";
import { countInside } from "../rate-limit.server";
import { line, paragraphs } from "../text-input";
import { emailAddress } from "./email";
import { INVITATION_HOURS, type InvitationRole } from "./invitation";
import { hashMailToken, mailToken } from "./mail-token.server";

export type InviteeInput = { email: string; name?: string; title?: string; note?: string; locale?: Locale };
export type ToInvite = InviteeInput & {
  coalitionId: string;
  organizationId: string | null;
  roomId?: string | null;
  role: InvitationRole;
  invitedBy: string | null;
  locale: Locale;
};

/**
 * Writes an invitation and the job that mails it. What the verbs that invite share; the caller holds the lock of what the
 * person is invited to, so that two invitations at once meet.
 * @throws invitation_duplicate when the address has one that still stands; required, invalid_email, too_long;
 *   too_many_attempts when the sender sent, or the address got, too many: of all kinds, also those sent again
 */
export async function writeInvitation(tx: Tx, input: ToInvite): Promise<string> {
  const email = emailAddress(input.email);
  const name = line(input.name ?? "", "name", { max: 120 });
  const title = line(input.title ?? "", "title", { max: 120 });
  const note = paragraphs(input.note ?? "", "note", { max: 1000 });
  const [standing] = await tx
    .select({ id: invitations.id })
    .from(invitations)
    .where(
      and(
        eq(invitations.email, email),
        eq(invitations.coalitionId, input.coalitionId),
        same(invitations.organizationId, input.organizationId),
        same(invitations.roomId, input.roomId ?? null),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        sql`${invitations.expiresAt} > clock_timestamp()`,
      ),
    );
  if (standing) throw new DomainError("invitation_duplicate", {}, "email");
  if (input.invitedBy) await countInside(tx, "invitations_sender", input.invitedBy);
  await countInside(tx, "invitations_address", email);
  const id = newId();
  await tx.insert(invitations).values({
    id,
    tokenHash: hashMailToken(mailToken("invitation", id)),
    email,
    name,
    title,
    note,
    locale: input.locale,
    coalitionId: input.coalitionId,
    organizationId: input.organizationId,
    roomId: input.roomId ?? null,
    role: input.role,
    invitedBy: input.invitedBy,
    expiresAt: sql`clock_timestamp() + make_interval(hours => ${INVITATION_HOURS})` as unknown as Date,
  });
  await addJob(tx, "mail_invitation", { invitationId: id });
  return id;
}

/** @throws already_member when somebody with this address has a living post in the organization */
export async function refuseMembers(tx: Tx, organizationId: string, email: string): Promise<void> {
  const [there] = await tx
    .select({ id: people.id })
    .from(people)
    .innerJoin(posts, eq(posts.personId, people.id))
    .where(
      and(sql`lower(${people.email}) = ${email}`, eq(posts.organizationId, organizationId), isNull(posts.endedAt)),
    );
  if (there) throw new DomainError("already_member", {}, "email");
}

function same(column: typeof invitations.organizationId | typeof invitations.roomId, value: string | null) {
  return value === null ? isNull(column) : eq(column, value);
}
