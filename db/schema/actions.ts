import { boolean, date, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { campaigns } from "./campaigns";
import { coalitions } from "./coalitions";
import { createdAt, id, moment } from "./columns";
import { letters } from "./letters";
import { organizations } from "./organizations";
import { people } from "./people";

export const actionKinds = [
  "lobby_visit",
  "lobby_day",
  "call_in_day",
  "alert",
  "briefing",
  "delegation",
  "vigil",
  "deadline",
] as const;

export const actions = pgTable(
  "actions",
  {
    id: id(),
    coalitionId: text("coalition_id")
      .notNull()
      .references(() => coalitions.id),
    campaignId: text("campaign_id").references(() => campaigns.id),
    letterId: text("letter_id").references(() => letters.id),
    kind: text("kind", { enum: actionKinds }).notNull(),
    title: text("title").notNull(),
    /** Language the title and description are written in. */
    locale: text("locale").notNull().default("en"),
    allDay: boolean("all_day").notNull().default(false),
    /** Timed: both moments. All-day: null, and the dates below count. */
    startsAt: moment("starts_at"),
    endsAt: moment("ends_at"),
    /** All-day: first and last day, inclusive. */
    startsOn: date("starts_on", { mode: "string" }),
    endsOn: date("ends_on", { mode: "string" }),
    /** IANA zone in which it was planned. */
    zone: text("zone").notNull(),
    place: text("place").notNull().default(""),
    link: text("link").notNull().default(""),
    description: text("description").notNull().default(""),
    /** The office or committee it is directed to. */
    office: text("office").notNull().default(""),
    leadOrganizationId: text("lead_organization_id").references(() => organizations.id),
    createdBy: text("created_by").references(() => people.id),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    /** iCalendar SEQUENCE. */
    revision: integer("revision").notNull().default(0),
    cancelledAt: moment("cancelled_at"),
  },
  (t) => [index().on(t.coalitionId, t.startsAt), index().on(t.coalitionId, t.startsOn), index().on(t.campaignId)],
);

export const rsvps = pgTable(
  "rsvps",
  {
    actionId: text("action_id")
      .notNull()
      .references(() => actions.id),
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
    organizationId: text("organization_id"),
    answer: text("answer", { enum: ["going", "maybe", "no"] }).notNull(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.actionId, t.personId] }), index().on(t.personId)],
);

/** A private address that calendar programs subscribe to. Only the hash of the token is stored. */
export const calendarFeeds = pgTable(
  "calendar_feeds",
  {
    tokenHash: text("token_hash").primaryKey(),
    personId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    coalitionId: text("coalition_id")
      .notNull()
      .references(() => coalitions.id),
    createdAt: createdAt(),
    revokedAt: moment("revoked_at"),
  },
  (t) => [index().on(t.personId)],
);
