import { and, eq, inArray, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { campaigns, languageVersions, letterLeads, organizations, signatures } from "~db/schema";
import { type Member, roleIn } from "../member";
import { leadershipOf } from "../permissions";
import type { LeadTask } from "./lead-task";
import { isOver, type LetterStage, type LetterStatus, stageOf } from "./letter";
import { listReadableLetters } from "./load-letter.server";
import { readLeadTasks } from "./read-lead-tasks.server";
import { awaitsAnswer, isUndecided } from "./signature";

/** A letter in a list. */
export type LetterListItem = {
  letterId: string;
  title: string;
  /** Language of the title. */
  locale: string;
  status: LetterStatus;
  stage: LetterStage | null;
  campaign: { id: string; name: string; locale: string };
  lead: string;
  /** As what the member's organization leads it. */
  leads: "lead" | "co_lead" | null;
  languages: string[];
  /** The end of the consultation, or of sign-on; null in other stages. ISO 8601. */
  until: string | null;
  since: string | null;
  zone: string | null;
  changedAt: string;
  signed: number;
  total: number;
  /** The organization that the member speaks for has not answered, and may still sign. */
  waits: boolean;
  /** What the member has to do first as one of its leads, once sign-on is over. */
  task: LeadTask | null;
};

export type LetterFilter = { stage?: LetterStage | "over"; campaignId?: string; query?: string };
export type LetterList = {
  letters: LetterListItem[];
  /** How many there are in each stage, whatever stage is asked for. */
  counts: Record<LetterStage | "over", number>;
  campaigns: { id: string; name: string }[];
  can: { create: boolean };
};

/** Letters that the member may read: by stage, what ends next first. */
export async function readLetterList(member: Member, filter: LetterFilter = {}): Promise<LetterList> {
  const readable = await listReadableLetters(member);
  const ids = readable.map(({ letter }) => letter.id);
  const none = ids.length === 0;
  const [tasks, campaignRows, leadRows, languageRows, counted, mine] = await Promise.all([
    readLeadTasks(member, readable, new Date()),
    db.select().from(campaigns).where(eq(campaigns.coalitionId, member.coalitionId)),
    none
      ? []
      : db
          .select({ letterId: letterLeads.letterId, name: organizations.name, acronym: organizations.acronym })
          .from(letterLeads)
          .innerJoin(organizations, eq(organizations.id, letterLeads.organizationId))
          .where(and(inArray(letterLeads.letterId, ids), eq(letterLeads.kind, "lead"))),
    none
      ? []
      : db
          .select({
            letterId: languageVersions.letterId,
            locale: languageVersions.locale,
            state: languageVersions.state,
            subject: languageVersions.subject,
          })
          .from(languageVersions)
          .where(inArray(languageVersions.letterId, ids)),
    none
      ? []
      : db
          .select({
            letterId: signatures.letterId,
            signed: sql<number>`count(*) filter (where ${signatures.state} = 'confirmed')::int`,
            total: sql<number>`count(*)::int`,
          })
          .from(signatures)
          .where(inArray(signatures.letterId, ids))
          .groupBy(signatures.letterId),
    none || !member.actingForId
      ? []
      : db
          .select({ letterId: signatures.letterId, state: signatures.state, admittedAt: signatures.lateAdmittedAt })
          .from(signatures)
          .where(and(inArray(signatures.letterId, ids), eq(signatures.organizationId, member.actingForId))),
  ]);
  const all = readable.map(({ letter, thing }): LetterListItem => {
    const campaign = campaignRows.find((c) => c.id === letter.campaignId);
    const lead = leadRows.find((l) => l.letterId === letter.id);
    const count = counted.find((c) => c.letterId === letter.id);
    // Its name in the reader's language, where the letter has one.
    const named = languageRows.find(
      (l) => l.letterId === letter.id && l.locale === member.locale && l.state !== "left_out",
    );
    const own = mine.find((m) => m.letterId === letter.id);
    const until =
      letter.status === "in_review" ? letter.reviewUntil : letter.status === "open" ? letter.hardDeadline : null;
    return {
      letterId: letter.id,
      title: named?.subject ?? letter.title,
      locale: named?.locale ?? letter.authoritativeLocale,
      status: letter.status,
      stage: stageOf(letter.status),
      campaign: { id: letter.campaignId, name: campaign?.name ?? "", locale: campaign?.nameLocale ?? "en" },
      lead: lead ? lead.acronym || lead.name : "",
      leads: leadershipOf(member, thing),
      languages: languageRows
        .filter((l) => l.letterId === letter.id && l.state !== "left_out")
        .map((l) => l.locale)
        .sort((a, b) => Number(b === letter.authoritativeLocale) - Number(a === letter.authoritativeLocale)),
      until: until?.toISOString() ?? null,
      since: (letter.status === "open" ? letter.openedAt : letter.statusChangedAt)?.toISOString() ?? null,
      zone: letter.deadlineZone,
      changedAt: letter.statusChangedAt.toISOString(),
      signed: count?.signed ?? 0,
      total: count?.total ?? 0,
      waits:
        own !== undefined &&
        awaitsAnswer(letter.status, own.admittedAt !== null) &&
        isUndecided(own.state) &&
        roleIn(member, member.actingForId ?? "") !== "member",
      task: tasks.find((task) => task.letterId === letter.id) ?? null,
    };
  });
  const query = fold(filter.query ?? "");
  const found = all.filter(
    (l) =>
      (!filter.campaignId || l.campaign.id === filter.campaignId) &&
      (query === "" || fold(`${l.title} ${l.campaign.name} ${l.lead}`).includes(query)),
  );
  const counts = { drafting: 0, in_review: 0, frozen: 0, open: 0, delivered: 0, followUp: 0, over: 0 };
  for (const letter of found) counts[shelf(letter)] += 1;
  const used = new Set(all.map((l) => l.campaign.id));
  return {
    letters: found.filter((l) => !filter.stage || shelf(l) === filter.stage).sort(byUrgency),
    counts,
    campaigns: campaignRows
      .filter((c) => used.has(c.id))
      .map((c) => ({ id: c.id, name: c.name }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    can: { create: member.coordinator || member.posts.some((p) => p.role !== "member") },
  };
}

/** The shelf that a letter stands on: its stage, or what is over. */
export function shelf(letter: Pick<LetterListItem, "status" | "stage">): LetterStage | "over" {
  return isOver(letter.status) || letter.stage === null ? "over" : letter.stage;
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

function byUrgency(a: LetterListItem, b: LetterListItem): number {
  if (a.until !== b.until) return (a.until ?? "9").localeCompare(b.until ?? "9");
  return b.changedAt.localeCompare(a.changedAt);
}
