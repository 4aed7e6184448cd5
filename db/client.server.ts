import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema";

export type Db = PostgresJsDatabase<typeof schema>;
/** What `transaction` hands to its callback: the same query builder, inside the transaction. */
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];
/** Where a read may run: alone or inside a transaction. */
export type Reader = Db | Tx;

type Connections = { url: string; db: Db; sql: postgres.Sql; drizzleClient: postgres.Sql };
type Holder = { __conjuntaDb?: Connections };

/**
 * Options that both pools share. postgres.js pipelines and fetches types by default; with those on, one killed
 * backend fails about thirty unrelated queries (docs/architecture.md, "Traps").
 */
function options(max: number) {
  return {
    max,
    fetch_types: false,
    max_pipeline: 1,
    backoff: (retries: number) => Math.min(2 ** retries * 0.05, 2),
    connect_timeout: 10,
    idle_timeout: 60,
    onnotice: () => {},
    connection: { application_name: "conjunta" },
    // max_pipeline is honoured by the client but missing from its types.
  } as postgres.Options<Record<string, never>>;
}

/**
 * postgres.js 3.4 lets a callback of `begin` go on after its backend was killed: its next statement then commits
 * alone, on a fresh connection (porsager/postgres #1186, #1215). So every transaction
 *  - names itself with a transaction-local setting, which triggers on the promised tables demand
 *    (db/migrations/0001_guards.sql): a statement that lost its transaction is refused by the database;
 *  - and hands out a client that refuses to run anything once `begin` is over.
 */
function guardTransactions(client: postgres.Sql): postgres.Sql {
  const begin = client.begin.bind(client) as (...args: unknown[]) => Promise<unknown>;
  const guarded = (...args: unknown[]) => {
    const callback = args[args.length - 1] as (tx: postgres.TransactionSql) => Promise<unknown>;
    let over = false;
    const running = begin(...args.slice(0, -1), async (tx: postgres.TransactionSql) => {
      await tx`select set_config('conjunta.tx', txid_current()::text, true)`;
      const refuseWhenOver = () => {
        if (over) throw new Error("the transaction is over: a late statement was refused");
      };
      const proxy = new Proxy(tx, {
        apply(target, thisArg, argArray) {
          refuseWhenOver();
          return Reflect.apply(target as never, thisArg, argArray);
        },
        get(target, property) {
          const value = Reflect.get(target, property) as unknown;
          if (property !== "unsafe" && property !== "savepoint") return value;
          return (...inner: unknown[]) => {
            refuseWhenOver();
            const asked = property === "unsafe" ? prepared(inner) : inner;
            return (value as (...a: unknown[]) => unknown).apply(target, asked);
          };
        },
      });
      return callback(proxy);
    });
    running.then(
      () => {
        over = true;
      },
      () => {
        over = true;
      },
    );
    return running;
  };
  client.begin = guarded as unknown as typeof client.begin;
  return client;
}

/** A statement with more parameters than this is one of many lengths, and not worth remembering. */
const PREPARED_PARAMETERS = 64;

/**
 * Drizzle sends all its statements by `unsafe`, which asks the database for the types of the parameters first and has each
 * statement planned anew: twice the way, and a fourth of the time of a verb. Prepared, a connection does that once for each.
 *
 * Only inside of transactions, where the connection is reserved. Outside, the client would put a `begin` behind a prepared
 * statement that is still under way, and then refuse it (UNSAFE_TRANSACTION) because `max_pipeline` is reached.
 */
function prepared(args: unknown[]): unknown[] {
  const [query, parameters, settings] = args;
  if (!Array.isArray(parameters) || parameters.length === 0 || parameters.length > PREPARED_PARAMETERS) return args;
  return [query, parameters, { ...(settings as object | undefined), prepare: true }];
}

/**
 * The one pool. It lives on globalThis because Remix's bundle and server.ts are two module graphs that load this
 * file twice (docs/architecture.md, "The trap under server.ts"). Opened at first use, from DATABASE_URL.
 */
function connections(): Connections {
  const holder = globalThis as Holder;
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set");
  if (holder.__conjuntaDb?.url === url) return holder.__conjuntaDb;
  const max = Number(process.env.DATABASE_POOL ?? 10);
  // drizzle() changes its client: raw queries on it return timestamps as text. So there are two.
  const drizzleClient = guardTransactions(postgres(url, options(max)));
  const sql = guardTransactions(postgres(url, options(Math.max(4, Math.ceil(max / 2)))));
  holder.__conjuntaDb = { url, drizzleClient, sql, db: drizzle(drizzleClient, { schema }) };
  return holder.__conjuntaDb;
}

/** Query builder. Writes to the promised tables are refused outside `transaction`. */
export const db: Db = new Proxy({} as Db, {
  get: (_target, property) => {
    const real = connections().db;
    const value = Reflect.get(real, property) as unknown;
    return typeof value === "function" ? value.bind(real) : value;
  },
});

/** The raw client, for what is faster or clearer as SQL. Parameters of type Date work here. */
export function rawSql(): postgres.Sql {
  return connections().sql;
}

/**
 * Runs `work` in one transaction. Everything that a verb promises (change, event, jobs, outbox) goes through the `tx`
 * that it receives. Rejects with what `work` threw, after rolling back. Serialization failures and deadlocks
 * (SQLSTATE 40001, 40P01) are tried again, at most three times: the callback must have no other side effects.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await connections().db.transaction(work);
    } catch (error) {
      const code = sqlState(error);
      if (attempt < 3 && (code === "40001" || code === "40P01")) continue;
      throw error;
    }
  }
}

/**
 * An array as a parameter of raw SQL, such as `any(${arrayLiteral(ids)}::text[])`. Without fetching types at each connect the
 * client does not know how to write arrays itself.
 */
export function arrayLiteral(values: readonly (string | number)[]): string {
  return `{${values.map((v) => `"${String(v).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(",")}}`;
}

/** SQLSTATE of a database error, also when drizzle has wrapped it; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  for (let e = error as { code?: unknown; cause?: unknown } | undefined; e; e = e.cause as typeof e) {
    if (typeof e.code === "string" && /^[0-9A-Z]{5}$/.test(e.code)) return e.code;
  }
  return undefined;
}

/** Closes the pools. For shutdown and tests. */
export async function closeDatabase(): Promise<void> {
  const holder = globalThis as Holder;
  const open = holder.__conjuntaDb;
  holder.__conjuntaDb = undefined;
  if (open) await Promise.all([open.sql.end({ timeout: 5 }), open.drizzleClient.end({ timeout: 5 })]);
}
