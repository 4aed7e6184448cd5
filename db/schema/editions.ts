import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytea, createdAt, id, moment } from "./columns";
import { textVersions } from "./letter-text";
import { letters, recipients } from "./letters";
import { people } from "./people";

export type EditionSignatory = {
  signatureId: string;
  organizationId: string;
  name: string;
  person: string;
  country: string;
  lead: "lead" | "co_lead" | null;
  capacity: "organization" | "individual";
  sha256: string;
};

/** An immutable, numbered list and text, as delivered. Refused to change by trigger. */
export const editions = pgTable(
  "editions",
  {
    id: id(),
    letterId: text("letter_id")
      .notNull()
      .references(() => letters.id),
    number: integer("number").notNull(),
    count: integer("count").notNull(),
    /** In the order in which they are printed. */
    signatories: jsonb("signatories").$type<EditionSignatory[]>().notNull(),
    leadsFirst: boolean("leads_first").notNull(),
    ignoreArticles: boolean("ignore_articles").notNull(),
    listColumns: integer("list_columns").notNull(),
    createdBy: text("created_by").references(() => people.id),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("one_edition_number").on(t.letterId, t.number)],
);

/** An edition in one language: the frozen text that it prints, and the PDF. */
export const editionTexts = pgTable(
  "edition_texts",
  {
    editionId: text("edition_id")
      .notNull()
      .references(() => editions.id),
    locale: text("locale").notNull(),
    textVersionId: text("text_version_id")
      .notNull()
      .references(() => textVersions.id),
    sha256: text("sha256").notNull(),
    /** Made by a job after the finalization; null until then. */
    pdf: bytea("pdf"),
    pdfSha256: text("pdf_sha256"),
    pages: integer("pages"),
  },
  (t) => [primaryKey({ columns: [t.editionId, t.locale] })],
);

export const deliveries = pgTable(
  "deliveries",
  {
    id: id(),
    letterId: text("letter_id")
      .notNull()
      .references(() => letters.id),
    editionId: text("edition_id")
      .notNull()
      .references(() => editions.id),
    recipientId: text("recipient_id")
      .notNull()
      .references(() => recipients.id),
    /** How it was sent. */
    method: text("method", { enum: ["email", "hand", "post", "web_form", "fax", "meeting"] }).notNull(),
    sentAt: moment("sent_at").notNull(),
    sentBy: text("sent_by").references(() => people.id),
    note: text("note").notNull().default(""),
    acknowledgedAt: moment("acknowledged_at"),
    acknowledgedNote: text("acknowledged_note").notNull().default(""),
    answeredAt: moment("answered_at"),
    answer: text("answer").notNull().default(""),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.letterId), uniqueIndex("one_delivery").on(t.editionId, t.recipientId, t.method, t.sentAt)],
);

/** What stood in a delivery's record before somebody corrected it, and why. Refused to change by trigger. */
export const deliveryCorrections = pgTable(
  "delivery_corrections",
  {
    id: id(),
    deliveryId: text("delivery_id")
      .notNull()
      .references(() => deliveries.id),
    recipientId: text("recipient_id")
      .notNull()
      .references(() => recipients.id),
    method: text("method", { enum: ["email", "hand", "post", "web_form", "fax", "meeting"] }).notNull(),
    sentAt: moment("sent_at").notNull(),
    sentBy: text("sent_by").references(() => people.id),
    note: text("note").notNull().default(""),
    reason: text("reason").notNull(),
    correctedBy: text("corrected_by").references(() => people.id),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.deliveryId, t.createdAt)],
);
