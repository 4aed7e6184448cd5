import { sql } from "drizzle-orm";
import { boolean, index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "./columns";

export const people = pgTable(
  "people",
  {
    id: id(),
    /** Lower case, trimmed. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    /** argon2id, or empty while no password was set. */
    passwordHash: text("password_hash").notNull().default(""),
    locale: text("locale", { enum: ["en", "es"] })
      .notNull()
      .default("en"),
    /** IANA zone. */
    timeZone: text("time_zone").notNull().default("America/New_York"),
    theme: text("theme", { enum: ["light", "dark", "system"] })
      .notNull()
      .default("system"),
    /** Whether single keys ("?", "s", "g h") are commands. Off for whoever speaks or presses them by accident (WCAG 2.1.4). */
    singleKeys: boolean("single_keys").notNull().default(true),
    /** Technical role: creates coalitions; has no power over letters. */
    instanceAdmin: boolean("instance_admin").notNull().default(false),
    createdAt: createdAt(),
    deactivatedAt: moment("deactivated_at"),
  },
  (t) => [uniqueIndex("people_email").on(sql`lower(${t.email})`)],
);

/** Sessions. `id` is SHA-256 (hex) of the 256-bit token in the cookie: a stolen database opens no door. */
export const sessions = pgTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** Idle end: moves with use. */
    expiresAt: moment("expires_at").notNull(),
    /** Absolute end: never moves. */
    endsAt: moment("ends_at").notNull(),
    createdAt: createdAt(),
    lastSeenAt: moment("last_seen_at").notNull().defaultNow(),
    /** Coarse name of browser and system, from the User-Agent; shown in the list of own sessions. */
    device: text("device").notNull().default(""),
    /** Last time the password was given in this session (step-up). */
    steppedUpAt: moment("stepped_up_at"),
  },
  (t) => [index().on(t.userId)],
);

/** Which organization a person acts for in a coalition, when there are several; and the last coalition seen. */
export const personCoalitions = pgTable(
  "person_coalitions",
  {
    personId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    coalitionId: text("coalition_id").notNull(),
    actingForId: text("acting_for_id"),
    lastSeenAt: moment("last_seen_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.coalitionId] })],
);

/** Forgotten password: single use, short-lived; only the hash is stored. */
export const passwordResets = pgTable("password_resets", {
  tokenHash: text("token_hash").primaryKey(),
  personId: text("person_id")
    .notNull()
    .references(() => people.id, { onDelete: "cascade" }),
  expiresAt: moment("expires_at").notNull(),
  usedAt: moment("used_at"),
  createdAt: createdAt(),
});

/** The only way in: bound to an address, an organization (or coalition, or room) and a role; 72 h; once. */
export const invitations = pgTable(
  "invitations",
  {
    id: id(),
    tokenHash: text("token_hash").notNull().unique(),
    email: text("email").notNull(),
    name: text("name").notNull().default(""),
    locale: text("locale", { enum: ["en", "es"] })
      .notNull()
      .default("en"),
    coalitionId: text("coalition_id").notNull(),
    /** Null for role `coordinator` and `guest`. */
    organizationId: text("organization_id"),
    role: text("role", { enum: ["coordinator", "signatory", "delegate", "member", "guest"] }).notNull(),
    /** Only for role `guest`: the room it opens. */
    roomId: text("room_id"),
    title: text("title").notNull().default(""),
    note: text("note").notNull().default(""),
    invitedBy: text("invited_by").references(() => people.id),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
    acceptedAt: moment("accepted_at"),
    acceptedBy: text("accepted_by").references(() => people.id),
    revokedAt: moment("revoked_at"),
  },
  (t) => [index().on(t.coalitionId), index().on(t.organizationId)],
);
