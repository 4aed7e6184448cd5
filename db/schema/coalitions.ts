import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "./columns";
import { organizations } from "./organizations";
import { people } from "./people";

/** The shared workspace, and the wall between tenants. */
export const coalitions = pgTable("coalitions", {
  id: id(),
  /** Stands in URLs: /c/:slug */
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  /** Language of the name, for `lang` attributes. */
  nameLocale: text("name_locale").notNull().default("en"),
  /** Dye of the woven bands: grana, anil, nopal, barro (ux/DESIGN.md, section 2). */
  dye: text("dye", { enum: ["grana", "anil", "nopal", "barro"] })
    .notNull()
    .default("grana"),
  /** One line under the name on letterheads. */
  motto: text("motto").notNull().default(""),
  createdAt: createdAt(),
});

/** Which organizations are partners of a coalition. A row with `leftAt` is history. */
export const coalitionOrganizations = pgTable(
  "coalition_organizations",
  {
    coalitionId: text("coalition_id")
      .notNull()
      .references(() => coalitions.id),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    joinedAt: moment("joined_at").notNull().defaultNow(),
    leftAt: moment("left_at"),
  },
  (t) => [primaryKey({ columns: [t.coalitionId, t.organizationId] }), index().on(t.organizationId)],
);

/** People who coordinate a coalition (role `coordinator`). */
export const coordinators = pgTable(
  "coordinators",
  {
    coalitionId: text("coalition_id")
      .notNull()
      .references(() => coalitions.id),
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.coalitionId, t.personId] }), index().on(t.personId)],
);
