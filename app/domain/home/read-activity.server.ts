import { and, desc, gt, inArray } from "drizzle-orm";
import { db } from "~db/client.server";
import { actions, events, letters } from "~db/schema";
import { readCampaigns } from "../campaigns/read-campaigns.server";
import { eventCatalogue, isToldIn } from "../events";
import type { Member } from "../member";
import { readNames } from "../people/read-names.server";
import { can } from "../permissions";
import { type Stream, stream } from "../streams";
import { type ActivityItem, type ActivityType, activityTypes } from "./activity";

/** How far back one reading of the log goes, in events. */
const DEPTH = 200;

/**
 * What happened lately, newest first, from the event log: of one campaign, or of everything the member may enter. Events of
 * campaigns that the member may not enter are left out, and so is everything that only the inside of an organization may know:
 * those never stand in these streams.
 */
export async function readActivity(
  member: Member,
  options: { campaignId?: string; since?: Date; limit?: number } = {},
): Promise<ActivityItem[]> {
  if (!can(member, "coalition.see_activity")) return [];
  // A campaign that was put away is quiet at home; its own page still says what happened there.
  const lists = await Promise.all([
    readCampaigns(member),
    options.campaignId ? readCampaigns(member, { archived: true }) : [],
  ]);
  const open = new Set(lists.flat().flatMap((c) => (c.open ? [c.id] : [])));
  if (options.campaignId && !open.has(options.campaignId)) return [];
  const streams = options.campaignId
    ? [stream("campaign", options.campaignId)]
    : [
        stream("coalition", member.coalitionId),
        ...[...open].map((id) => stream("campaign", id)),
        // Who joined an organization, and that it took its name back, is for its own people.
        ...member.posts.map((post) => stream("organization", post.organizationId)),
      ];
  const rows = await db
    .select()
    .from(events)
    .where(
      and(
        inArray(events.stream, streams),
        inArray(events.type, [...activityTypes]),
        options.since ? gt(events.createdAt, options.since) : undefined,
      ),
    )
    .orderBy(desc(events.createdAt), desc(events.seq))
    .limit(DEPTH);

  type Row = {
    id: string;
    type: ActivityType;
    at: Date;
    actor: string | null;
    data: Record<string, string | null | undefined>;
  };
  const seen = new Set<string>();
  const lines: (Row & { others: number })[] = [];
  for (const row of rows) {
    const { coalitionId, campaignId } = row.data as { coalitionId?: string; campaignId?: string | null };
    // An organization's stream is the same in all its coalitions.
    if (seen.has(row.eventId) || coalitionId !== member.coalitionId || (campaignId && !open.has(campaignId))) continue;
    if (!isToldIn(row.stream as Stream, row.type, row.data)) continue;
    seen.add(row.eventId);
    const line: Row = {
      id: row.eventId,
      type: row.type as ActivityType,
      at: row.createdAt,
      actor: eventCatalogue[row.type as ActivityType].quietActor ? null : row.actor,
      data: row.data as Row["data"],
    };
    // Forty signatures of one letter are one line: "… and 39 others signed".
    const folds = foldedBy[line.type];
    const same =
      folds && lines.find((l) => l.type === line.type && l.data[folds] === line.data[folds] && near(l.at, line.at));
    if (same) same.others += 1;
    else lines.push({ ...line, others: 0 });
  }
  const shown = lines.slice(0, options.limit ?? 12);

  const ids = (key: string) => [...new Set(shown.flatMap((l) => l.data[key] ?? []))];
  const personIds = [...new Set([...ids("personId"), ...shown.flatMap((l) => l.actor ?? [])])];
  const [found, letterTitles, actionTitles] = await Promise.all([
    readNames({
      people: personIds,
      organizations: ids("organizationId"),
      campaigns: ids("campaignId"),
      rooms: ids("roomId"),
    }),
    titles(ids("letterId"), (x) =>
      db.select({ id: letters.id, title: letters.title }).from(letters).where(inArray(letters.id, x)),
    ),
    titles(ids("actionId"), (x) =>
      db.select({ id: actions.id, title: actions.title }).from(actions).where(inArray(actions.id, x)),
    ),
  ]);
  const named = (known: Map<string, string>, id: string | null | undefined) => {
    const name = id ? known.get(id) : undefined;
    return id && name !== undefined ? { id, name } : null;
  };
  const titled = (known: Map<string, string>, id: string | null | undefined) => {
    const title = id ? known.get(id) : undefined;
    return id && title !== undefined ? { id, title } : null;
  };
  return shown.map((l) => ({
    id: l.id,
    type: l.type,
    at: l.at.toISOString(),
    actor: named(found.people, l.actor),
    campaign: named(found.campaigns, l.data.campaignId),
    letter: titled(letterTitles, l.data.letterId),
    organization: named(found.organizations, l.data.organizationId),
    person: named(found.people, l.data.personId),
    room: named(found.rooms, l.data.roomId),
    action: titled(actionTitles, l.data.actionId),
    others: l.others,
  }));
}

async function titles(
  ids: string[],
  read: (ids: string[]) => Promise<{ id: string; title: string }[]>,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  return new Map((await read(ids)).map((r) => [r.id, r.title]));
}

/** What is folded into one line, and by what it belongs together. */
const foldedBy: Partial<Record<ActivityType, string>> = {
  "letter.signed": "letterId",
  "campaign.organization_joined": "campaignId",
};

/** Within a day of each other. */
function near(a: Date, b: Date): boolean {
  return Math.abs(a.getTime() - b.getTime()) < 24 * 3_600_000;
}
