import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { forgetEnv } from "~/env.server";
import { closeDatabase } from "~db/client.server";
import { cloneTemplate, dropDatabase, seededTemplate } from "./cluster";
import { seedInto } from "./seed-template";
import { testSettings } from "./settings";

export interface TestDatabase {
  url: string;
  /** Ends every connection to this database, as a failover does. Resolves with how many there were. */
  killBackends(): Promise<number>;
}

/**
 * Gives the test file a migrated database of its own and points the process to it. Call once, at the top level, with await.
 * Connections are closed and the database is dropped when the file is done.
 *
 * @param options.seeded start with the demo coalition instead of empty
 */
export async function useDatabase(options: { seeded?: boolean } = {}): Promise<TestDatabase> {
  const clusterUrl = inject("clusterUrl");
  const template = options.seeded ? await seededTemplate(clusterUrl, seedInto) : inject("templateName");
  const url = await cloneTemplate(clusterUrl, template);
  Object.assign(process.env, testSettings, { DATABASE_URL: url });
  forgetEnv();
  afterAll(async () => {
    await closeDatabase();
    await dropDatabase(url);
  });
  return { url, killBackends: () => killBackends(url) };
}

async function killBackends(url: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const rows = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;
    return rows.length;
  } finally {
    await sql.end();
  }
}
