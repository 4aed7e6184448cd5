import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmbedded } from "~db/embedded";
import { root } from "~tests/support/settings";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "embedded-"));
  // Open to the account that root runs PostgreSQL as.
  chmodSync(dir, 0o755);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const start = () => startEmbedded({ dir });

async function query(url: string, statement: string) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

/** Another process that starts or adopts the cluster, says its postmaster's pid, and waits. */
async function starter(): Promise<{ child: ChildProcess; pid: number }> {
  const script = `import { startEmbedded } from "~db/embedded";
    const db = await startEmbedded({ dir: ${JSON.stringify(dir)} });
    console.log(db.pid);
    process.on("SIGTERM", async () => { await db.stop(); process.exit(0); });
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = await new Promise<number>((resolve) =>
    child.stdout?.once("data", (data) => resolve(Number(String(data)))),
  );
  return { child, pid };
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once("exit", resolve));

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("keeps data over a stop, and takes over the server that a killed process left behind", async () => {
  const first = await start();
  await query(first.url, "create table kept as select 42 as answer");
  await first.stop();
  expect(isRunning(first.pid)).toBe(false);

  const orphaned = await starter();
  orphaned.child.kill("SIGKILL");
  await ended(orphaned.child);
  const heir = await start();
  expect(heir.adopted).toBe(true);
  expect(heir.pid).toBe(orphaned.pid);
  expect(await query(heir.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  await heir.stop();
  expect(isRunning(heir.pid)).toBe(false);
});

test("starts again after the server itself was killed, with what was committed", async () => {
  const killed = await start();
  await query(killed.url, "create table kept as select 42 as answer");
  process.kill(killed.pid, "SIGKILL");
  const again = await start();
  expect(again.adopted).toBe(false);
  expect(await query(again.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  await again.stop();
});

test("starts when the process id in a stale file belongs to another program", async () => {
  await (await start()).stop();
  writeFileSync(path.join(dir, "data/postmaster.pid"), `${process.pid}\n${dir}/data\n0\n5432\n\n127.0.0.1\n0\nready\n`);
  const again = await start();
  expect(again.adopted).toBe(false);
  await again.stop();
});

test("three processes at once share one server, and the last one ends it", async () => {
  const all = await Promise.all([starter(), starter(), starter()]);
  const pids = new Set(all.map((one) => one.pid));
  expect(pids.size).toBe(1);
  const [server = 0] = pids;
  for (const [index, { child }] of all.entries()) {
    expect(isRunning(server)).toBe(true);
    child.kill("SIGTERM");
    await ended(child);
    if (index === all.length - 1) expect(isRunning(server)).toBe(false);
  }
});
