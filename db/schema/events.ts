import { bigint, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** The head number of each stream. Raising it is the last thing a transaction does: number order is commit order. */
export const eventStreams = pgTable("event_streams", {
  stream: text("stream").primaryKey(),
  head: bigint("head", { mode: "number" }).notNull(),
});

/** The event log: activity feed and audit trail. Payloads hold ids only, so that erasing a person erases the person. */
export const events = pgTable(
  "events",
  {
    stream: text("stream").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    /** The same for the rows that one event has in several streams. */
    eventId: text("event_id").notNull(),
    type: text("type").notNull(),
    /** Person who did it; null = the clock, a job, or the public. */
    actor: text("actor"),
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.stream, t.seq] }), index("events_stream_time").on(t.stream, t.createdAt)],
);
