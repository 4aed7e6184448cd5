/**
 * `npm run db:*`: the database from the command line. Uses DATABASE_URL, else the local installation's own PostgreSQL.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { localSecret } from "~/local-secret.server";
import { backup, restore } from "~db/backup";
import { startEmbedded } from "~db/embedded";
import { migrate } from "~db/migrate";
import { resetDatabase } from "~db/reset";
import { seedOnce } from "~db/seed-once";

const root = path.resolve(import.meta.dirname, "..");
const [command, argument] = process.argv.slice(2);

const commands: Record<string, (url: string) => Promise<unknown>> = {
  migrate: async (url) => console.log(`${await migrate(url)} migrations applied.`),
  seed: async (url) => {
    await migrate(url);
    const { seedDemo } = await import("~db/seeds/index");
    const told = await seedOnce(url, seedDemo);
    console.log(told ? "The demo coalition is there." : "Nothing to do: the database already holds coalitions.");
  },
  reset: async (url) => {
    if (argument !== "--yes") {
      throw new Error("This deletes everything in the database. If that is meant: npm run db:reset -- --yes");
    }
    await resetDatabase(url);
    console.log(`Emptied; ${await migrate(url)} migrations applied.`);
  },
  backup: async (url) => {
    const file = argument ?? `conjunta-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.backup`;
    const { tables, rows } = await backup(url, file);
    console.log(`${file}: ${rows} rows of ${tables} tables.`);
  },
  restore: async (url) => {
    if (!argument) throw new Error("Which file? npm run db:restore -- FILE");
    const { tables, rows } = await restore(url, argument);
    console.log(`${rows} rows of ${tables} tables are back.`);
  },
  studio: async (url) => {
    const program = path.join(root, "node_modules/drizzle-kit/bin.cjs");
    spawnSync(process.execPath, [program, "studio"], {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, DATABASE_URL: url },
    });
  },
};

async function main(): Promise<void> {
  const run = commands[command ?? ""];
  if (!run) throw new Error(`Which command? One of: ${Object.keys(commands).join(", ")}`);
  if (process.env.DATABASE_URL) return void (await run(process.env.DATABASE_URL));
  const folder = path.resolve(root, process.env.DATA_DIR ?? ".data");
  const database = await startEmbedded({ dir: path.join(folder, "postgres") });
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    SECRET: process.env.SECRET ?? localSecret(folder),
    DEMO: "1",
  });
  try {
    await run(database.url);
  } finally {
    await database.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
