import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { coalitions } from "./coalitions";
import { createdAt, id, moment } from "./columns";
import { people } from "./people";

export const notificationKinds = [
  "signature_awaited",
  "approval_requested",
  "reminder",
  "review_opened",
  "deadline_extended",
  "deadline_near",
  "letter_closed",
  "letter_delivered",
  "letter_cancelled",
  "signature_withdrawn",
  "late_request",
  "follow_up_due",
  "mention",
  "comment_reply",
  "action_planned",
  "action_changed",
  "role_changed",
  "rule_change_asked",
  "organization_authority_changed",
] as const;

/** What somebody should know of. `facts` hold ids only; words are made when it is read. */
export const notifications = pgTable(
  "notifications",
  {
    id: id(),
    personId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    coalitionId: text("coalition_id")
      .notNull()
      .references(() => coalitions.id),
    kind: text("kind", { enum: notificationKinds }).notNull(),
    facts: jsonb("facts").$type<Record<string, string>>().notNull(),
    /** The same thing is told once: unique per person. */
    dedupeKey: text("dedupe_key").notNull(),
    createdAt: createdAt(),
    readAt: moment("read_at"),
  },
  (t) => [uniqueIndex("notified_once").on(t.personId, t.dedupeKey), index().on(t.personId, t.coalitionId, t.createdAt)],
);

/** Absent row = the default of the kind (see domain/people/notification.ts). */
export const notificationSettings = pgTable(
  "notification_settings",
  {
    personId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: notificationKinds }).notNull(),
    inApp: boolean("in_app").notNull(),
    byMail: boolean("by_mail").notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.kind] })],
);

/** The outbox: rows are written in the verb's transaction and sent by the job `send_mail`. */
export const outgoingMails = pgTable(
  "outgoing_mails",
  {
    id: id(),
    coalitionId: text("coalition_id"),
    personId: text("person_id"),
    kind: text("kind").notNull(),
    toAddress: text("to_address").notNull(),
    locale: text("locale").notNull(),
    subject: text("subject").notNull(),
    bodyText: text("body_text").notNull(),
    bodyHtml: text("body_html").notNull(),
    createdAt: createdAt(),
    sentAt: moment("sent_at"),
    lastError: text("last_error").notNull().default(""),
  },
  (t) => [index().on(t.createdAt)],
);
