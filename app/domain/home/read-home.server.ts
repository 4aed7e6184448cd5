import { and, eq, inArray, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { campaigns, organizations, people, recipients, signatures } from "~db/schema";
import type { ActionInList } from "../actions/action";
import { readNextActions } from "../actions/read-actions.server";
import { followUpOf, readAnswered } from "../letters/follow-up.server";
import type { LeadTask } from "../letters/lead-task";
import type { LetterStatus } from "../letters/letter";
import { listReadableLetters } from "../letters/load-letter.server";
import { readLeadTasks } from "../letters/read-lead-tasks.server";
import { awaitsAnswer } from "../letters/signature";
import { type Member, type PostRole, roleIn } from "../member";
import type { Notice } from "../people/notice";
import { readNotices } from "../people/notifications.server";
import { can, leadershipOf } from "../permissions";
import type { ActivityItem } from "./activity";
import { readActivity } from "./read-activity.server";

/** A letter on which an organization of the reader has to decide. */
export type AwaitingLetter = {
  letterId: string;
  title: string;
  locale: string;
  status: LetterStatus;
  campaignName: string;
  /** First recipient, for "To …"; null when there is none yet. */
  to: string | null;
  organization: { id: string; name: string };
  role: PostRole;
  state: "invited" | "considering" | "pending_approval";
  requestedBy: string | null;
  requestedAt: string | null;
  deadline: string | null;
  deadlineZone: string | null;
  since: string | null;
  signed: number;
  total: number;
};

/** A letter in consultation: what the reader's organization can still say. */
export type ReviewLetter = {
  letterId: string;
  title: string;
  locale: string;
  campaignName: string;
  until: string | null;
  zone: string | null;
  since: string | null;
};

/** A letter that is on its way, for "in progress". */
export type ProgressLetter = {
  letterId: string;
  title: string;
  locale: string;
  status: LetterStatus;
  campaignName: string;
  /** As what the reader's organization leads it. */
  lead: "lead" | "co_lead" | null;
  deadline: string | null;
  /** When the reader, as one of its leads, asks what became of it; null before the delivery and once somebody has answered. */
  followUpAt: string | null;
  signed: number;
  total: number;
};

/** What the reader has to do about a letter that they lead. */
export type LedLetter = LeadTask & {
  title: string;
  locale: string;
  status: LetterStatus;
  campaignName: string;
  lead: "lead" | "co_lead" | null;
};

export type HomePage = {
  organization: { id: string; name: string } | null;
  awaiting: AwaitingLetter[];
  reviews: ReviewLetter[];
  tasks: LedLetter[];
  mentions: Notice[];
  actions: ActionInList[];
  activity: ActivityItem[];
  inProgress: ProgressLetter[];
  can: { planAction: boolean; createLetter: boolean; createCampaign: boolean; inviteOrganization: boolean };
};

const DAY = 86_400_000;

/** What needs the member, and what is new. Everything in it is asked as on its own page: what may not be read is not here. */
export async function readHome(member: Member, now: Date): Promise<HomePage> {
  const [readable, mentions, actions, activity] = await Promise.all([
    listReadableLetters(member),
    readNotices(member, { kind: "mention", unreadOnly: true, limit: 5 }),
    readNextActions(member, { limit: 4 }),
    readActivity(member, { since: new Date(now.getTime() - 3 * DAY), limit: 8 }),
  ]);
  const living = readable.filter(({ letter }) => !["archived", "cancelled"].includes(letter.status));
  const ids = living.map(({ letter }) => letter.id);
  const own = member.posts.map((p) => p.organizationId);
  const [tasks, answered, mine, counts, tos, campaignNames, [acting]] = await Promise.all([
    readLeadTasks(member, living, now),
    readAnswered(living.filter(({ letter }) => letter.status === "delivered").map(({ letter }) => letter.id)),
    ids.length > 0 && own.length > 0
      ? db
          .select({ signature: signatures, organization: organizations, requester: people.name })
          .from(signatures)
          .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
          .leftJoin(people, eq(people.id, signatures.requestedBy))
          .where(
            and(
              inArray(signatures.letterId, ids),
              inArray(signatures.organizationId, own),
              inArray(signatures.state, ["invited", "considering", "pending_approval"]),
            ),
          )
      : [],
    ids.length > 0
      ? db
          .select({
            letterId: signatures.letterId,
            signed: sql<number>`count(*) filter (where ${signatures.state} = 'confirmed')::int`,
            total: sql<number>`count(*)::int`,
          })
          .from(signatures)
          .where(inArray(signatures.letterId, ids))
          .groupBy(signatures.letterId)
      : [],
    ids.length > 0
      ? db
          .selectDistinctOn([recipients.letterId], {
            letterId: recipients.letterId,
            name: recipients.name,
            office: recipients.office,
          })
          .from(recipients)
          .where(and(inArray(recipients.letterId, ids), eq(recipients.kind, "to")))
          .orderBy(recipients.letterId, recipients.position)
      : [],
    ids.length > 0
      ? db
          .select({ id: campaigns.id, name: campaigns.name })
          .from(campaigns)
          .where(
            inArray(
              campaigns.id,
              living.map(({ letter }) => letter.campaignId),
            ),
          )
      : [],
    member.actingForId
      ? db
          .select({ id: organizations.id, name: organizations.name })
          .from(organizations)
          .where(eq(organizations.id, member.actingForId))
      : [],
  ]);
  const campaignName = (id: string) => campaignNames.find((c) => c.id === id)?.name ?? "";
  const countOf = (letterId: string) => counts.find((c) => c.letterId === letterId) ?? { signed: 0, total: 0 };

  const awaiting = living
    .flatMap(({ letter }) =>
      mine
        .filter(
          (m) => m.signature.letterId === letter.id && awaitsAnswer(letter.status, m.signature.lateAdmittedAt !== null),
        )
        .map(({ signature, organization, requester }): AwaitingLetter => {
          const to = tos.find((r) => r.letterId === letter.id);
          return {
            letterId: letter.id,
            title: letter.title,
            locale: letter.authoritativeLocale,
            status: letter.status,
            campaignName: campaignName(letter.campaignId),
            to: to ? to.office || to.name : null,
            organization: { id: organization.id, name: organization.name },
            role: roleIn(member, organization.id) ?? "member",
            state: signature.state as AwaitingLetter["state"],
            // Who asked is for those who work there, as in the inbox.
            requestedBy: roleIn(member, organization.id) === "member" ? null : requester,
            requestedAt: signature.requestedAt?.toISOString() ?? null,
            deadline: letter.status === "open" ? (letter.hardDeadline?.toISOString() ?? null) : null,
            deadlineZone: letter.deadlineZone,
            since: letter.openedAt?.toISOString() ?? null,
            signed: countOf(letter.id).signed,
            total: countOf(letter.id).total,
          };
        }),
    )
    .sort((a, b) => (a.deadline ?? "9").localeCompare(b.deadline ?? "9"));

  const reviews = living
    .filter(({ letter }) => letter.status === "in_review")
    .map(
      ({ letter }): ReviewLetter => ({
        letterId: letter.id,
        title: letter.title,
        locale: letter.authoritativeLocale,
        campaignName: campaignName(letter.campaignId),
        until: letter.reviewUntil?.toISOString() ?? null,
        zone: letter.deadlineZone,
        since: letter.statusChangedAt.toISOString(),
      }),
    )
    .sort((a, b) => (a.until ?? "9").localeCompare(b.until ?? "9"));

  const shown = new Set([...awaiting, ...reviews, ...tasks].map((l) => l.letterId));
  const inProgress = living
    .filter(
      (one) =>
        !shown.has(one.letter.id) && (one.letter.status !== "delivered" || followUpOf(member, one, answered) !== null),
    )
    .map(
      ({ letter, thing }): ProgressLetter => ({
        letterId: letter.id,
        title: letter.title,
        locale: letter.authoritativeLocale,
        status: letter.status,
        campaignName: campaignName(letter.campaignId),
        lead: leadershipOf(member, thing),
        deadline: letter.hardDeadline?.toISOString() ?? null,
        followUpAt: followUpOf(member, { letter, thing }, answered)?.toISOString() ?? null,
        ...countOf(letter.id),
      }),
    )
    .sort((a, b) => Number(b.lead !== null) - Number(a.lead !== null))
    .slice(0, 6);

  return {
    organization: acting ?? null,
    awaiting,
    reviews,
    tasks: tasks.flatMap((task) => {
      const found = living.find((l) => l.letter.id === task.letterId);
      if (!found) return [];
      const { letter, thing } = found;
      return [
        {
          ...task,
          title: letter.title,
          locale: letter.authoritativeLocale,
          status: letter.status,
          campaignName: campaignName(letter.campaignId),
          lead: leadershipOf(member, thing),
        },
      ];
    }),
    mentions,
    actions,
    activity,
    inProgress,
    can: {
      planAction: can(member, "action.create"),
      createLetter: member.coordinator || member.posts.some((p) => p.role !== "member"),
      createCampaign: can(member, "campaign.create"),
      inviteOrganization: can(member, "coalition.invite_organization"),
    },
  };
}

/** Letters of a campaign that the member may read, newest change first, with their counts. */
export async function readCampaignLetters(member: Member, campaignId: string): Promise<ProgressLetter[]> {
  const readable = (await listReadableLetters(member)).filter(({ letter }) => letter.campaignId === campaignId);
  if (readable.length === 0) return [];
  const counts = await db
    .select({
      letterId: signatures.letterId,
      signed: sql<number>`count(*) filter (where ${signatures.state} = 'confirmed')::int`,
      total: sql<number>`count(*)::int`,
    })
    .from(signatures)
    .where(
      inArray(
        signatures.letterId,
        readable.map(({ letter }) => letter.id),
      ),
    )
    .groupBy(signatures.letterId);
  const answered = await readAnswered(readable.map(({ letter }) => letter.id));
  return readable.map(({ letter, thing }) => {
    const found = counts.find((c) => c.letterId === letter.id);
    return {
      letterId: letter.id,
      title: letter.title,
      locale: letter.authoritativeLocale,
      status: letter.status,
      campaignName: "",
      lead: leadershipOf(member, thing),
      deadline: letter.hardDeadline?.toISOString() ?? null,
      followUpAt: followUpOf(member, { letter, thing }, answered)?.toISOString() ?? null,
      signed: found?.signed ?? 0,
      total: found?.total ?? 0,
    };
  });
}
