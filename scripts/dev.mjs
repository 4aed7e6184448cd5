// `npm run dev`: pages reload in the browser through Vite; the server process restarts when a file changes that it loads itself.
// PostgreSQL belongs to this process, not to the server's, so it lives through every restart.
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import path from "node:path";
import { endWithParent, ensurePackages, root } from "./ensure.mjs";

process.chdir(root);
ensurePackages();

let database;
if (!process.env.DATABASE_URL) {
  const { register } = await import("tsx/esm/api");
  register();
  const { startEmbedded } = await import("../db/embedded.ts");
  const { localSecret } = await import("../app/local-secret.server.ts");
  const folder = path.resolve(root, process.env.DATA_DIR ?? ".data");
  database = await startEmbedded({ dir: path.join(folder, "postgres"), database: "development" });
  process.env.DATABASE_URL = database.url;
  process.env.SECRET ??= localSecret(folder);
  process.env.DEMO ??= "1";
}

let server;
let ending = false;
let restarting = false;

function startServer() {
  server = spawn(process.execPath, ["--import", "tsx", "server.ts"], {
    cwd: root,
    stdio: "inherit",
    // Its own group: Ctrl-C reaches it through us, once.
    detached: process.platform !== "win32",
    env: { ...process.env, NODE_ENV: "development" },
  });
  server.once("exit", (code) => {
    if (ending) return;
    if (restarting) {
      restarting = false;
      startServer();
    } else if (code !== 0) console.log("The server ended. It starts again when a file changes.");
    else void end();
  });
}

function restart(file) {
  if (ending || restarting) return;
  console.log(`${file} changed: the server starts again.`);
  if (server.exitCode !== null) return startServer();
  restarting = true;
  server.kill("SIGTERM");
}

async function end() {
  if (ending) return;
  ending = true;
  if (server.exitCode === null && server.signalCode === null) {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await gone;
  }
  await database?.stop();
  process.exit(0);
}

process.on("SIGINT", end);
process.on("SIGTERM", end);
endWithParent(end);

// Pages and their domain code reload through Vite. These files also run outside of it, in the server's own module graph.
const ownGraph = /^(server\.ts|app[\\/](?!routes|ui|styles|i18n|root|entry).*\.ts|db[\\/].*\.(ts|sql))$/;
let timer;
for (const folder of ["app", "db", "."]) {
  watch(path.join(root, folder), { recursive: folder !== "." }, (_event, name) => {
    if (!name) return;
    const file = folder === "." ? name : path.join(folder, name);
    if (!ownGraph.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => restart(file), 150);
  });
}

startServer();
