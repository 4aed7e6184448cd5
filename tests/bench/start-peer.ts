import { spawn } from "node:child_process";
import { io, type Socket } from "socket.io-client";
import * as parser from "~/realtime/parser";
import { root } from "~tests/support/settings";

export type Peer = {
  url: string;
  pid: number;
  /** From the start of the process until it listens (ms). */
  startMs: number;
  connect(): Promise<Socket>;
  stop(): void;
};

/** A process that prints its port when it listens. */
export async function startProcess(script: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8").trim()));
    child.once("exit", (code) => reject(new Error(`a peer ended with ${code}`)));
  });
  return {
    port,
    pid: child.pid as number,
    stop() {
      process.off("exit", end);
      end();
    },
  };
}

/** Starts a plain peer as a process of its own. */
export async function startPeer(kind: "relay" | "yjs"): Promise<Peer> {
  const begin = performance.now();
  const { port, pid, stop } = await startProcess("tests/bench/peer.ts", [kind]);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    pid,
    startMs: performance.now() - begin,
    connect: () =>
      new Promise((resolve, reject) => {
        const socket = io(url, { parser, transports: ["websocket"], forceNew: true });
        socket.once("connect", () => resolve(socket));
        socket.once("connect_error", reject);
      }),
    stop,
  };
}
