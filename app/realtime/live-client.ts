import { io, type Socket } from "socket.io-client";
import type { Cursor, Stream } from "~/domain/streams";
import type { ClientToServer, PresentPerson, ServerToClient, WireEvent } from "./contract";
import * as parser from "./parser";

export type LiveSocketClient = Socket<ServerToClient, ClientToServer>;
export type Connection = "online" | "reconnecting" | "offline";
type Follower = { onNews: (news: { events: WireEvent[] } | { reset: number } | { denied: true }) => void };

/**
 * The browser's half of the relay: one socket for the whole page; per stream one cursor that says up to which number the
 * page's data reaches. Reconnecting is normal: every stream is then subscribed from its cursor, and what was missed comes at
 * once. Numbers that are not newer are dropped; a gap asks the server again.
 */
export class LiveClient {
  readonly socket: LiveSocketClient;
  #streams = new Map<Stream, { seq: number; followers: Set<Follower> }>();
  #places = new Map<Stream, { people: PresentPerson[]; listeners: Set<(people: PresentPerson[]) => void> }>();
  #connection: Connection = "reconnecting";
  #connectionListeners = new Set<() => void>();
  #pending = new Set<Stream>();

  constructor() {
    this.socket = io({
      parser,
      transports: ["websocket"],
      autoConnect: false,
      reconnectionDelay: 300,
      reconnectionDelayMax: 5_000,
      withCredentials: true,
    });
    this.socket.on("connect", () => {
      this.#setConnection("online");
      this.#subscribe([...this.#streams.keys()]);
      for (const place of this.#places.keys()) this.#enter(place);
    });
    this.socket.on("disconnect", (reason) => {
      this.#setConnection(navigator.onLine ? "reconnecting" : "offline");
      // The server ended it: the session is over, or we misbehaved. Asking for the page again tells which.
      if (reason === "io server disconnect") window.setTimeout(() => this.socket.connect(), 1_000);
    });
    this.socket.on("connect_error", (error) => {
      this.#setConnection(navigator.onLine ? "reconnecting" : "offline");
      if (error.message === "not_signed_in") this.#sessionEnded();
    });
    this.socket.on("session:ended", () => this.#sessionEnded());
    this.socket.on("live:events", ({ stream, events }) => this.#receive(stream, events));
    this.socket.on("live:reset", ({ stream, seq }) => {
      const entry = this.#streams.get(stream);
      if (!entry) return;
      entry.seq = Math.max(entry.seq, seq);
      for (const f of entry.followers) f.onNews({ reset: seq });
    });
    this.socket.on("live:denied", ({ stream }) => {
      for (const f of this.#streams.get(stream)?.followers ?? []) f.onNews({ denied: true });
    });
    this.socket.on("presence", ({ place, people }) => this.#present(place, people));
    window.addEventListener("online", this.#online);
    window.addEventListener("offline", this.#offline);
  }

  start(): void {
    this.socket.connect();
  }

  stop(): void {
    window.removeEventListener("online", this.#online);
    window.removeEventListener("offline", this.#offline);
    this.socket.disconnect();
  }

  /** Follows a stream from where the page's data ends. @returns a function that stops */
  follow(cursor: Cursor, onNews: Follower["onNews"]): () => void {
    const follower = { onNews };
    const known = this.#streams.get(cursor.stream);
    if (known) {
      known.followers.add(follower);
      // This page's data is older than what the socket has passed on already: it must read again.
      if (known.seq > cursor.seq) queueMicrotask(() => onNews({ reset: known.seq }));
      else if (cursor.seq > known.seq) {
        // The new data is ahead of what those who follow already were told: they read again and nothing is skipped.
        known.seq = cursor.seq;
        for (const other of known.followers) if (other !== follower) other.onNews({ reset: cursor.seq });
      }
    } else {
      this.#streams.set(cursor.stream, { seq: cursor.seq, followers: new Set([follower]) });
      this.#subscribe([cursor.stream]);
    }
    return () => {
      const entry = this.#streams.get(cursor.stream);
      if (!entry) return;
      entry.followers.delete(follower);
      if (entry.followers.size > 0) return;
      // A navigation unmounts one page and mounts the next: give it a turn before leaving a stream that both follow.
      window.setTimeout(() => {
        if (this.#streams.get(cursor.stream)?.followers.size !== 0) return;
        this.#streams.delete(cursor.stream);
        if (this.socket.connected && !this.#places.has(cursor.stream)) {
          this.socket.emit("live:unsubscribe", { streams: [cursor.stream] });
        }
      }, 1_000);
    };
  }

  /** Appears among those who are here. @returns a function that leaves */
  enter(place: Stream, listener: (people: PresentPerson[]) => void): () => void {
    const known = this.#places.get(place);
    if (known) {
      known.listeners.add(listener);
      listener(known.people);
    } else {
      this.#places.set(place, { people: [], listeners: new Set([listener]) });
      this.#enter(place);
    }
    return () => {
      const entry = this.#places.get(place);
      entry?.listeners.delete(listener);
      if (!entry || entry.listeners.size > 0) return;
      this.#places.delete(place);
      if (this.socket.connected) this.socket.emit("presence:leave", { place });
    };
  }

  get connection(): Connection {
    return this.#connection;
  }
  onConnection = (listener: () => void): (() => void) => {
    this.#connectionListeners.add(listener);
    return () => this.#connectionListeners.delete(listener);
  };

  #online = () => {
    // A network that was gone for a moment may have left the socket as it was.
    if (this.socket.connected) this.#setConnection("online");
    else this.socket.connect();
  };
  #offline = () => this.#setConnection("offline");

  #setConnection(state: Connection): void {
    if (state === this.#connection) return;
    this.#connection = state;
    for (const listener of this.#connectionListeners) listener();
  }

  #sessionEnded(): void {
    this.socket.disconnect();
    // The loader answers with the sign-in page, and brings back here afterwards.
    window.location.reload();
  }

  #subscribe(streams: Stream[]): void {
    for (const name of streams) this.#pending.add(name);
    if (!this.socket.connected) return;
    queueMicrotask(() => {
      const names = [...this.#pending];
      this.#pending.clear();
      const cursors = names.flatMap((name) => {
        const entry = this.#streams.get(name);
        return entry ? [{ stream: name, seq: entry.seq }] : [];
      });
      for (let i = 0; i < cursors.length; i += 100) {
        this.socket.emit("live:subscribe", { cursors: cursors.slice(i, i + 100) }, (answer) => {
          if (!answer.ok) return;
          for (const name of answer.refused)
            for (const f of this.#streams.get(name)?.followers ?? []) f.onNews({ denied: true });
        });
      }
    });
  }

  #receive(stream: Stream, events: WireEvent[]): void {
    const entry = this.#streams.get(stream);
    if (!entry) return;
    const fresh = events.filter((e) => e.seq > entry.seq);
    const first = fresh[0];
    if (!first) return;
    if (first.seq !== entry.seq + 1) {
      // Something is missing between what we have and this: ask for all of it.
      this.#subscribe([stream]);
      return;
    }
    entry.seq = fresh[fresh.length - 1]?.seq ?? entry.seq;
    for (const f of entry.followers) f.onNews({ events: fresh });
  }

  #enter(place: Stream): void {
    if (!this.socket.connected) return;
    this.socket.emit("presence:enter", { place }, (answer) => {
      if (answer.ok) this.#present(place, answer.people);
    });
  }

  #present(place: Stream, people: PresentPerson[]): void {
    const entry = this.#places.get(place);
    if (!entry) return;
    entry.people = people;
    for (const listener of entry.listeners) listener(people);
  }
}
