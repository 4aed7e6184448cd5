import { io, type Socket } from "socket.io-client";
import { createSession } from "~/auth/sessions.server";
import type { Stream } from "~/domain/streams";
import type { ClientMessage, ClientPayload, ClientToServer, ServerToClient, WireEvent } from "~/realtime/contract";
import * as parser from "~/realtime/parser";

export type TestSocket = Socket<ServerToClient, ClientToServer>;

/** A browser's socket: a real session, the real protocol, and a record of everything that arrived. */
export class LiveReader {
  readonly events: WireEvent[] = [];
  readonly denied: Stream[] = [];
  readonly resets: Stream[] = [];
  sessionEnded = false;
  private waiters: { test: () => boolean; done: () => void }[] = [];

  private constructor(readonly socket: TestSocket) {
    // As the page's LiveClient does: what is not newer than what one has is dropped; catching up and live news may overlap.
    socket.on("live:events", ({ stream, events }) =>
      this.note(() => this.events.push(...events.filter((e) => e.seq > Math.max(0, ...this.seqs(stream))))),
    );
    socket.on("live:denied", ({ stream }) => this.note(() => this.denied.push(stream)));
    socket.on("live:reset", ({ stream }) => this.note(() => this.resets.push(stream)));
    socket.on("session:ended", () => this.note(() => (this.sessionEnded = true)));
    socket.on("disconnect", () => this.note(() => undefined));
    socket.on("connect", () => this.note(() => undefined));
  }

  /** Connects as a person, with a session of its own. @throws what the server answered when it refused */
  static async open(
    url: string,
    personId: string,
    options: { origin?: string | null; cookie?: string } = {},
  ): Promise<LiveReader> {
    const cookie = options.cookie ?? (await createSession(personId, "test")).split(";")[0];
    const origin = options.origin === undefined ? url : options.origin;
    const socket: TestSocket = io(url, {
      parser,
      transports: ["websocket"],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      extraHeaders: { ...(cookie ? { Cookie: cookie } : {}), ...(origin ? { Origin: origin } : {}) },
    });
    const reader = new LiveReader(socket);
    await new Promise<void>((resolve, reject) => {
      const refused = (error: Error) => {
        socket.close();
        reject(error);
      };
      socket.once("connect_error", refused);
      socket.once("connect", () => {
        socket.off("connect_error", refused);
        resolve();
      });
    });
    return reader;
  }

  /** Sends a message and waits for its answer. */
  ask<M extends ClientMessage>(
    message: M,
    payload: ClientPayload<M>,
  ): Promise<{ ok: boolean } & Record<string, unknown>> {
    const socket = this.socket.timeout(30_000) as unknown as {
      emitWithAck(message: string, payload: unknown): Promise<{ ok: boolean } & Record<string, unknown>>;
    };
    return socket.emitWithAck(message, payload);
  }

  /** Resolves when the condition holds, checked whenever something arrives. @throws after `ms` */
  until(test: () => boolean, ms = 30_000, what = "what was expected"): Promise<void> {
    if (test()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${what} did not arrive within ${ms} ms`)), ms);
      this.waiters.push({
        test,
        done: () => {
          clearTimeout(timer);
          resolve();
        },
      });
    });
  }

  seqs(stream: Stream): number[] {
    return this.events.filter((e) => e.stream === stream).map((e) => e.seq);
  }

  close(): void {
    this.socket.close();
  }

  private note(change: () => void): void {
    change();
    const ready = this.waiters.filter((w) => w.test());
    this.waiters = this.waiters.filter((w) => !ready.includes(w));
    for (const waiter of ready) waiter.done();
  }
}
