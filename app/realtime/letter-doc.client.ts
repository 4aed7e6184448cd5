import * as Y from "yjs";
import type { ErrorCode } from "~/domain/errors";
import { newId } from "~/domain/id";
import { plainText } from "~/domain/letters/text/plain-text";
import { ROOT_NAME, SCHEMA_VERSION } from "~/domain/letters/text/schema";
import { yjsToJson } from "~/domain/letters/text/yjs-to-json";
import type { Answer, DocOpened, DocPerson } from "./contract";
import type { LetterStore } from "./letter-store.client";
import type { LiveSocketClient } from "./live-client";

/**
 * What the interface says of the text.
 * - loading: not here yet
 * - saved: everything written here is committed on the server
 * - saving: something is on its way
 * - offline: no connection; what is written is kept here and sent later
 * - readonly: may be read, not changed
 * - closed: the text was closed, or access ended; what could not be saved can still be copied
 * - reload-needed: this page is older than the server, or out of step with it
 */
export type LetterDocStatus = "loading" | "saved" | "saving" | "offline" | "readonly" | "closed" | "reload-needed";

export type RemoteCursor = { anchor: Uint8Array; head: Uint8Array; movedAt: number };

/** What has changed; `arriving` says that words of somebody else are about to be put into the text. */
export type LetterDocChange = "status" | "people" | "cursors" | "arriving";

type Operation = { opId: string; update: Uint8Array; sent: boolean };

/** At most one update in this time, in milliseconds; the first after a pause goes at once. */
const SEND_MS = 100;
const CURSOR_MS = 80;
/** An answer that takes longer is asked for again: the server takes the same update twice without harm. */
const ANSWER_MS = 15_000;
/** Operations are merged up to this size while they wait; a frame takes 256 kB. */
const MERGE_BYTES = 64 * 1024;

/** Origin of transactions that came from elsewhere: they are not sent. */
const REMOTE = Symbol("remote");

/**
 * The browser's half of writing together: a shared document whose own edits are sent a few times a second, kept until the
 * server says that they are committed, and sent again after every break.
 */
export class LetterDoc {
  readonly doc = new Y.Doc();
  readonly fragment = this.doc.getXmlFragment(ROOT_NAME);
  status: LetterDocStatus = "loading";
  /** Why the text is closed; null unless the status is `closed`. */
  closedBy: ErrorCode | null = null;
  people: DocPerson[] = [];
  readonly cursors = new Map<string, RemoteCursor>();
  /** Whether unsaved edits would survive a reload. */
  kept = true;

  readonly #socket: LiveSocketClient;
  readonly #id: string;
  readonly #store: LetterStore | null;
  readonly #listeners = new Set<(change: LetterDocChange) => void>();
  #mode: DocOpened["mode"] | null = null;
  /** What the device kept is here. Before that the server is not asked: its answer would find nothing to send. */
  #loaded = false;
  /** The server has us, on this connection. */
  #opened = false;
  #opening = false;
  /** There is something to show: from the server, or from before a reload. */
  #hasText = false;
  #buffer: Uint8Array[] = [];
  #operations: Operation[] = [];
  #sentAt = 0;
  #sendTimer: number | null = null;
  #retryTimer: number | null = null;
  /** The device holds the text as it was when the connection broke. */
  #stateKept = false;
  #retries = 0;
  /** Whether the whole difference is to be sent instead of single operations, and whether that was tried. */
  #resync: "no" | "wanted" | "done" = "no";
  #broken = false;
  #destroyed = false;
  #cursor: { anchor: Uint8Array | null; head: Uint8Array | null } | null = null;
  #cursorTimer: number | null = null;

  /**
   * @param store where unsaved edits survive a reload; null keeps them in memory only
   */
  constructor(socket: LiveSocketClient, languageVersionId: string, store: LetterStore | null) {
    this.#socket = socket;
    this.#id = languageVersionId;
    this.#store = store;
    this.doc.on("update", this.#onUpdate);
    socket.on("connect", this.#open);
    socket.on("disconnect", this.#onDisconnect);
    socket.on("doc:update", this.#onRemote);
    socket.on("doc:presence", this.#onPresence);
    socket.on("doc:cursors", this.#onCursors);
    socket.on("doc:closed", this.#onClosed);
    globalThis.addEventListener?.("pagehide", this.#flushNow);
    void this.#start();
  }

  subscribe(listener: (change: LetterDocChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether the person may type now. */
  get editable(): boolean {
    return this.status === "saved" || this.status === "saving" || this.status === "offline";
  }

  /** Whether something written here is not committed on the server. */
  get unsaved(): boolean {
    return this.#buffer.length > 0 || this.#operations.length > 0;
  }

  /** The text as it stands here, for copying what could not be saved. */
  text(): string {
    return plainText(yjsToJson(this.doc));
  }

  /** Tells the others where the caret is, as encoded relative positions; null when the editor lost the focus. */
  setCursor(cursor: { anchor: Uint8Array; head: Uint8Array } | null): void {
    this.#cursor = cursor ?? { anchor: null, head: null };
    this.#cursorTimer ??= this.#later(CURSOR_MS, () => {
      this.#cursorTimer = null;
      if (!this.#opened || !this.#cursor) return;
      this.#socket.emit("doc:cursor", { languageVersionId: this.#id, ...this.#cursor });
    });
  }

  /** Forgets what could not be saved. Make a new LetterDoc afterwards: this one still shows it. */
  async discardUnsaved(): Promise<void> {
    const all = this.#operations.map((operation) => operation.opId);
    this.#operations = [];
    this.#buffer = [];
    await this.#store?.forget(all, true).catch(() => {});
    this.#update();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#flushNow();
    this.#destroyed = true;
    for (const timer of [this.#sendTimer, this.#retryTimer, this.#cursorTimer]) {
      if (timer !== null) clearTimeout(timer);
    }
    globalThis.removeEventListener?.("pagehide", this.#flushNow);
    this.#socket
      .off("connect", this.#open)
      .off("disconnect", this.#onDisconnect)
      .off("doc:update", this.#onRemote)
      .off("doc:presence", this.#onPresence)
      .off("doc:cursors", this.#onCursors)
      .off("doc:closed", this.#onClosed);
    if (this.#opened) this.#socket.emit("doc:close", { languageVersionId: this.#id });
    this.doc.off("update", this.#onUpdate);
    this.doc.destroy();
    this.#listeners.clear();
  }

  // ------------------------------------------------------------- coming in

  async #start(): Promise<void> {
    const kept = await this.#store?.load().catch(() => null);
    if (this.#destroyed) return;
    this.#loaded = true;
    if (this.#store && !kept) this.kept = false;
    if (kept && kept.operations.length > 0) {
      if (kept.state) Y.applyUpdate(this.doc, kept.state, REMOTE);
      for (const { update } of kept.operations) Y.applyUpdate(this.doc, update, REMOTE);
      this.#operations.unshift(...kept.operations.map((operation) => ({ ...operation, sent: false })));
      this.#hasText = kept.state !== null;
      this.#stateKept = kept.state !== null;
      this.#mode ??= "write";
    }
    this.#update();
    if (this.#socket.connected) this.#open();
  }

  readonly #open = async (): Promise<void> => {
    if (!this.#loaded || this.#opening || this.#opened || this.#destroyed || this.#broken || this.closedBy) return;
    this.#opening = true;
    const answer = await this.#ask<"doc:open">((reply) =>
      this.#socket.emit(
        "doc:open",
        {
          languageVersionId: this.#id,
          schemaVersion: SCHEMA_VERSION,
          clientId: this.doc.clientID,
          stateVector: Y.encodeStateVector(this.doc),
        },
        reply,
      ),
    );
    this.#opening = false;
    if (this.#destroyed) return;
    if (answer?.ok) this.#onOpened(answer);
    else if (answer?.code === "schema_outdated") this.#break();
    else if (answer?.code === "not_found" || answer?.code === "not_allowed") this.#close(answer.code);
    else if (answer?.code === "update_refused" && !this.unsaved) {
      // Somebody has our random client id. Nothing was written with it yet.
      this.doc.clientID = new Y.Doc().clientID;
      this.#retry();
    } else if (answer?.code === "update_refused") this.#break();
    else if (this.#socket.connected) this.#retry();
  };

  #onOpened(opened: DocOpened): void {
    this.#opened = true;
    this.#hasText = true;
    this.#stateKept = false;
    this.#retries = 0;
    this.#mode = opened.mode;
    this.#tell("arriving");
    Y.applyUpdate(this.doc, opened.update, REMOTE);
    this.#setPeople(opened.people);
    if (opened.mode === "read" && this.unsaved) {
      // Written while away, and the text was closed meanwhile.
      this.#close("text_closed");
      return;
    }
    if (this.#resync === "wanted") this.#replaceOperations(opened.stateVector);
    for (const operation of this.#operations) operation.sent = false;
    this.#update();
    this.#send();
    if (this.#cursor) this.setCursor(this.#cursor as { anchor: Uint8Array; head: Uint8Array });
  }

  /** Instead of single operations, of which one got lost: everything that the server lacks, at once. */
  #replaceOperations(serverVector: Uint8Array): void {
    this.#resync = "done";
    const lost = this.#operations.map((operation) => operation.opId);
    this.#operations = [];
    this.#buffer = [];
    this.#addOperation(Y.encodeStateAsUpdate(this.doc, serverVector));
    void this.#store?.forget(lost, false).catch(() => {});
  }

  readonly #onDisconnect = (): void => {
    this.#opened = false;
    for (const operation of this.#operations) operation.sent = false;
    this.#setPeople([]);
    this.#update();
    this.#keepState();
  };

  readonly #onClosed = (closed: { languageVersionId: string; code: ErrorCode }): void => {
    if (closed.languageVersionId === this.#id) this.#close(closed.code);
  };

  // ---------------------------------------------------------------- writing

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === REMOTE || this.#mode !== "write" || this.closedBy || this.#broken) return;
    this.#buffer.push(update);
    this.#update();
    const wait = Math.max(0, this.#sentAt + SEND_MS - Date.now());
    this.#sendTimer ??= this.#later(wait, () => {
      this.#sendTimer = null;
      this.#send();
    });
  };

  readonly #flushNow = (): void => {
    if (this.#buffer.length > 0) this.#send();
  };

  /** Makes an operation of what was written since the last one, and sends what was not sent on this connection. */
  #send(): void {
    if (this.#buffer.length > 0) {
      const update = Y.mergeUpdates(this.#buffer);
      this.#buffer = [];
      this.#sentAt = Date.now();
      this.#addOperation(update);
    }
    if (!this.#opened || this.#mode !== "write") return;
    for (const operation of [...this.#operations]) if (!operation.sent) void this.#sendOperation(operation);
  }

  #addOperation(update: Uint8Array): void {
    const last = this.#operations.at(-1);
    // Without a connection, one growing operation instead of hundreds.
    if (last && !last.sent && !this.#opened && last.update.length + update.length < MERGE_BYTES) {
      last.update = Y.mergeUpdates([last.update, update]);
      this.#keep(last);
      return;
    }
    const operation = { opId: newId(), update, sent: false };
    this.#operations.push(operation);
    this.#keep(operation);
  }

  #keep(operation: Operation): void {
    this.#store?.keepOperation(operation.opId, operation.update).catch(() => {
      this.kept = false;
    });
    if (!this.#opened) this.#keepState();
  }

  async #sendOperation(operation: Operation): Promise<void> {
    operation.sent = true;
    const { opId, update } = operation;
    const answer = await this.#ask<"doc:update">((reply) =>
      this.#socket.emit("doc:update", { languageVersionId: this.#id, opId, update }, reply),
    );
    if (this.#destroyed || !this.#operations.includes(operation)) return;
    if (answer?.ok) {
      this.#retries = 0;
      this.#operations = this.#operations.filter((other) => other !== operation);
      void this.#store?.forget([opId], this.#operations.length === 0).catch(() => {});
      this.#update();
      return;
    }
    operation.sent = false;
    // No answer: the connection broke (opening again sends everything), or the server is slow.
    if (!answer || answer.code === "unexpected" || answer.code === "rate_limited") this.#retry();
    else if (answer.code === "text_closed" || answer.code === "not_allowed") this.#close(answer.code);
    else if (answer.code === "not_found") this.#reopen();
    else if (isOutOfStep(answer.facts?.why) && this.#resync === "no") {
      this.#resync = "wanted";
      this.#reopen();
    } else this.#break();
  }

  /** Comes in again on the same connection. */
  #reopen(): void {
    this.#opened = false;
    void this.#open();
  }

  #retry(): void {
    if (!this.#socket.connected || this.#retryTimer !== null) return;
    this.#retries += 1;
    this.#retryTimer = this.#later(Math.min(10_000, 500 * 2 ** Math.min(this.#retries, 5)), () => {
      this.#retryTimer = null;
      if (this.#opened) this.#send();
      else void this.#open();
    });
  }

  #close(code: ErrorCode): void {
    if (this.closedBy) return;
    this.#flushBuffer();
    this.closedBy = code;
    this.#opened = false;
    this.#setPeople([]);
    this.#update();
  }

  #break(): void {
    this.#flushBuffer();
    this.#broken = true;
    this.#update();
  }

  #flushBuffer(): void {
    if (this.#buffer.length === 0) return;
    const update = Y.mergeUpdates(this.#buffer);
    this.#buffer = [];
    this.#addOperation(update);
  }

  /**
   * Keeps the text itself, once for each break of the connection, so that a reload without one can show it: until the next connection
   * nothing changes but by the operations, which are kept on top of it.
   */
  #keepState(): void {
    if (!this.#store || !this.#hasText || this.#stateKept || !this.unsaved) return;
    this.#stateKept = true;
    this.#store.keepState(Y.encodeStateAsUpdate(this.doc)).catch(() => {
      this.#stateKept = false;
    });
  }

  /** An answer, or null if none came in time or the connection broke. */
  #ask<M extends "doc:open" | "doc:update">(
    emit: (reply: (answer: Answer<M>) => void) => void,
  ): Promise<Answer<M> | null> {
    return new Promise((resolve) => {
      if (!this.#socket.connected) {
        resolve(null);
        return;
      }
      const done = (answer: Answer<M> | null) => {
        clearTimeout(timer);
        this.#socket.off("disconnect", onDisconnect);
        resolve(answer);
      };
      const onDisconnect = () => done(null);
      const timer = setTimeout(() => done(null), ANSWER_MS);
      this.#socket.on("disconnect", onDisconnect);
      emit(done);
    });
  }

  // ---------------------------------------------------------------- reading

  readonly #onRemote = (message: { languageVersionId: string; update: Uint8Array }): void => {
    if (message.languageVersionId !== this.#id) return;
    this.#tell("arriving");
    Y.applyUpdate(this.doc, message.update, REMOTE);
  };

  readonly #onPresence = (message: { languageVersionId: string; people: DocPerson[] }): void => {
    if (message.languageVersionId === this.#id) this.#setPeople(message.people);
  };

  readonly #onCursors = (message: {
    languageVersionId: string;
    cursors: { sessionKey: string; anchor: Uint8Array | null; head: Uint8Array | null }[];
  }): void => {
    if (message.languageVersionId !== this.#id) return;
    for (const { sessionKey, anchor, head } of message.cursors) {
      if (anchor && head) this.cursors.set(sessionKey, { anchor, head, movedAt: Date.now() });
      else this.cursors.delete(sessionKey);
    }
    this.#tell("cursors");
  };

  #setPeople(people: DocPerson[]): void {
    this.people = people;
    const here = new Set(people.map((person) => person.sessionKey));
    for (const key of [...this.cursors.keys()]) if (!here.has(key)) this.cursors.delete(key);
    this.#tell("people");
    this.#tell("cursors");
  }

  #update(): void {
    const status = this.#statusNow();
    if (status === this.status) return;
    this.status = status;
    this.#tell("status");
  }

  #statusNow(): LetterDocStatus {
    if (this.closedBy) return "closed";
    if (this.#broken) return "reload-needed";
    if (!this.#hasText) return "loading";
    if (this.#mode === "read") return "readonly";
    if (!this.#socket.connected) return "offline";
    return this.unsaved || !this.#opened ? "saving" : "saved";
  }

  #tell(change: LetterDocChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #later(ms: number, work: () => void): number {
    return setTimeout(work, ms) as unknown as number;
  }
}

/** Refusals that a browser can meet which lost a part of its own writing; sending the whole difference mends them. */
function isOutOfStep(why: string | number | undefined): boolean {
  return why === "gap" || why === "unknown_reference" || why === "unknown_delete";
}
