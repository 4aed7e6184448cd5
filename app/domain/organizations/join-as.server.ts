import { and, asc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { db, type Reader, type Tx } from "~db/client.server";
import {
  actions,
  campaignOrganizations,
  campaigns,
  coalitionOrganizations,
  invitations,
  letterEditors,
  letterLeads,
  letters,
  organizations,
  posts,
  reminders,
  signatures,
} from "~db/schema";
import { notFound } from "../errors";
import { letterScope } from "../letters/record-decision.server";
import type { EventToRecord } from "../record-event.server";
import { nameKey } from "./organization";

/** Where an invitation leads: an organization that was written down by whoever invited, or one that is there already. */
type Invited = { organizationId: string | null; coalitionId: string; role: string };

export type JoinableOrganization = {
  id: string;
  name: string;
  nameLocale: string;
  /** How many people of it would belong to the coalition. */
  people: number;
  /** It has the name that the invitation says, or had left this coalition: the likely answer. */
  likely: boolean;
};

/**
 * Organizations that the invited person may bring into the coalition instead of the one that was written down for them: those
 * for which the person signs, and which are no partners there now. Only while nobody has come for the one that was written
 * down. Told to that person alone; whoever invited never learns that they are there (docs/decisions/2026-11-24-join-as.md).
 */
export async function readJoinable(
  invitation: Invited,
  personId: string,
  reader: Reader = db,
): Promise<JoinableOrganization[]> {
  const { organizationId, coalitionId } = invitation;
  if (invitation.role !== "signatory" || !organizationId || !(await isPlaceholder(reader, organizationId, coalitionId)))
    return [];
  const [written] = await reader
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  const rows = await reader
    .select({
      id: organizations.id,
      name: organizations.name,
      nameLocale: organizations.nameLocale,
      names: organizations.names,
      people: sql<number>`(select count(*)::int from ${posts} other
        where other.organization_id = "organizations"."id" and other.ended_at is null)`,
      leftAt: coalitionOrganizations.leftAt,
      there: coalitionOrganizations.organizationId,
    })
    .from(posts)
    .innerJoin(organizations, eq(organizations.id, posts.organizationId))
    .leftJoin(
      coalitionOrganizations,
      and(
        eq(coalitionOrganizations.organizationId, organizations.id),
        eq(coalitionOrganizations.coalitionId, coalitionId),
      ),
    )
    .where(
      and(
        eq(posts.personId, personId),
        eq(posts.role, "signatory"),
        isNull(posts.endedAt),
        ne(organizations.id, organizationId),
      ),
    )
    .orderBy(asc(organizations.name));
  const wanted = nameKey(written?.name ?? "");
  return rows
    .filter((o) => o.there === null || o.leftAt !== null)
    .map((o) => ({
      id: o.id,
      name: o.name,
      nameLocale: o.nameLocale,
      people: o.people,
      likely: o.leftAt !== null || [o.name, ...Object.values(o.names)].some((name) => nameKey(name) === wanted),
    }));
}

/**
 * Puts an organization that is there already in the place of the one that an invitation was written for: in the coalition, its
 * campaigns, and the letters that it leads, edits or was invited to sign. What the organization did here before it left
 * stands and is not overwritten. The one that was written down leaves, as a partner does that is removed; other invitations to it
 * end, because they would make people signatories of an organization that knows nothing of them.
 *
 * The caller holds the invitation's lock (`lockInvitation`), and records the events last.
 * @throws not_found when it is none that this person may bring
 */
export async function joinAs(
  tx: Tx,
  invitation: Invited & { id: string },
  personId: string,
  organizationId: string,
): Promise<EventToRecord[]> {
  const { coalitionId, organizationId: written } = invitation;
  await tx
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .for("no key update");
  const joinable = await readJoinable(invitation, personId, tx);
  if (!written || !joinable.some((o) => o.id === organizationId)) throw notFound();

  await tx
    .insert(coalitionOrganizations)
    .values({ coalitionId, organizationId })
    .onConflictDoUpdate({
      target: [coalitionOrganizations.coalitionId, coalitionOrganizations.organizationId],
      set: { leftAt: null, joinedAt: sql`clock_timestamp()` },
    });
  const campaignIds = await moveCampaigns(tx, coalitionId, written, organizationId);
  const moved = await moveLetters(tx, coalitionId, written, organizationId);
  await tx
    .update(actions)
    .set({ leadOrganizationId: organizationId })
    .where(and(eq(actions.coalitionId, coalitionId), eq(actions.leadOrganizationId, written)));
  const [self] = await tx
    .select({ parentId: organizations.parentId })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  // Two levels are enough to show: chapters of a chapter stand for themselves.
  await tx
    .update(organizations)
    .set({ parentId: self?.parentId ? null : organizationId })
    .where(and(eq(organizations.parentId, written), ne(organizations.id, organizationId)));
  await tx
    .update(coalitionOrganizations)
    .set({ leftAt: sql`clock_timestamp()` })
    .where(
      and(eq(coalitionOrganizations.coalitionId, coalitionId), eq(coalitionOrganizations.organizationId, written)),
    );
  await tx
    .update(invitations)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(invitations.organizationId, written),
        ne(invitations.id, invitation.id),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    );
  await tx.update(invitations).set({ organizationId }).where(eq(invitations.id, invitation.id));
  const holders = await tx
    .select({ personId: posts.personId })
    .from(posts)
    .where(and(eq(posts.organizationId, organizationId), isNull(posts.endedAt)));
  return [
    { type: "organization.left", data: { coalitionId, organizationId: written } },
    { type: "organization.joined", data: { coalitionId, organizationId } },
    ...campaignIds.map(
      (campaignId): EventToRecord => ({
        type: "campaign.organization_joined",
        data: { coalitionId, campaignId, organizationId },
      }),
    ),
    ...moved.map((letter): EventToRecord => ({ type: "letter.changed", data: letterScope(letter) })),
    ...holders.map(
      (h): EventToRecord => ({
        type: "person.joined",
        data: { coalitionId, organizationId, personId: h.personId },
      }),
    ),
  ];
}

/** Written down by whoever invited, and nobody has come: no people, present or past, and a partner of this coalition only. */
async function isPlaceholder(reader: Reader, organizationId: string, coalitionId: string): Promise<boolean> {
  const [[post], [here], [elsewhere]] = await Promise.all([
    reader.select({ id: posts.personId }).from(posts).where(eq(posts.organizationId, organizationId)).limit(1),
    reader
      .select({ id: coalitionOrganizations.organizationId })
      .from(coalitionOrganizations)
      .where(
        and(
          eq(coalitionOrganizations.organizationId, organizationId),
          eq(coalitionOrganizations.coalitionId, coalitionId),
          isNull(coalitionOrganizations.leftAt),
        ),
      ),
    reader
      .select({ id: coalitionOrganizations.organizationId })
      .from(coalitionOrganizations)
      .where(
        and(
          eq(coalitionOrganizations.organizationId, organizationId),
          ne(coalitionOrganizations.coalitionId, coalitionId),
        ),
      ),
  ]);
  return post === undefined && here !== undefined && elsewhere === undefined;
}

async function moveCampaigns(tx: Tx, coalitionId: string, from: string, to: string): Promise<string[]> {
  const left = await tx
    .delete(campaignOrganizations)
    .where(
      and(
        eq(campaignOrganizations.organizationId, from),
        inArray(
          campaignOrganizations.campaignId,
          tx.select({ id: campaigns.id }).from(campaigns).where(eq(campaigns.coalitionId, coalitionId)),
        ),
      ),
    )
    .returning({ campaignId: campaignOrganizations.campaignId });
  const ids = left.map((c) => c.campaignId);
  if (ids.length > 0) {
    await tx
      .insert(campaignOrganizations)
      .values(ids.map((campaignId) => ({ campaignId, organizationId: to })))
      .onConflictDoNothing();
  }
  return ids;
}

/** Leads, editors and invitations to sign. Where the organization has a row of before, that one stays. */
async function moveLetters(tx: Tx, coalitionId: string, from: string, to: string) {
  const named = (table: typeof letterLeads | typeof letterEditors | typeof signatures) =>
    tx.select({ id: table.letterId }).from(table).where(eq(table.organizationId, from));
  const found = await tx
    .select()
    .from(letters)
    .where(
      and(
        eq(letters.coalitionId, coalitionId),
        sql`(${letters.id} in ${named(letterLeads)} or ${letters.id} in ${named(letterEditors)}
          or ${letters.id} in ${named(signatures)})`,
      ),
    )
    .orderBy(letters.id)
    .for("update");
  if (found.length === 0) return [];
  const ids = found.map((letter) => letter.id);
  for (const table of [letterLeads, letterEditors, signatures]) {
    const taken = tx.select({ id: table.letterId }).from(table).where(eq(table.organizationId, to));
    await tx
      .update(table)
      .set({ organizationId: to })
      .where(and(eq(table.organizationId, from), inArray(table.letterId, ids), sql`${table.letterId} not in ${taken}`));
    await tx.delete(table).where(and(eq(table.organizationId, from), inArray(table.letterId, ids)));
  }
  await tx
    .update(reminders)
    .set({ organizationId: to })
    .where(and(eq(reminders.organizationId, from), inArray(reminders.letterId, ids)));
  return found;
}
