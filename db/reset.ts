import postgres from "postgres";

/**
 * Empties a database: every table, type and job. The next migration builds it anew.
 *
 * @param url address; its user must own the schemas
 */
export async function resetDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.begin(async (tx) => {
      for (const schema of ["public", "drizzle", "graphile_worker", "maintenance"]) {
        await tx`drop schema if exists ${tx(schema)} cascade`;
      }
      await tx`create schema public`;
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
