import { inArray } from "drizzle-orm";
import { db } from "~db/client.server";
import { campaigns, organizations, people, rooms } from "~db/schema";

type Ids = {
  people?: readonly string[];
  organizations?: readonly string[];
  campaigns?: readonly string[];
  rooms?: readonly string[];
};

/**
 * Names for ids that the log or a notification holds. No member is asked for: the caller has already decided which ids the
 * reader may know of.
 */
export async function readNames(ids: Ids): Promise<Record<keyof Ids, Map<string, string>>> {
  const [p, o, c, r] = await Promise.all([
    read(ids.people, (x) => db.select({ id: people.id, name: people.name }).from(people).where(inArray(people.id, x))),
    read(ids.organizations, (x) =>
      db
        .select({ id: organizations.id, name: organizations.name })
        .from(organizations)
        .where(inArray(organizations.id, x)),
    ),
    read(ids.campaigns, (x) =>
      db.select({ id: campaigns.id, name: campaigns.name }).from(campaigns).where(inArray(campaigns.id, x)),
    ),
    read(ids.rooms, (x) => db.select({ id: rooms.id, name: rooms.name }).from(rooms).where(inArray(rooms.id, x))),
  ]);
  return { people: p, organizations: o, campaigns: c, rooms: r };
}

async function read(
  ids: readonly string[] | undefined,
  query: (ids: string[]) => Promise<{ id: string; name: string }[]>,
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids ?? [])];
  if (wanted.length === 0) return new Map();
  return new Map((await query(wanted)).map((row) => [row.id, row.name]));
}
