import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { runMigrations as applyJobMigrations } from "graphile-worker";
import postgres from "postgres";

/** Any constant does, as long as every release uses the same one. */
const MIGRATION_LOCK = 4_206_021_116;

export const migrationsFolder = path.join(import.meta.dirname, "migrations");

/**
 * Brings a database to the schema of this release: the migrations of `db/migrations`, then those of the job queue,
 * so that a verb can add a job before the first worker has started.
 *
 * Drizzle's migrator takes no lock, so several nodes that start at once would run the same file twice. The advisory lock
 * belongs to the session, hence the one connection that is used for nothing else and never replaced.
 *
 * @param url address of the database; its user must be able to create tables
 * @returns how many migrations of ours were applied
 */
export async function migrate(url: string): Promise<number> {
  const sql = postgres(url, { max: 1, idle_timeout: 0, max_lifetime: null, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    const before = await countApplied(sql);
    await applyMigrations(drizzle(sql), { migrationsFolder });
    await applyJobMigrations({ connectionString: url });
    // Whether the demo was told, see seed-once.ts. Outside of the product's schema, because no page may ask.
    await sql`create schema if not exists maintenance`;
    await sql`create table if not exists maintenance.seeds (name text primary key, ended_at timestamptz)`;
    return (await countApplied(sql)) - before;
  } finally {
    // Ending the session releases the lock, also after an error.
    await sql.end({ timeout: 5 });
  }
}

async function countApplied(sql: postgres.Sql): Promise<number> {
  const [found] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (!found?.there) return 0;
  const [row] = await sql`select count(*)::int as n from drizzle.__drizzle_migrations`;
  return row?.n ?? 0;
}
