import { bigint, integer, pgTable, varchar } from "drizzle-orm/pg-core";

/** Attempts, counted by account and by keyed hash of the network: no address is stored. Columns as rate-limiter-flexible wants them. */
export const rateLimits = pgTable("rate_limits", {
  key: varchar("key", { length: 255 }).primaryKey(),
  points: integer("points").notNull().default(0),
  /** Milliseconds since 1970. */
  expire: bigint("expire", { mode: "number" }),
});
