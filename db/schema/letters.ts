import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { campaigns } from "./campaigns";
import { coalitions } from "./coalitions";
import { createdAt, id, moment } from "./columns";
import { organizations } from "./organizations";
import { people } from "./people";

export const letterStatuses = [
  "drafting",
  "in_review",
  "frozen",
  "open",
  "closed",
  "finalized",
  "delivered",
  "archived",
  "cancelled",
] as const;

export const letters = pgTable(
  "letters",
  {
    id: id(),
    coalitionId: text("coalition_id")
      .notNull()
      .references(() => coalitions.id),
    campaignId: text("campaign_id")
      .notNull()
      .references(() => campaigns.id),
    /** Working title: the subject of the authoritative version, kept equal by the verbs that change it. */
    title: text("title").notNull(),
    status: text("status", { enum: letterStatuses }).notNull().default("drafting"),
    statusChangedAt: moment("status_changed_at").notNull().defaultNow(),
    /** What is asked of the recipients, in a sentence or two. */
    ask: text("ask").notNull().default(""),
    /** What signing means for an organization; shown where people sign. Set when opening. */
    meaning: text("meaning").notNull().default(""),
    authoritativeLocale: text("authoritative_locale").notNull(),
    /** Everybody of the campaign's organizations may edit the draft; otherwise leads and `letter_editors`. */
    editingOpen: boolean("editing_open").notNull().default(false),
    /** Co-leads must consent before the freeze. */
    coLeadsConsent: boolean("co_leads_consent").notNull().default(false),
    /** End of the consultation's comment window. */
    reviewUntil: moment("review_until"),
    frozenAt: moment("frozen_at"),
    openedAt: moment("opened_at"),
    /** The moment at which the database's clock closes sign-on. */
    hardDeadline: moment("hard_deadline"),
    /** IANA zone in which the deadline was chosen. */
    deadlineZone: text("deadline_zone"),
    /** How many signatures the lead hopes for; 0 = none. */
    goal: integer("goal").notNull().default(0),
    closedAt: moment("closed_at"),
    finalizedAt: moment("finalized_at"),
    deliveredAt: moment("delivered_at"),
    followUpAt: moment("follow_up_at"),
    cancelledAt: moment("cancelled_at"),
    /** Why it was reopened, extended or cancelled last; the whole history is in the event log and `letter_decisions`. */
    reason: text("reason").notNull().default(""),
    /** How the list of signatories is composed. */
    leadsFirst: boolean("leads_first").notNull().default(true),
    ignoreArticles: boolean("ignore_articles").notNull().default(true),
    listColumns: integer("list_columns").notNull().default(2),
    listReviewedAt: moment("list_reviewed_at"),
    listReviewedBy: text("list_reviewed_by").references(() => people.id),
    /** Publication is separate from the life cycle. */
    publication: text("publication", { enum: ["private", "embargoed", "public"] })
      .notNull()
      .default("private"),
    embargoUntil: moment("embargo_until"),
    publishedAt: moment("published_at"),
    /** Unguessable name of the public page: /p/:slug */
    publicSlug: text("public_slug").notNull().unique(),
    createdBy: text("created_by").references(() => people.id),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.coalitionId, t.status),
    index().on(t.campaignId),
    index("letters_due").on(t.status, t.hardDeadline),
  ],
);

export const letterLeads = pgTable(
  "letter_leads",
  {
    letterId: text("letter_id")
      .notNull()
      .references(() => letters.id),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    kind: text("kind", { enum: ["lead", "co_lead"] }).notNull(),
    /** A co-lead's consent to the freeze, and the hash of what it saw: a consent to another text does not count. */
    consentedSha256: text("consented_sha256"),
    consentedAt: moment("consented_at"),
    consentedBy: text("consented_by").references(() => people.id),
  },
  (t) => [
    primaryKey({ columns: [t.letterId, t.organizationId] }),
    index().on(t.organizationId),
    uniqueIndex("one_lead").on(t.letterId, t.kind, t.organizationId),
  ],
);

/** Organizations invited to edit the draft. */
export const letterEditors = pgTable(
  "letter_editors",
  {
    letterId: text("letter_id")
      .notNull()
      .references(() => letters.id),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
  },
  (t) => [primaryKey({ columns: [t.letterId, t.organizationId] }), index().on(t.organizationId)],
);

export const recipients = pgTable(
  "recipients",
  {
    id: id(),
    letterId: text("letter_id")
      .notNull()
      .references(() => letters.id),
    kind: text("kind", { enum: ["to", "cc"] })
      .notNull()
      .default("to"),
    name: text("name").notNull(),
    office: text("office").notNull().default(""),
    address: text("address").notNull().default(""),
    position: integer("position").notNull().default(0),
  },
  (t) => [index().on(t.letterId)],
);

/** Each transition with who, why and what followed: the audit trail of a letter that people read. */
export const letterDecisions = pgTable(
  "letter_decisions",
  {
    id: id(),
    letterId: text("letter_id")
      .notNull()
      .references(() => letters.id),
    kind: text("kind").notNull(),
    personId: text("person_id").references(() => people.id),
    reason: text("reason").notNull().default(""),
    /** True when a coordinator acted because the lead was absent. */
    leadAbsent: boolean("lead_absent").notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.letterId, t.createdAt)],
);
