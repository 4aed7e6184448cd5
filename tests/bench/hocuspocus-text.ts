import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import postgres from "postgres";
import WebSocket from "ws";
import * as Y from "yjs";
import { type Cluster, startCluster } from "~tests/support/cluster";
import { startProcess } from "./start-peer";
import type { Tab, TextServer } from "./texts";

export const HOCUSPOCUS = "Hocuspocus, PostgreSQL";
/** Kinds of messages, in the protocol of @hocuspocus/server and, within `SYNC`, of y-protocols. */
const [SYNC, AWARENESS, AUTH, SYNC_REPLY, SYNC_STATUS] = [0, 1, 2, 4, 8];
const [STEP_1, STEP_2, UPDATE] = [0, 1, 2];

export type HocuspocusServer = {
  /** A text of those it was started with, that many have open. */
  text(name: string): TextServer;
  /** Opens a text that nobody has open. @returns from asking until all of it is here (ms), and its length */
  openCold(name: string): Promise<{ ms: number; bytes: number }>;
  /** Ends it and its PostgreSQL. */
  stop(): Promise<void>;
};

/** Starts Hocuspocus with a PostgreSQL of its own, with fsync, in which these texts lie. */
export async function startHocuspocus(texts: Record<string, Uint8Array>): Promise<HocuspocusServer> {
  const cluster: Cluster = await startCluster({ durable: true });
  const databaseUrl = await cluster.createDatabase();
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await sql`create table documents (name text primary key, data bytea not null)`;
  for (const [name, data] of Object.entries(texts))
    await sql`insert into documents (name, data) values (${name}, ${Buffer.from(data)})`;
  await sql.end();
  const { port, pid, stop } = await startProcess("tests/bench/hocuspocus-peer.ts", [], { DATABASE_URL: databaseUrl });
  const url = `ws://127.0.0.1:${port}`;
  return {
    text: (name) => ({
      name: HOCUSPOCUS,
      pid,
      databasePid: cluster.pid,
      open: async () => (await openTab(url, name)).tab,
    }),
    async openCold(name) {
      const { tab, ms, bytes } = await openTab(url, name);
      tab.close();
      return { ms, bytes };
    },
    async stop() {
      stop();
      await cluster.stop();
    },
  };
}

/** One browser: what @hocuspocus/provider says, without what it keeps for the page. */
async function openTab(url: string, name: string): Promise<{ tab: Tab; ms: number; bytes: number }> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.binaryType = "nodebuffer";
  const doc = new Y.Doc();
  const unsaved: (() => void)[] = [];
  const listeners: ((update: Uint8Array) => void)[] = [];
  let clock = 0;
  let opened = (_state: Uint8Array) => {};
  const say = (write: (encoder: encoding.Encoder) => void) => {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, name);
    write(encoder);
    socket.send(encoding.toUint8Array(encoder));
  };
  const sync = (step: number, content: Uint8Array) =>
    say((encoder) => {
      encoding.writeVarUint(encoder, SYNC);
      encoding.writeVarUint(encoder, step);
      encoding.writeVarUint8Array(encoder, content);
    });
  const tab: Tab = {
    doc,
    frames: 0,
    send(update, saved) {
      unsaved.push(saved);
      sync(UPDATE, update);
    },
    point() {
      const state = encoding.createEncoder();
      encoding.writeVarUint(state, 1);
      encoding.writeVarUint(state, doc.clientID);
      encoding.writeVarUint(state, ++clock);
      encoding.writeVarString(state, JSON.stringify({ user: { name: "Somebody" }, cursor: { anchor: 7, head: 7 } }));
      say((encoder) => {
        encoding.writeVarUint(encoder, AWARENESS);
        encoding.writeVarUint8Array(encoder, encoding.toUint8Array(state));
      });
    },
    onUpdate: (listener) => void listeners.push(listener),
    close: () => socket.close(),
  };
  socket.on("message", (data: Buffer) => {
    tab.frames += 1;
    const decoder = decoding.createDecoder(data);
    decoding.readVarString(decoder);
    const kind = decoding.readVarUint(decoder);
    if (kind === SYNC_STATUS) return unsaved.shift()?.();
    if (kind !== SYNC && kind !== SYNC_REPLY) return;
    const step = decoding.readVarUint(decoder);
    if (step === STEP_1) return;
    const update = decoding.readVarUint8Array(decoder);
    if (step === STEP_2) {
      opened(update);
    } else for (const listener of listeners) listener(update);
  });
  await new Promise<void>((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const begin = performance.now();
  const state = await new Promise<Uint8Array>((resolve) => {
    opened = resolve;
    say((encoder) => {
      encoding.writeVarUint(encoder, AUTH);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, "");
    });
    sync(STEP_1, Y.encodeStateVector(doc));
  });
  const ms = performance.now() - begin;
  Y.applyUpdate(doc, state);
  return { tab, ms, bytes: state.length };
}
