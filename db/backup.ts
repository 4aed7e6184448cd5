/**
 * Backup and restore without PostgreSQL's own programs, which the packaged binaries do not include.
 *
 * The file is gzipped text, one JSON value per line: a header, then per table a block and its rows, each row as the text
 * that PostgreSQL itself writes for it and reads again without loss. (Not COPY: the readable stream of postgres.js 3.4
 * leaves its socket paused when the last piece of a table fills the buffer, and the next statement waits for ever.)
 * It holds everything that the database holds, letters and people included, so it is created readable by its owner only.
 */

import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import postgres from "postgres";
import { migrate } from "./migrate";

interface Header {
  conjuntaBackup: 1;
  createdAt: string;
  /** Hashes of the migrations that the data fits to, oldest first. */
  migrations: string[];
}

interface Block {
  table: string;
  columns: string[];
}

export interface BackupCount {
  tables: number;
  rows: number;
}

const ROWS_AT_ONCE = 500;
/** No row looks like this: rows are JSON strings. */
const END_OF_TABLE = "end";

/** Tables that the migrations themselves fill. */
const FILLED_BY_MIGRATIONS = ["graphile_worker.migrations"];

/**
 * Writes every table as of one moment into a new file. The server may go on working.
 *
 * @param url address; the user must be able to read every table
 * @param file must not exist yet
 */
export async function backup(url: string, file: string): Promise<BackupCount> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const output = new PassThrough();
  const written = pipeline(output, createGzip(), createWriteStream(file, { flags: "wx", mode: 0o600 }));
  const write = async (text: string | Buffer) => {
    if (!output.write(text)) await once(output, "drain");
  };
  const copyEverything = async () => {
    const count = await sql.begin("isolation level repeatable read read only", async (tx) => {
      const header: Header = {
        conjuntaBackup: 1,
        createdAt: new Date().toISOString(),
        migrations: await appliedMigrations(tx),
      };
      await write(`${JSON.stringify(header)}\n`);
      const total: BackupCount = { tables: 0, rows: 0 };
      for (const block of await listTables(tx)) {
        await write(`${JSON.stringify(block)}\n`);
        const rows = tx.unsafe<{ line: string }[]>(`select t::text as line from ${quoted(block.table)} t`);
        await rows.cursor(ROWS_AT_ONCE, async (some) => {
          total.rows += some.length;
          await write(some.map(({ line }) => `${JSON.stringify(line)}\n`).join(""));
        });
        await write(`${END_OF_TABLE}\n`);
        total.tables += 1;
      }
      await write(`${JSON.stringify({ sequences: await listSequences(tx) })}\n`);
      return total;
    });
    output.end();
    return count;
  };
  try {
    const [count] = await Promise.all([
      copyEverything().catch((error: unknown) => {
        output.destroy(error as Error);
        throw error;
      }),
      written,
    ]);
    return count;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Brings a backup into an empty database, all of it or nothing.
 *
 * @param url address; the user must be a superuser, because foreign keys and guards are off while tables are filled
 * @throws Error when the database holds coalitions already, or the backup fits another release
 */
export async function restore(url: string, file: string): Promise<BackupCount> {
  await migrate(url);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: 0 });
  const reader = lines[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await reader.next();
    if (done) throw new Error("The backup ends too early: it is not complete.");
    return value as string;
  };
  try {
    return await sql.begin(async (tx) => {
      const header = JSON.parse(await nextLine()) as Partial<Header>;
      if (header.conjuntaBackup !== 1) throw new Error("This file is not a backup of Conjunta.");
      if (JSON.stringify(header.migrations) !== JSON.stringify(await appliedMigrations(tx))) {
        throw new Error("The backup was made by another release. Restore it with that release, then upgrade.");
      }
      const [coalition] = await tx`select 1 from coalitions limit 1`;
      if (coalition) throw new Error("The database holds coalitions already. Restore into an empty one.");

      await tx`set local session_replication_role = replica`;
      const total: BackupCount = { tables: 0, rows: 0 };
      for (;;) {
        const block = JSON.parse(await nextLine()) as Partial<Block> & { sequences?: [string, string][] };
        if (block.sequences) {
          for (const [name, value] of block.sequences) await tx`select setval(${name}::regclass, ${value}::bigint)`;
          return total;
        }
        if (!block.table || !block.columns) throw new Error("The backup is damaged.");
        total.rows += await fillTable(tx, block as Block, nextLine);
        total.tables += 1;
      }
    });
  } finally {
    lines.close();
    await sql.end({ timeout: 5 });
  }
}

async function fillTable(tx: postgres.TransactionSql, block: Block, nextLine: () => Promise<string>): Promise<number> {
  const table = quoted(block.table);
  const columns = block.columns.map(quotedName);
  // `offset 0` keeps the planner from reading the text of a row anew for each of its columns.
  const insert = `insert into ${table} (${columns.join(", ")}) overriding system value
    select ${columns.map((column) => `(r).${column}`).join(", ")}
    from (select unnest($1::text[])::${table} as r offset 0) as given`;
  await tx.unsafe(`delete from ${table}`);
  let count = 0;
  let batch: string[] = [];
  const flush = async () => {
    if (batch.length > 0) await tx.unsafe(insert, [batch]);
    count += batch.length;
    batch = [];
  };
  for (let line = await nextLine(); line !== END_OF_TABLE; line = await nextLine()) {
    batch.push(JSON.parse(line) as string);
    if (batch.length === ROWS_AT_ONCE) await flush();
  }
  await flush();
  return count;
}

async function appliedMigrations(tx: postgres.TransactionSql): Promise<string[]> {
  const rows = await tx<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations order by created_at, id`;
  return rows.map((row) => row.hash);
}

async function listTables(tx: postgres.TransactionSql): Promise<Block[]> {
  const rows = await tx<Block[]>`
    select n.nspname || '.' || c.relname as table,
           array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where n.nspname in ('public', 'graphile_worker', 'maintenance') and c.relkind = 'r'
    group by n.nspname, c.relname
    order by 1`;
  return rows.filter((row) => !FILLED_BY_MIGRATIONS.includes(row.table));
}

async function listSequences(tx: postgres.TransactionSql): Promise<[string, string][]> {
  const rows = await tx<{ name: string; value: string }[]>`
    select format('%I.%I', schemaname, sequencename) as name, last_value::text as value
    from pg_sequences
    where schemaname in ('public', 'graphile_worker') and last_value is not null`;
  return rows.map((row) => [row.name, row.value]);
}

const quotedName = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** `schema.table` as an identifier; names come from the catalogue or from a backup, and neither is trusted. */
function quoted(table: string): string {
  return table.split(".").map(quotedName).join(".");
}
