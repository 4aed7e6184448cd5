import { eq } from "drizzle-orm";
import { db } from "~db/client.server";
import { organizations } from "~db/schema";

/** The short name that stands beside a person: the acronym, else the name. Null when there is no such organization. */
export async function readOrganizationName(id: string): Promise<string | null> {
  const [row] = await db
    .select({ name: organizations.name, acronym: organizations.acronym })
    .from(organizations)
    .where(eq(organizations.id, id));
  return row ? row.acronym || row.name : null;
}
