/**
 * PostgreSQL for tests: one cluster without fsync for all of them, a migrated template in it, a clone per test file.
 * Several runs at once share the cluster; each has databases of its own.
 */
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { startEmbedded } from "~db/embedded";
import { migrate } from "~db/migrate";
import { root } from "./settings";

export interface Cluster {
  /** Address of a database of this cluster. */
  url(database: string): string;
  /** A migrated, empty database, from the template. Returns its address. */
  createDatabase(): Promise<string>;
  dropDatabase(url: string): Promise<void>;
  /** Process id of the postmaster. */
  readonly pid: number;
  /** SIGKILL to the postmaster and all its children, as a power cut would. */
  crash(): Promise<void>;
  /** Starts it again on the same data. Resolves with the milliseconds until it took connections; the port may differ. */
  restart(): Promise<number>;
  stop(): Promise<void>;
}

const TEMPLATE_LOCK = 4_206_021_118;

/** @returns a client for the maintenance database of the cluster that `url` belongs to */
function maintenance(url: string): postgres.Sql {
  const address = new URL(url);
  address.pathname = "/postgres";
  return postgres(address.href, { max: 1, onnotice: () => {} });
}

/** The same cluster, another database. */
export function databaseAt(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

const nameOf = (url: string) => new URL(url).pathname.slice(1);

/** A short hash over the content of files and folders: the name of a template made from them. */
function hashOf(...places: string[]): string {
  const hash = createHash("sha256");
  for (const place of places) {
    const absolute = path.join(root, place);
    if (!fs.existsSync(absolute)) continue;
    const files = fs.statSync(absolute).isFile()
      ? [absolute]
      : fs
          .readdirSync(absolute, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(path.relative(root, file)).update(fs.readFileSync(file));
  }
  return hash.digest("hex").slice(0, 12);
}

/**
 * Makes a template database once per name, also when several processes ask at the same time.
 *
 * @param clusterUrl any address of the cluster
 * @param fill receives the address of the empty database
 * @returns the template's name
 */
async function ensureTemplate(clusterUrl: string, name: string, fill: (url: string) => Promise<void>): Promise<string> {
  const sql = maintenance(clusterUrl);
  try {
    await sql`select pg_advisory_lock(${TEMPLATE_LOCK})`;
    const [row] = await sql`select 1 from pg_database where datname = ${name}`;
    if (row) return name;
    const unfinished = `${name}_unfinished`;
    await sql`drop database if exists ${sql(unfinished)} with (force)`;
    await sql`create database ${sql(unfinished)}`;
    await fill(databaseAt(clusterUrl, unfinished));
    await disconnectAll(sql, unfinished);
    await sql`alter database ${sql(unfinished)} rename to ${sql(name)}`;
    return name;
  } finally {
    await sql.end();
  }
}

async function disconnectAll(sql: postgres.Sql, database: string): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`;
  for (let i = 0; i < 200; i += 1) {
    const [open] = await sql`select 1 from pg_stat_activity where datname = ${database}`;
    if (!open) return;
    await pause(10);
  }
}

/** The migrated, empty template of the present migrations. */
export function emptyTemplate(clusterUrl: string): Promise<string> {
  return ensureTemplate(clusterUrl, `template_${hashOf("db/migrations", "db/migrate.ts")}`, async (url) => {
    await migrate(url);
  });
}

/**
 * The template with the demo coalition, told by the code as it is now. Its dates are relative to today, hence the day.
 *
 * @param seed runs the seeds on an address
 */
export async function seededTemplate(clusterUrl: string, seed: (url: string) => Promise<void>): Promise<string> {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  const name = `seeded_${hashOf("db", "app/domain", "app/auth")}_${day}`;
  return ensureTemplate(clusterUrl, name, async (url) => {
    await migrate(url);
    await seed(url);
  });
}

/** A database from a template. Its name holds our process id, so that what a killed run leaves can be cleared. */
export async function cloneTemplate(clusterUrl: string, template: string): Promise<string> {
  const name = `t_${process.pid}_${randomBytes(4).toString("hex")}`;
  const sql = maintenance(clusterUrl);
  try {
    await sql`create database ${sql(name)} template ${sql(template)} strategy file_copy`;
  } finally {
    await sql.end();
  }
  return databaseAt(clusterUrl, name);
}

export async function dropDatabase(url: string): Promise<void> {
  const sql = maintenance(url);
  try {
    await sql`drop database if exists ${sql(nameOf(url))} with (force)`;
  } finally {
    await sql.end();
  }
}

/** Drops databases of processes that are gone, and templates of states of the code that are past. */
async function dropLeftovers(clusterUrl: string): Promise<void> {
  const sql = maintenance(clusterUrl);
  try {
    const rows = await sql<{ datname: string }[]>`
      select datname from pg_database where datname ~ '^(t_|template_[0-9a-f]|seeded_)' order by oid desc`;
    const templates = { template: 0, seeded: 0 };
    for (const { datname } of rows) {
      const kind = datname.startsWith("template_") ? "template" : datname.startsWith("seeded_") ? "seeded" : undefined;
      if (kind) {
        templates[kind] += 1;
        if (templates[kind] <= 4) continue;
      } else if (isAlive(Number(datname.split("_")[1]))) continue;
      await sql`drop database if exists ${sql(datname)} with (force)`.catch(() => {});
    }
  } finally {
    await sql.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The shared cluster of all test runs of this checkout. Ends with its last user. */
export async function sharedCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  const dir = path.join(root, ".data/test");
  const cluster = await startEmbedded({ dir, durable: false, maxConnections: 400 });
  await dropLeftovers(cluster.url);
  return cluster;
}

/**
 * A cluster of one's own, for tests that kill PostgreSQL. Call `stop()` at the end: it removes the data too.
 *
 * @param options.durable fsync on (default), as in real use
 */
export async function startCluster(options: { durable?: boolean } = {}): Promise<Cluster> {
  const dir = path.join(root, ".data", `cluster-${process.pid}-${randomBytes(3).toString("hex")}`);
  const start = () => startEmbedded({ dir, durable: options.durable ?? true, maxConnections: 200 });
  let server = await start();
  return {
    url: (database) => databaseAt(server.url, database),
    createDatabase: async () => cloneTemplate(server.url, await emptyTemplate(server.url)),
    dropDatabase,
    get pid() {
      return server.pid;
    },
    crash: async () => {
      killTree(server.pid);
      while (isAlive(server.pid) && !isZombie(server.pid)) await pause(5);
    },
    restart: async () => {
      const begin = performance.now();
      server = await start();
      return Math.round(performance.now() - begin);
    },
    stop: async () => {
      await server.stop();
      for (const one of [dir, server.dir]) fs.rmSync(one, { recursive: true, force: true });
    },
  };
}

function killTree(pid: number): void {
  // The children are in sessions of their own: stop the parent first, so that it starts no new ones.
  process.kill(pid, "SIGSTOP");
  for (const entry of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const parent = /^PPid:\s*(\d+)/m.exec(fs.readFileSync(`/proc/${entry}/status`, "utf8"))?.[1];
      if (Number(parent) === pid) process.kill(Number(entry), "SIGKILL");
    } catch {
      // Ended between the listing and the reading.
    }
  }
  process.kill(pid, "SIGKILL");
}

function isZombie(pid: number): boolean {
  try {
    return /^State:\s*Z/m.test(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
