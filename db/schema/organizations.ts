import { type AnyPgColumn, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "./columns";
import { people } from "./people";

/** A partner organization. May belong to several coalitions. */
export const organizations = pgTable("organizations", {
  id: id(),
  /** The name as the organization writes it itself. */
  name: text("name").notNull(),
  /** Language of `name`. */
  nameLocale: text("name_locale").notNull().default("en"),
  /** Its names in other languages: { es: "…", en: "…" }. */
  names: jsonb("names").$type<Record<string, string>>().notNull().default({}),
  acronym: text("acronym").notNull().default(""),
  /** ISO 3166-1 alpha-2. */
  country: text("country").notNull(),
  place: text("place").notNull().default(""),
  scope: text("scope", { enum: ["international", "national", "state", "local"] })
    .notNull()
    .default("national"),
  /** What kind of organization it is. */
  kind: text("kind", {
    enum: ["human_rights", "faith", "migrants", "land", "legal", "labor", "academic", "women", "indigenous", "other"],
  })
    .notNull()
    .default("human_rights"),
  website: text("website").notNull().default(""),
  /** Chapter or affiliate of. */
  parentId: text("parent_id").references((): AnyPgColumn => organizations.id),
  /** one = one signatory confirms; two = two of its signatories confirm. */
  signOffRule: text("sign_off_rule", { enum: ["one", "two"] })
    .notNull()
    .default("one"),
  /** The signatory who asks that one be enough, until another confirms or refuses; null when nobody does. */
  ruleChangeBy: text("rule_change_by").references(() => people.id),
  createdAt: createdAt(),
});

/** A person's post in an organization. One post per person and organization. */
export const posts = pgTable(
  "posts",
  {
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
    role: text("role", { enum: ["signatory", "delegate", "member"] }).notNull(),
    /** What stands under the name, such as "Executive Director". */
    title: text("title").notNull().default(""),
    createdAt: createdAt(),
    /** Set when the person was removed; the row stays for the record. */
    endedAt: moment("ended_at"),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.personId] }), index().on(t.personId)],
);
