import { pgTable, text } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** What was done once in the life of this database, such as the demo's seeding. */
export const marks = pgTable("marks", { name: text("name").primaryKey(), createdAt: createdAt() });
