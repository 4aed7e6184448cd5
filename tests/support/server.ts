import { type ChildProcess, spawn } from "node:child_process";
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { ensureBuild } from "../../scripts/ensure.mjs";
import { root, testSettings } from "./settings";

export interface RunningServer {
  /** Its origin, `http://localhost:<port>`, which is also its APP_ORIGIN. */
  url: string;
  port: number;
  pid: number;
  /** Everything that it printed so far. */
  log(): string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export interface ServerOptions {
  databaseUrl: string;
  /** `false`: the socket side, the jobs and the limits without pages, which needs no build. Default `true`: the whole product. */
  pages?: boolean;
  /** Keep the port of an earlier server, for tests that restart it. */
  port?: number;
  env?: Record<string, string>;
}

/**
 * Starts the real server as a process of its own and waits until it answers `/readyz`.
 *
 * @throws Error with what the server printed, when it ends or does not answer within 60 s
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const pages = options.pages ?? true;
  if (pages) ensureBuild();
  const port = options.port ?? (await freePort());
  const url = `http://localhost:${port}`;
  // What `npm start` starts, or a server of TypeScript as it stands.
  const program = pages ? ["build/node/server.js"] : ["--import", "tsx", "tests/support/server-without-pages.ts"];
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: {
      ...process.env,
      ...testSettings,
      // React and Remix choose their production code by this name; DEMO=1 keeps it from being a real installation.
      NODE_ENV: pages ? "production" : "test",
      DATABASE_URL: options.databaseUrl,
      APP_ORIGIN: url,
      PORT: String(port),
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const keep = (chunk: Buffer) => {
    printed += chunk.toString("utf8");
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  // A test that crashes must not leave a server behind.
  const onExit = () => child.kill("SIGKILL");
  process.once("exit", onExit);
  exit.then(() => process.off("exit", onExit));

  await waitUntilReady(url, child, () => printed);
  const signal = async (name: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(name);
    return exit;
  };
  return {
    url,
    port,
    pid: child.pid as number,
    log: () => printed,
    kill: async () => {
      await signal("SIGKILL");
    },
    stop: () => signal("SIGTERM"),
  };
}

async function waitUntilReady(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(25)) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The server ended (${child.exitCode ?? child.signalCode}):\n${printed()}`);
    }
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
  }
  child.kill("SIGKILL");
  throw new Error(`The server did not answer within 60 s:\n${printed()}`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
