import { and, count, countDistinct, eq, isNull } from "drizzle-orm";
import { expect, it } from "vitest";
import { weekdayOf } from "~/domain/actions/calendar";
import { wallTimeOf } from "~/domain/time-zones";
import { db } from "~db/client.server";
import {
  actions,
  campaigns,
  coalitionOrganizations,
  coalitions,
  languageVersions,
  letterStatuses,
  letters,
  messages,
  organizations,
  people,
  posts,
  signatures,
} from "~db/schema";
import { useDatabase } from "~tests/support/database";

await useDatabase({ seeded: true });

it("tells a coalition that is large and varied enough to show the product", async () => {
  const [mesa] = await db.select().from(coalitions).where(eq(coalitions.slug, "mesa"));
  const [partners] = await db
    .select({ n: count(), countries: countDistinct(organizations.country) })
    .from(coalitionOrganizations)
    .innerJoin(organizations, eq(organizations.id, coalitionOrganizations.organizationId))
    .where(and(eq(coalitionOrganizations.coalitionId, mesa?.id ?? ""), isNull(coalitionOrganizations.leftAt)));
  expect(partners?.n).toBeGreaterThanOrEqual(60);
  expect(partners?.countries).toBeGreaterThanOrEqual(8);
  const [persons] = await db.select({ n: count() }).from(people);
  expect(persons?.n).toBeGreaterThanOrEqual(28);
  const roles = await db.selectDistinct({ role: posts.role }).from(posts);
  expect(roles.map((r) => r.role).sort()).toEqual(["delegate", "member", "signatory"]);
  const named = await db
    .select({ name: campaigns.name })
    .from(campaigns)
    .where(eq(campaigns.coalitionId, mesa?.id ?? ""));
  expect(named).toHaveLength(4);
});

it("has rooms with a history in both languages, and actions past and coming", async () => {
  const said = await db.select({ locale: messages.locale, at: messages.createdAt }).from(messages);
  expect(said.map((m) => m.locale)).toEqual(expect.arrayContaining(["en", "es"]));
  expect(said.filter((m) => m.at.getTime() < Date.now() - 86_400_000).length).toBeGreaterThan(10);
  const planned = await db.select({ kind: actions.kind, starts: actions.startsAt }).from(actions);
  expect(new Set(planned.map((a) => a.kind)).size).toBe(8);
  expect(planned.some((a) => a.starts && a.starts.getTime() < Date.now())).toBe(true);
  expect(planned.some((a) => a.starts && a.starts.getTime() > Date.now())).toBe(true);
});

it("has things happen when people work, by the clock of their place", async () => {
  const moments = [
    ...(await db.select({ what: actions.title, at: actions.startsAt, zone: actions.zone }).from(actions)),
    ...(await db.select().from(letters)).flatMap(({ title: what, deadlineZone: zone, ...l }) =>
      [l.reviewUntil, l.frozenAt, l.openedAt, l.hardDeadline, l.closedAt, l.deliveredAt, l.followUpAt].map((at) => ({
        what,
        at,
        zone: zone ?? "America/New_York",
      })),
    ),
  ].flatMap(({ what, at, zone }) => (at && zone ? [{ what, wall: wallTimeOf(at, zone) }] : []));
  expect(moments.length).toBeGreaterThan(20);
  const weekends = moments.filter(({ wall }) => [0, 6].includes(weekdayOf(wall.slice(0, 10)))).map((m) => m.what);
  expect(weekends).toEqual(["Vigilia por quienes defienden los ríos"]);
  expect(moments.filter(({ wall }) => wall.slice(11) < "08:00" || wall.slice(11) > "18:00")).toEqual([]);
});

it("has a letter in each state, two in two languages, and one with sixty signatories", async () => {
  const told = await db.select({ id: letters.id, status: letters.status }).from(letters);
  expect(new Set(told.map((l) => l.status))).toEqual(new Set(letterStatuses));
  const languages = await db
    .select({ letterId: languageVersions.letterId, n: count() })
    .from(languageVersions)
    .groupBy(languageVersions.letterId);
  expect(languages.filter((l) => l.n === 2).length).toBeGreaterThanOrEqual(2);
  const signed = await db
    .select({ letterId: signatures.letterId, n: count() })
    .from(signatures)
    .where(eq(signatures.state, "confirmed"))
    .groupBy(signatures.letterId);
  expect(Math.max(...signed.map((l) => l.n))).toBeGreaterThanOrEqual(60);
});
