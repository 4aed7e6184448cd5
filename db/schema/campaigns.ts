import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { coalitions } from "./coalitions";
import { createdAt, id, moment } from "./columns";
import { organizations } from "./organizations";
import { people } from "./people";

export const campaigns = pgTable(
  "campaigns",
  {
    id: id(),
    coalitionId: text("coalition_id")
      .notNull()
      .references(() => coalitions.id),
    name: text("name").notNull(),
    nameLocale: text("name_locale").notNull().default("en"),
    /** What it is for, in a few sentences. */
    purpose: text("purpose").notNull().default(""),
    createdBy: text("created_by").references(() => people.id),
    createdAt: createdAt(),
    archivedAt: moment("archived_at"),
  },
  (t) => [index().on(t.coalitionId)],
);

/** Organizations that take part in a campaign: they are who a letter of it can be opened to. */
export const campaignOrganizations = pgTable(
  "campaign_organizations",
  {
    campaignId: text("campaign_id")
      .notNull()
      .references(() => campaigns.id),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    joinedAt: moment("joined_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.campaignId, t.organizationId] }), index().on(t.organizationId)],
);
