import postgres from "postgres";
import { log } from "~/log.server";
import { arrayLiteral } from "~db/client.server";

/** First half of the key of a worker's lock; any constant does, as long as every release uses the same one. */
const LOCKS = 420_602;
/** How often dead workers are looked for (ms). */
const LOOK_MS = 5_000;

export type WorkerWatch = {
  /** A worker of this process has begun: it counts as alive until `close`, or until this process ends, however it ends. */
  add(workerId: string): void;
  /** Looks for dead workers now. @returns whose jobs were freed */
  look(): Promise<string[]>;
  close(): Promise<void>;
};

/**
 * Frees the jobs of workers whose process was killed. graphile-worker itself waits four hours before it gives such a job to
 * somebody else, and that may be the mail by which somebody gets in, or the closing of a letter.
 *
 * A worker is alive as long as its lock is held: an advisory lock of one connection, which PostgreSQL drops with the process
 * or the machine. Should only that connection break, it is held again at the next look; a long job that another node takes
 * for dead in between runs twice, which every job is written for.
 *
 * @param lookMs how often dead workers are looked for
 */
export function watchWorkers(databaseUrl: string, lookMs = LOOK_MS): WorkerWatch {
  const sql = postgres(databaseUrl, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: "conjunta-workers" },
  });
  const mine: string[] = [];
  let looking: Promise<unknown> = Promise.resolve();

  async function hold(): Promise<void> {
    await sql`
      select pg_try_advisory_lock(${LOCKS}::int, hashtext(id)) from unnest(${arrayLiteral(mine)}::text[]) id
      where not exists (${heldBy(true)})`;
  }

  /** Whether the lock of `id` is held: by this connection, or by any. */
  function heldBy(thisConnection: boolean) {
    return sql`select from pg_locks
      where locktype = 'advisory' and classid = ${LOCKS}::int::oid and objid = (hashtext(id)::bigint & 4294967295)::oid
        and database = (select oid from pg_database where datname = current_database()) and granted
        and (not ${thisConnection}::boolean or pid = pg_backend_pid())`;
  }

  async function look(): Promise<string[]> {
    await hold();
    // A worker that has just begun may have taken a job before its lock was there.
    const dead = await sql<{ id: string }[]>`
      select id from (select distinct locked_by as id from graphile_worker.jobs
        where locked_at < clock_timestamp() - interval '5 seconds') as busy
      where not exists (${heldBy(false)})`;
    const ids = dead.map((row) => row.id);
    if (ids.length === 0) return ids;
    await sql`select graphile_worker.force_unlock_workers(${arrayLiteral(ids)}::text[])`;
    log.warn({ event: "worker.dead", count: ids.length }, "Jobs of workers that are gone were freed");
    return ids;
  }

  /** One after the other: they share a connection and its locks. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = looking.then(work);
    looking = done.catch((error: unknown) =>
      log.warn({ event: "worker.watch", error }, "Workers could not be looked after; the next round will"),
    );
    return done;
  }

  const timer = setInterval(() => void inTurn(look).catch(() => {}), lookMs);
  timer.unref();

  return {
    add(workerId) {
      mine.push(workerId);
      void inTurn(hold).catch(() => {});
    },
    look: () => inTurn(look),
    async close() {
      clearInterval(timer);
      await looking;
      await sql.end({ timeout: 1 });
    },
  };
}
