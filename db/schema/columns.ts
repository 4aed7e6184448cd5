import { customType, text, timestamp } from "drizzle-orm/pg-core";

/** Primary key: a time-ordered text id from `newId()`. */
export const id = () => text("id").primaryKey();

/** A moment, with time zone. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** When the row was written, by the database's clock. */
export const createdAt = () => moment("created_at").notNull().defaultNow();

/** Raw bytes. postgres.js gives a Buffer, which is a Uint8Array. */
export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
});
