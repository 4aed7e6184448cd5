import type { Socket } from "socket.io-client";
import * as Y from "yjs";
import { newId } from "~/domain/id";
import { ROOT_NAME, SCHEMA_VERSION } from "~/domain/letters/text/schema";
import type { TestSocket } from "~tests/support/live-reader";
import { atRate, cpuOf, cpuOfChildren, quantile, until } from "./measure";
import type { Product } from "./product";
import type { Peer } from "./start-peer";

/** One browser in a text, of whichever server. */
export type Tab = {
  readonly doc: Y.Doc;
  /** Frames that came since the connection was made. */
  frames: number;
  send(update: Uint8Array, saved: () => void): void;
  point(): void;
  onUpdate(listener: (update: Uint8Array) => void): void;
  close(): void;
};

/** A server with a text that many have open. */
export type TextServer = {
  name: string;
  pid: number;
  /** Its PostgreSQL, if it has one. */
  databasePid: number | null;
  open(n: number): Promise<Tab>;
};

/** As many paragraphs as there may be writers: each has one to write in. */
export const startingText = (paragraphs: number): string =>
  `Dear all:\n\n${Array.from({ length: paragraphs }, (_, n) => `Paragraph ${n} asks for the protection of a river.`).join("\n\n")}\n\nSincerely,`;

const CARET = new Uint8Array(12).fill(7);

export function productText(product: Product, languageVersionId: string): TextServer {
  return {
    name: "Conjunta",
    pid: product.pid,
    databasePid: product.cluster.pid,
    async open(n) {
      const seat = product.seats[n % product.seats.length];
      if (!seat) throw new Error("there are people");
      const socket = await product.connect(seat);
      const doc = new Y.Doc();
      const tab: Tab = {
        doc,
        frames: 0,
        send: (update, saved) =>
          socket.emit("doc:update", { languageVersionId, opId: newId(), update }, (answer) => {
            if (answer.ok) saved();
            else throw new Error(`an edit was refused: ${answer.code} ${JSON.stringify(answer.facts)}`);
          }),
        point: () => socket.emit("doc:cursor", { languageVersionId, anchor: CARET, head: CARET }),
        onUpdate: (listener) => socket.on("doc:update", ({ update }) => listener(update)),
        close: () => socket.disconnect(),
      };
      countFrames(socket, tab);
      const opened = await openText(socket, languageVersionId, doc.clientID);
      Y.applyUpdate(doc, opened.update);
      return tab;
    },
  };
}

/** Asks for a text as the editor does. */
export async function openText(socket: TestSocket, languageVersionId: string, clientId: number) {
  const opening = { languageVersionId, schemaVersion: SCHEMA_VERSION, clientId };
  const answer = await socket.emitWithAck("doc:open", opening);
  if (!answer.ok) throw new Error(`the text was not opened: ${answer.code}`);
  return answer;
}

/** @param first what the text begins with, which a peer without memory cannot say itself */
export async function peerText(name: string, peer: Peer, first: Uint8Array): Promise<TextServer> {
  const writer = await peer.connect();
  await writer.emitWithAck("update", "text", first);
  writer.disconnect();
  return {
    name,
    pid: peer.pid,
    databasePid: null,
    async open() {
      const socket = await peer.connect();
      const doc = new Y.Doc();
      Y.applyUpdate(doc, first);
      const tab: Tab = {
        doc,
        frames: 0,
        send: (update, saved) => socket.emit("update", "text", update, saved),
        point: () => socket.emit("cursor", "text", CARET, CARET),
        onUpdate: (listener) => socket.on("update", listener),
        close: () => socket.disconnect(),
      };
      countFrames(socket, tab);
      await socket.emitWithAck("open", "text");
      return tab;
    },
  };
}

function countFrames(socket: Socket | TestSocket, tab: Tab): void {
  socket.io.engine.on("message", () => {
    tab.frames += 1;
  });
}

/** Puts letters at the end of one paragraph, as somebody does who types. */
export class Typist {
  readonly #text: Y.XmlText;
  /** When each letter was sent, by its clock. */
  readonly sentAt: number[] = [];
  saved = 0;
  readonly savedAfter: number[] = [];
  #from: number;

  constructor(
    readonly tab: Tab,
    n: number,
  ) {
    const paragraph = tab.doc.getXmlFragment(ROOT_NAME).get(n + 1);
    const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null;
    if (!(text instanceof Y.XmlText)) throw new Error(`there is no paragraph ${n + 1}`);
    this.#text = text;
    this.#from = Y.getState(tab.doc.store, tab.doc.clientID);
  }

  get id(): number {
    return this.tab.doc.clientID;
  }

  /** Clock of the first letter that this typist wrote. */
  get from(): number {
    return this.#from;
  }

  type(): void {
    const { doc } = this.tab;
    let update: Uint8Array | null = null;
    const keep = (made: Uint8Array) => {
      update = made;
    };
    doc.once("update", keep);
    this.#text.insert(this.#text.length, "a");
    if (!update) throw new Error("typing made no update");
    const now = performance.now();
    this.sentAt.push(now);
    this.tab.send(update, () => {
      this.saved += 1;
      this.savedAfter.push(performance.now() - now);
    });
  }
}

/** Notes when each letter of each typist arrives somewhere else. */
class Witness {
  readonly delays: number[] = [];
  /** Clock of the next letter of each typist; one's own letters do not arrive. */
  readonly #next = new Map<number, number>();

  constructor(
    readonly tab: Tab,
    readonly typists: ReadonlyMap<number, Typist>,
  ) {
    for (const [id, typist] of typists)
      if (id !== tab.doc.clientID) this.#next.set(id, typist.from + typist.sentAt.length);
    tab.onUpdate((update) => this.#take(update));
  }

  #take(update: Uint8Array): void {
    const now = performance.now();
    for (const [id, end] of Y.parseUpdateMeta(update).to) {
      const typist = this.typists.get(id);
      let at = this.#next.get(id);
      if (!typist || at === undefined) continue;
      for (; at < end; at++) {
        const sent = typist.sentAt[at - typist.from];
        if (sent === undefined) continue;
        this.delays.push(now - sent);
      }
      this.#next.set(id, at);
    }
  }
}

export type TypingRound = {
  edits: number;
  /** Keystroke to the other browsers (ms). */
  p50: number;
  p99: number;
  /** Keystroke to "saved" (ms). */
  saved50: number;
  saved99: number;
  /** Server's CPU for 1000 edits (ms), without and with that of its PostgreSQL. */
  cpu: number;
  cpuWithDatabase: number;
  framesPerEdit: number;
  /** Edits acknowledged in a second. */
  rate: number;
  /** Everything arrived everywhere within the patience. */
  whole: boolean;
};

const WITNESSES = 5;

/** People in one text of one server; some of them type, the last ones watch the clock. */
export class Gathering {
  readonly #typists = new Map<number, Typist>();
  readonly #witnesses: Witness[];

  private constructor(
    readonly server: TextServer,
    readonly tabs: Tab[],
    typing: number,
  ) {
    for (const [n, tab] of tabs.slice(0, typing).entries()) {
      const typist = new Typist(tab, n);
      this.#typists.set(typist.id, typist);
    }
    this.#witnesses = tabs.slice(-WITNESSES).map((tab) => new Witness(tab, this.#typists));
  }

  static async of(server: TextServer, people: number, typing: number): Promise<Gathering> {
    const tabs: Tab[] = [];
    for (let n = 0; n < people; n += 10) {
      const some = Array.from({ length: Math.min(10, people - n) }, (_, i) => server.open(n + i));
      tabs.push(...(await Promise.all(some)));
    }
    return new Gathering(server, tabs, typing);
  }

  /** @param perSecond letters a second, of all together · @param pointing whether carets are told too, one with each letter */
  async type(perSecond: number, ms: number, pointing: boolean, patience = 3_000): Promise<TypingRound> {
    const { pid, databasePid } = this.server;
    const typists = [...this.#typists.values()];
    for (const typist of typists) typist.savedAfter.splice(0);
    for (const witness of this.#witnesses) witness.delays.splice(0);
    const sentBefore = new Map(typists.map((typist) => [typist.tab, typist.sentAt.length]));
    const before = {
      sent: sum(typists.map((t) => t.sentAt.length)),
      saved: sum(typists.map((t) => t.saved)),
      frames: sum(this.#witnesses.map((w) => w.tab.frames)),
      cpu: cpuOf(pid),
      database: databasePid ? cpuOfChildren(databasePid) : 0,
    };
    const begin = performance.now();
    await atRate(perSecond, ms, (n) => {
      const typist = typists[n % typists.length];
      typist?.type();
      if (pointing) typist?.tab.point();
    });
    const edits = sum(typists.map((t) => t.sentAt.length)) - before.sent;
    const written = (tab: Tab) =>
      (this.#typists.get(tab.doc.clientID)?.sentAt.length ?? 0) - (sentBefore.get(tab) ?? 0);
    const savedNow = () => sum(typists.map((t) => t.saved)) - before.saved;
    const whole = await until(
      () => savedNow() === edits && this.#witnesses.every((w) => w.delays.length === edits - written(w.tab)),
      patience,
    );
    const seconds = (performance.now() - begin) / 1000;
    const cpu = cpuOf(pid) - before.cpu;
    const database = databasePid ? cpuOfChildren(databasePid) - before.database : 0;
    const frames = sum(this.#witnesses.map((w) => w.tab.frames)) - before.frames;
    const delays = this.#witnesses.flatMap((w) => w.delays);
    const saved = typists.flatMap((t) => t.savedAfter);
    return {
      edits,
      p50: quantile(delays, 0.5),
      p99: quantile(delays, 0.99),
      saved50: quantile(saved, 0.5),
      saved99: quantile(saved, 0.99),
      cpu: (cpu / edits) * 1000,
      cpuWithDatabase: ((cpu + database) / edits) * 1000,
      framesPerEdit: frames / this.#witnesses.length / edits,
      rate: savedNow() / seconds,
      whole,
    };
  }

  close(): void {
    for (const tab of this.tabs) tab.close();
  }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
