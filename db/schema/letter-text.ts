import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytea, createdAt, id, moment } from "./columns";
import { letters } from "./letters";
import { people } from "./people";

/** One language of a letter, with its own text, state and hash. */
export const languageVersions = pgTable(
  "language_versions",
  {
    id: id(),
    letterId: text("letter_id")
      .notNull()
      .references(() => letters.id),
    /** BCP 47: en, es, pt, ht … */
    locale: text("locale").notNull(),
    subject: text("subject").notNull(),
    /** As printed, such as "Washington, DC, March 10, 2026". */
    dateLine: text("date_line").notNull().default(""),
    /** draft = being written; ready = its people say it is done. Left out of a freeze when `leftOut`. */
    state: text("state", { enum: ["draft", "ready", "left_out"] })
      .notNull()
      .default("draft"),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("one_version_per_locale").on(t.letterId, t.locale)],
);

/** Append-only log of Yjs updates. An update is acknowledged only after its row is committed. */
export const docUpdates = pgTable(
  "doc_updates",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    languageVersionId: text("language_version_id")
      .notNull()
      .references(() => languageVersions.id),
    /** Made by the server for each merged row; a browser's retry is a no-op in Yjs. */
    opId: text("op_id").notNull(),
    data: bytea("data").notNull(),
    /** Who wrote what is merged in this row. */
    personIds: text("person_ids").array().notNull().default(sql`'{}'`),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.languageVersionId, t.id), uniqueIndex("doc_update_once").on(t.languageVersionId, t.opId)],
);

export const docSnapshots = pgTable("doc_snapshots", {
  languageVersionId: text("language_version_id")
    .primaryKey()
    .references(() => languageVersions.id),
  /** The last row of doc_updates that is inside. */
  upToId: bigint("up_to_id", { mode: "number" }).notNull(),
  data: bytea("data").notNull(),
  updatedAt: moment("updated_at").notNull().defaultNow(),
});

/** Which person a Yjs client id belongs to: nobody may write under another's id. */
export const docClients = pgTable(
  "doc_clients",
  {
    languageVersionId: text("language_version_id")
      .notNull()
      .references(() => languageVersions.id),
    clientId: bigint("client_id", { mode: "number" }).notNull(),
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
  },
  (t) => [primaryKey({ columns: [t.languageVersionId, t.clientId] })],
);

/** A text version: saved by hand, or frozen (then hashed, and immutable by trigger). */
export const textVersions = pgTable(
  "text_versions",
  {
    id: id(),
    languageVersionId: text("language_version_id")
      .notNull()
      .references(() => languageVersions.id),
    number: integer("number").notNull(),
    kind: text("kind", { enum: ["saved", "frozen"] }).notNull(),
    subject: text("subject").notNull(),
    dateLine: text("date_line").notNull().default(""),
    /** Recipients as they stood: [{kind,name,office,address}]. */
    recipients: jsonb("recipients")
      .$type<{ kind: "to" | "cc"; name: string; office: string; address: string }[]>()
      .notNull(),
    /** ProseMirror JSON of the body. */
    doc: jsonb("doc").$type<Record<string, unknown>>().notNull(),
    /** Canonical text (product.md, "Hash"). */
    canonical: text("canonical").notNull(),
    sha256: text("sha256").notNull(),
    words: integer("words").notNull().default(0),
    note: text("note").notNull().default(""),
    createdBy: text("created_by").references(() => people.id),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("one_number_per_language").on(t.languageVersionId, t.number), index().on(t.sha256)],
);

/** A conversation on a passage. Anchors are Yjs relative positions, kept outside the shared text. */
export const commentThreads = pgTable(
  "comment_threads",
  {
    id: id(),
    languageVersionId: text("language_version_id")
      .notNull()
      .references(() => languageVersions.id),
    /** Base64. */
    anchorStart: text("anchor_start").notNull(),
    anchorEnd: text("anchor_end").notNull(),
    /** Block in which the passage begins. */
    blockId: text("block_id").notNull().default(""),
    /** The words as they stood when the thread began. */
    quote: text("quote").notNull(),
    createdBy: text("created_by")
      .notNull()
      .references(() => people.id),
    createdAt: createdAt(),
    resolvedAt: moment("resolved_at"),
    resolvedBy: text("resolved_by").references(() => people.id),
  },
  (t) => [index().on(t.languageVersionId)],
);

export const comments = pgTable(
  "comments",
  {
    id: id(),
    threadId: text("thread_id")
      .notNull()
      .references(() => commentThreads.id),
    authorId: text("author_id")
      .notNull()
      .references(() => people.id),
    organizationId: text("organization_id"),
    body: text("body").notNull(),
    /** Made by the browser: a retry finds itself. */
    opId: text("op_id").notNull().unique(),
    createdAt: createdAt(),
    editedAt: moment("edited_at"),
    deletedAt: moment("deleted_at"),
  },
  (t) => [index().on(t.threadId)],
);
