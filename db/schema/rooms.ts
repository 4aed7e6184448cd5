import { bigint, index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { campaigns } from "./campaigns";
import { coalitions } from "./coalitions";
import { createdAt, id, moment } from "./columns";
import { people } from "./people";

export const rooms = pgTable(
  "rooms",
  {
    id: id(),
    coalitionId: text("coalition_id")
      .notNull()
      .references(() => coalitions.id),
    campaignId: text("campaign_id")
      .notNull()
      .references(() => campaigns.id),
    name: text("name").notNull(),
    topic: text("topic").notNull().default(""),
    createdBy: text("created_by").references(() => people.id),
    createdAt: createdAt(),
    archivedAt: moment("archived_at"),
    /** Number of the last message; raised under the row's lock, so that numbers have no gap. */
    lastNumber: bigint("last_number", { mode: "number" }).notNull().default(0),
  },
  (t) => [index().on(t.campaignId)],
);

/** Guests are invited to single rooms. */
export const roomGuests = pgTable(
  "room_guests",
  {
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id),
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
    invitedBy: text("invited_by").references(() => people.id),
    createdAt: createdAt(),
    endedAt: moment("ended_at"),
  },
  (t) => [primaryKey({ columns: [t.roomId, t.personId] }), index().on(t.personId)],
);

export const messages = pgTable(
  "messages",
  {
    id: id(),
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id),
    /** 1, 2, 3 … in each room. */
    number: bigint("number", { mode: "number" }).notNull(),
    authorId: text("author_id").references(() => people.id),
    /** For which organization the author spoke. */
    organizationId: text("organization_id"),
    body: text("body").notNull(),
    locale: text("locale"),
    /** Made by the browser: a message sent twice is one message. */
    opId: text("op_id").notNull(),
    createdAt: createdAt(),
    editedAt: moment("edited_at"),
    deletedAt: moment("deleted_at"),
  },
  (t) => [
    uniqueIndex("message_number").on(t.roomId, t.number),
    uniqueIndex("message_once").on(t.roomId, t.authorId, t.opId),
  ],
);

export const messageMentions = pgTable(
  "message_mentions",
  {
    messageId: text("message_id")
      .notNull()
      .references(() => messages.id),
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
  },
  (t) => [primaryKey({ columns: [t.messageId, t.personId] }), index().on(t.personId)],
);

/** How far a person has read a room. Only ever seen by that person. */
export const roomReads = pgTable(
  "room_reads",
  {
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id),
    personId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    lastReadNumber: bigint("last_read_number", { mode: "number" }).notNull().default(0),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.roomId, t.personId] })],
);
