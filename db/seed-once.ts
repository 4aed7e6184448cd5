import postgres from "postgres";
import { migrate } from "./migrate";
import { resetDatabase } from "./reset";

const SEED_LOCK = 4_206_021_117;

/**
 * Fills an empty database once, also when several nodes start together or the first attempt was killed.
 *
 * What `seed` writes takes many transactions, so a row says that it began and another time that it ended. A world that
 * only began is thrown away and told again. A database that holds coalitions of its own is never touched.
 *
 * @param url address of a migrated database
 * @param seed tells the world by calling domain verbs
 * @param options.refuseForeign a demo's doors are open to everybody: they must not stand before somebody's real coalition
 * @returns whether `seed` ran to its end in this call
 * @throws ForeignDatabaseError with `refuseForeign`, when the database holds coalitions that no seed made
 */
export async function seedOnce(
  url: string,
  seed: () => Promise<unknown>,
  options: { refuseForeign?: boolean } = {},
): Promise<boolean> {
  const sql = postgres(url, { max: 1, idle_timeout: 0, max_lifetime: null, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${SEED_LOCK})`;
    const state = await readState(sql);
    if (state === "foreign" && options.refuseForeign) throw new ForeignDatabaseError();
    if (state === "done" || state === "foreign") return false;
    if (state === "begun") {
      await resetDatabase(url);
      await migrate(url);
    }
    await sql`insert into maintenance.seeds (name) values ('demo')`;
    await seed();
    await sql`update maintenance.seeds set ended_at = clock_timestamp() where name = 'demo'`;
    return true;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

export class ForeignDatabaseError extends Error {
  override name = "ForeignDatabaseError";
  constructor() {
    super(
      "DEMO=1 opens this address to everybody, and its database holds a coalition that is no demo. Take DEMO away, or name another database.",
    );
  }
}

async function readState(sql: postgres.Sql): Promise<"empty" | "begun" | "done" | "foreign"> {
  const [row] = await sql`select ended_at from maintenance.seeds where name = 'demo'`;
  if (row) return row.ended_at ? "done" : "begun";
  const [coalition] = await sql`select 1 from coalitions limit 1`;
  return coalition ? "foreign" : "empty";
}
