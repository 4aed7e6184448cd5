/**
 * One node of Conjunta: composes the parts, listens, and closes them in the order that loses nothing.
 * It decides nothing; `npm start` and `node --import tsx server.ts` both end up here.
 */
import path from "node:path";
import { passwords } from "~/auth/passwords.server";
import { EnvError, env, requireNoRealSettings } from "~/env.server";
import { startWorker } from "~/jobs/worker.server";
import { localSecret } from "~/local-secret.server";
import { log } from "~/log.server";
import { attachRealtime } from "~/realtime/gateway.server";
import { createWeb } from "~/web.server";
import { closeDatabase, rawSql } from "~db/client.server";
import { type EmbeddedPostgres, startEmbedded } from "~db/embedded";
import { migrate } from "~db/migrate";
import { ForeignDatabaseError, seedOnce } from "~db/seed-once";

const root = import.meta.dirname;
const closers: (() => Promise<unknown>)[] = [];
let closing: Promise<void> | undefined;

/** Closes what was opened, last first. Never takes longer than 20 s, the patience of a usual supervisor. */
function close(code: number): Promise<void> {
  closing ??= (async () => {
    setTimeout(() => process.exit(1), 20_000).unref();
    for (const end of closers.reverse()) {
      await end().catch((error: unknown) =>
        log.error({ error, event: "close.failed" }, "A part did not close cleanly"),
      );
    }
    process.exit(code);
  })();
  return closing;
}

process.on("SIGTERM", () => void close(0));
process.on("SIGINT", () => void close(0));
process.on("unhandledRejection", (error) => log.error({ error, event: "rejection" }, "A promise was left alone"));
process.on("uncaughtException", (error) => {
  log.fatal({ error, event: "exception" }, "The server ends after an error that nobody caught");
  void close(1);
});

/** Without DATABASE_URL this is a local installation: its own PostgreSQL, its own secret, the demo coalition. */
async function startLocalDatabase(): Promise<EmbeddedPostgres> {
  requireNoRealSettings(process.env);
  const folder = path.resolve(root, process.env.DATA_DIR ?? ".data");
  const database = await startEmbedded({ dir: path.join(folder, "postgres") });
  process.env.DATABASE_URL = database.url;
  if (!process.env.SECRET_FILE) process.env.SECRET ??= localSecret(folder);
  process.env.DEMO ??= "1";
  return database;
}

async function start(): Promise<void> {
  if (!process.env.DATABASE_URL && !process.env.DATABASE_URL_FILE) {
    const database = await startLocalDatabase();
    closers.push(() => database.stop());
  }
  const settings = env();
  process.env.DATABASE_URL = settings.databaseUrl;
  // Pages choose their production code by this name.
  process.env.NODE_ENV = settings.nodeEnv;

  await migrate(settings.databaseUrl);
  closers.push(closeDatabase);
  if (settings.demo) {
    const { seedDemo } = await import("~db/seeds/index");
    await seedOnce(settings.databaseUrl, seedDemo, { refuseForeign: !settings.loopback });
  }

  const pages = settings.nodeEnv === "development" ? "vite" : "built";
  const web = await createWeb({ services: { passwords }, ready: async () => rawSql()`select 1`, root, pages });
  closers.push(() => web.close());
  const worker = await startWorker(settings.databaseUrl);
  closers.push(() => worker.close());
  const realtime = await attachRealtime(web.http);
  closers.push(() => realtime.close());

  await new Promise<void>((resolve, reject) => {
    web.http.once("error", reject).listen(settings.port, settings.host, resolve);
  });
  log.info({ event: "started", port: settings.port, ms: Math.round(performance.now()) }, "The server listens");
  console.log(`\nConjunta is ready: ${settings.origin}`);
  if (settings.demo) {
    console.log(`Sign in:           ${settings.origin}/sign-in (choose a person of the demo coalition)`);
    console.log(`Mail sent:         ${settings.origin}/dev/mail\n`);
  }
}

start().catch(async (error: NodeJS.ErrnoException) => {
  if (error instanceof EnvError || error instanceof ForeignDatabaseError) console.error(error.message);
  else if (error.code === "EADDRINUSE") console.error("The port is taken. Choose another: PORT=3001 npm start");
  else console.error(error);
  await close(1);
});
