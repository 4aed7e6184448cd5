import type { ErrorCode } from "~/domain/errors";
import { newId } from "~/domain/id";
import type { LiveSocketClient } from "./live-client";

/** A message that the server has not acknowledged yet. */
export type PendingMessage = {
  opId: string;
  roomId: string;
  body: string;
  mentions: string[];
  /** When it was written, ISO 8601. */
  at: string;
  /** sending: on its way or about to be · waiting: for the connection · failed: refused, with the reason */
  state: "sending" | "waiting" | "failed";
  code?: ErrorCode;
};

const KEY = "conjunta.outbox.";
const ANSWER_MS = 10_000;

/**
 * Messages on their way, kept in this browser until the server has committed them: they survive a reload, wait for the
 * connection, and go out one after the other, in the order in which they were written. The operation id makes sending twice
 * harmless. One for the whole page, so that a message goes out wherever the person is when the connection returns.
 */
export class RoomOutbox {
  #pending: PendingMessage[];
  #listeners = new Set<() => void>();
  #socket: LiveSocketClient | null = null;
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly personId: string) {
    this.#pending = this.#stored();
    // Another tab has sent or taken back: what it removed must not go out from here.
    window.addEventListener("storage", (event) => {
      if (event.key !== KEY + personId) return;
      this.#pending = this.#stored();
      this.#tell();
    });
  }

  /** Messages of one room, in the order of writing. The same array until something changes. */
  of(roomId: string): readonly PendingMessage[] {
    let view = this.#views.get(roomId);
    if (!view) {
      view = this.#pending.filter((p) => p.roomId === roomId);
      this.#views.set(roomId, view);
    }
    return view;
  }
  #views = new Map<string, readonly PendingMessage[]>();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  connect(socket: LiveSocketClient): () => void {
    this.#socket = socket;
    const flush = () => void this.#flush();
    socket.on("connect", flush);
    const lost = () => {
      this.#change((p) => (p.state === "sending" ? { ...p, state: "waiting" } : p));
    };
    socket.on("disconnect", lost);
    // A browser that is offline may still believe in its socket; when it is back, nobody else says so.
    window.addEventListener("online", flush);
    window.addEventListener("offline", lost);
    if (socket.connected) flush();
    return () => {
      socket.off("connect", flush);
      socket.off("disconnect", lost);
      window.removeEventListener("online", flush);
      window.removeEventListener("offline", lost);
      if (this.#socket === socket) this.#socket = null;
    };
  }

  post(message: { roomId: string; body: string; mentions: string[] }): void {
    this.#pending = [
      ...this.#pending,
      {
        ...message,
        opId: newId(),
        at: new Date().toISOString(),
        state: this.#online() ? "sending" : "waiting",
      },
    ];
    this.#store();
    void this.#flush();
  }

  retry(opId: string): void {
    this.#change((p) =>
      p.opId === opId ? { ...p, state: this.#online() ? "sending" : "waiting", code: undefined } : p,
    );
    void this.#flush();
  }

  discard(opId: string): void {
    this.#pending = this.#pending.filter((p) => p.opId !== opId);
    this.#store();
  }

  #online(): boolean {
    return this.#socket?.connected === true && navigator.onLine;
  }

  async #flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (;;) {
        const socket = this.#socket;
        const next = this.#pending.find((p) => p.state !== "failed");
        if (!next || !socket || !this.#online()) return;
        if (next.state !== "sending")
          this.#change((p) => (p.opId === next.opId ? { ...p, state: "sending", code: undefined } : p));
        const { roomId, opId, body, mentions } = next;
        let answer: Awaited<ReturnType<typeof socket.emitWithAck<"message:post">>>;
        try {
          answer = await socket.timeout(ANSWER_MS).emitWithAck("message:post", { roomId, opId, body, mentions });
        } catch {
          // No answer: it may have arrived or not. The same operation again is harmless.
          if (!this.#online()) return;
          continue;
        }
        if (answer.ok) this.discard(opId);
        else if (answer.code === "rate_limited" || answer.code === "unexpected") {
          // The server cannot now: a little later, in the same order.
          const seconds = Number(answer.facts?.seconds ?? 2);
          clearTimeout(this.#timer);
          this.#timer = setTimeout(() => void this.#flush(), Math.min(30, Math.max(1, seconds)) * 1000);
          return;
        } else {
          const code = answer.code;
          this.#change((p) => (p.opId === opId ? { ...p, state: "failed", code } : p));
        }
      }
    } finally {
      this.#sending = false;
    }
  }

  #change(change: (p: PendingMessage) => PendingMessage): void {
    const next = this.#pending.map(change);
    if (next.every((p, i) => p === this.#pending[i])) return;
    this.#pending = next;
    this.#store();
  }

  #store(): void {
    try {
      if (this.#pending.length === 0) window.localStorage.removeItem(KEY + this.personId);
      else window.localStorage.setItem(KEY + this.personId, JSON.stringify(this.#pending));
    } catch {
      // No storage here (private window, full): the message still lives as long as the page.
    }
    this.#tell();
  }

  #stored(): PendingMessage[] {
    try {
      const list: unknown = JSON.parse(window.localStorage.getItem(KEY + this.personId) ?? "[]");
      if (!Array.isArray(list)) return [];
      return list.map((p: PendingMessage) => (p.state === "sending" ? { ...p, state: "waiting" } : p));
    } catch {
      return [];
    }
  }

  #tell(): void {
    this.#views.clear();
    for (const listener of this.#listeners) listener();
  }
}

const outboxes = new Map<string, RoomOutbox>();

/** The outbox of a person in this page. In a browser only. */
export function outboxOf(personId: string): RoomOutbox {
  let outbox = outboxes.get(personId);
  if (!outbox) {
    outbox = new RoomOutbox(personId);
    outboxes.set(personId, outbox);
  }
  return outbox;
}

const DRAFT = "conjunta.draft.";

/** What was begun in a room and not sent. */
export const drafts = {
  read(personId: string, roomId: string): string {
    try {
      return window.localStorage.getItem(`${DRAFT}${personId}.${roomId}`) ?? "";
    } catch {
      return "";
    }
  },
  write(personId: string, roomId: string, text: string): void {
    try {
      const key = `${DRAFT}${personId}.${roomId}`;
      if (text.trim() === "") window.localStorage.removeItem(key);
      else window.localStorage.setItem(key, text);
    } catch {
      // See RoomOutbox: without storage a draft lives as long as the page.
    }
  },
};

/** Drafts and unsent messages of everybody on this device, for "sign out and clear this device". */
export function clearRoomsOnThisDevice(): void {
  try {
    for (const key of Object.keys(window.localStorage)) {
      if (key.startsWith(DRAFT) || key.startsWith(KEY)) window.localStorage.removeItem(key);
    }
  } catch {
    // Nothing was stored.
  }
}
