import { DomainError, type ErrorCode, notFound } from "~/domain/errors";
import { newId } from "~/domain/id";
import { type Refusal, type Staged, TextGate } from "~/domain/letters/text/gate";
import { SCHEMA_VERSION } from "~/domain/letters/text/schema";
import { compactText, loadStoredText, readTextStates, type StoredText } from "~/domain/letters/text/stored-text.server";
import { log } from "~/log.server";
import { rawSql } from "~db/client.server";
import type { Lane } from "./allowance.server";
import { type DocOpened, type DocPerson, voiceOf } from "./contract";
import { type LiveServer, type LiveSocket, on } from "./handle.server";

/** What a person may do with a text. `write` still needs a letter whose status lets its text be changed. */
export type EditingAccess = { mode: "write" | "read"; organization: string | null };

export type LetterEditingOptions = {
  /** Asked at every opening, every `recheckMs`, and by `recheck`. Null = not there for this person. */
  authorize(socket: LiveSocket, languageVersionId: string): Promise<EditingAccess | null>;
  /** A text without editors leaves memory after this long. */
  unloadMs?: number;
  /** Snapshot after this many rows of the log. */
  compactEvery?: number;
  /** How often everybody's right to an open text is asked again. */
  recheckMs?: number;
};

/** Carets and arrivals are told together after this long, in milliseconds: they are half of all frames. */
const GATHER_MS = 60;
/** Wait before trying a batch again whose letter a verb was holding. */
const BUSY_MS = 15;
/** A text takes no more than this from editors while the database does not answer, in bytes. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
/** An honest editor never sends one of these; who does it this often is disconnected. */
const MAX_STRIKES = 5;
const HOSTILE = new Set<Refusal>(["undecodable", "foreign_client", "content", "tree"]);

type Session = {
  socket: LiveSocket;
  person: DocPerson;
  mode: "write" | "read";
  cursor: { anchor: Uint8Array | null; head: Uint8Array | null } | null;
  strikes: number;
};

type Waiting = {
  update: Uint8Array;
  personId: string;
  session: Session;
  accept: () => void;
  refuse: (error: DomainError) => void;
};

type Round = { text: LiveText; batch: Waiting[]; staged: Staged; op: string };
type Outcome = "stored" | "closed" | "behind" | "foreign" | "busy" | "missing" | "failed";

const room = (languageVersionId: string) => `text:${languageVersionId}`;

/** One language version that somebody has open. Loaded before it listens to anyone. */
class LiveText {
  readonly sessions = new Map<string, Session>();
  waiting: Waiting[] = [];
  waitingBytes = 0;
  lastId: number;
  open: boolean;
  /** Rows of the log since the last snapshot in the database. */
  rows: number;
  /** A staged batch is on its way to the database: `gate` is one step ahead of what is committed. */
  staged = false;
  /** The batch has to wait: for the database, a verb, or rows of somebody else. */
  paused = false;
  compacting: Promise<void> | null = null;
  failures = 0;
  readonly #settledCalls: (() => void)[] = [];
  readonly moved = new Set<Session>();
  gatherTimer: NodeJS.Timeout | null = null;
  peopleChanged = false;
  unloadTimer: NodeJS.Timeout | null = null;
  /** Openings that are between loading and sitting down. */
  arriving = 0;
  gone = false;

  constructor(
    readonly id: string,
    readonly letterId: string,
    readonly gate: TextGate,
    stored: StoredText,
  ) {
    this.lastId = stored.lastId;
    this.open = stored.open;
    this.rows = stored.tail.length;
  }

  /** Runs `work` when the document holds exactly what is committed: now, or right after the commit that is under way. */
  whenSettled<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const call = () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      };
      if (this.staged) this.#settledCalls.push(call);
      else call();
    });
  }

  settled(): void {
    this.staged = false;
    for (const call of this.#settledCalls.splice(0)) call();
  }

  takeBatch(): Waiting[] {
    const batch = this.waiting;
    this.waiting = [];
    this.waitingBytes = 0;
    return batch;
  }

  putBack(batch: readonly Waiting[]): void {
    this.waiting = [...batch, ...this.waiting];
    this.waitingBytes = this.waiting.reduce((sum, waiting) => sum + waiting.update.length, 0);
  }
}

export type LetterEditing = ReturnType<typeof registerLetterEditing>;

/**
 * Writing a letter together. An update goes: may this person write → gate → database → acknowledged → everybody else. What
 * arrives while a commit is under way is merged into the next one, for all letters in one statement, so the rate is not
 * bound to the disk's and nobody ever sees words that a crash then loses.
 *
 * Call `attach` once for each authenticated socket.
 */
export function registerLetterEditing(io: LiveServer, options: LetterEditingOptions) {
  const { authorize, unloadMs = 10_000, compactEvery = 500, recheckMs = 15_000 } = options;
  const texts = new Map<string, LiveText>();
  const loading = new Map<string, Promise<LiveText | null>>();
  /** Texts with something to store, in the order in which they got it. */
  const dirty = new Set<LiveText>();
  let committing = false;
  let closing = false;
  /** Raised by each `recheck`: who was authorized before it and sits down after it is asked once more. */
  let accessEpoch = 0;

  // ---------------------------------------------------------------- loading

  async function getText(languageVersionId: string): Promise<LiveText | null> {
    const there = texts.get(languageVersionId);
    if (there) return there;
    let load = loading.get(languageVersionId);
    if (!load) {
      load = loadText(languageVersionId).finally(() => loading.delete(languageVersionId));
      loading.set(languageVersionId, load);
    }
    return load;
  }

  async function loadText(languageVersionId: string): Promise<LiveText | null> {
    const stored = await loadStoredText(languageVersionId);
    if (!stored) return null;
    const text = new LiveText(languageVersionId, stored.letterId, new TextGate(stored), stored);
    texts.set(languageVersionId, text);
    return text;
  }

  /** Takes in rows that others stored (a restored version, another node) and shows them to everybody here. */
  async function catchUp(text: LiveText): Promise<void> {
    const stored = await loadStoredText(text.id);
    await text.whenSettled(() => {
      if (text.gone) return;
      if (!stored) return endText(text, "not_found");
      if (stored.lastId > text.lastId) {
        const before = text.gate.stateVector();
        text.gate.catchUp(stored.base ? [stored.base, ...stored.tail] : stored.tail, stored.owners);
        text.lastId = stored.lastId;
        text.rows = stored.tail.length;
        const update = text.gate.state(before);
        io.to(room(text.id)).emit("doc:update", { languageVersionId: text.id, update });
      }
      if (text.open && !stored.open) endText(text, "text_closed");
      else text.open = stored.open;
    });
  }

  function unloadWhenEmpty(text: LiveText): void {
    if (text.unloadTimer || text.gone) return;
    if (text.sessions.size > 0 || text.arriving > 0) return;
    text.unloadTimer = setTimeout(() => {
      text.unloadTimer = null;
      void unload(text);
    }, unloadMs);
    text.unloadTimer.unref();
  }

  async function unload(text: LiveText): Promise<void> {
    if (text.gone || text.sessions.size > 0 || text.arriving > 0) return;
    if (text.waiting.length > 0 || text.staged || text.paused) return unloadWhenEmpty(text);
    await compact(text);
    // Somebody may have come in while the snapshot was written.
    if (text.gone || text.sessions.size > 0 || text.arriving > 0 || text.waiting.length > 0 || text.staged) return;
    forget(text);
  }

  function forget(text: LiveText): void {
    text.gone = true;
    texts.delete(text.id);
    dirty.delete(text);
    if (text.unloadTimer) clearTimeout(text.unloadTimer);
    if (text.gatherTimer) clearTimeout(text.gatherTimer);
    text.gate.destroy();
  }

  /** Writes a snapshot: off the hot path, of committed text only. A failure costs nothing but a longer log. */
  function compact(text: LiveText): Promise<void> {
    if (text.compacting) return text.compacting;
    if (text.rows === 0) return Promise.resolve();
    text.compacting = text
      .whenSettled(() => {
        const taken = { upTo: text.lastId, rows: text.rows, state: text.gate.collect() };
        text.rows = 0;
        return taken;
      })
      .then(async ({ upTo, rows, state }) => {
        try {
          await compactText(text.id, upTo, state);
        } catch (error) {
          text.rows += rows;
          log.warn({ error }, "A letter's text could not be compacted; its log stays as it is");
        }
      })
      .finally(() => {
        text.compacting = null;
      });
    return text.compacting;
  }

  // --------------------------------------------------------------- storing

  function enqueue(text: LiveText, waiting: Waiting): void {
    if (text.waitingBytes + waiting.update.length > MAX_WAITING_BYTES) {
      waiting.refuse(new DomainError("rate_limited"));
      return;
    }
    text.waiting.push(waiting);
    text.waitingBytes += waiting.update.length;
    markDirty(text);
  }

  function markDirty(text: LiveText): void {
    if (text.paused || text.gone || text.waiting.length === 0) return;
    dirty.add(text);
    if (committing) return;
    committing = true;
    // What this turn of the event loop still brings goes into the same commit.
    setImmediate(() => void commitRounds());
  }

  async function commitRounds(): Promise<void> {
    try {
      while (dirty.size > 0) {
        const rounds: Round[] = [];
        for (const text of [...dirty]) {
          dirty.delete(text);
          const round = stage(text);
          if (round) rounds.push(round);
        }
        if (rounds.length === 0) continue;
        const outcomes = await store(rounds);
        rounds.forEach((round, n) => {
          settle(round, outcomes.get(n) ?? { outcome: "failed", id: 0 });
        });
      }
    } finally {
      committing = false;
    }
  }

  /** Passes a text's waiting updates through the gate. Null if nothing is left to store. */
  function stage(text: LiveText): Round | null {
    const batch = text.takeBatch();
    if (batch.length === 0 || text.gone) return null;
    const staged = text.gate.stage(batch);
    const accepted: Waiting[] = [];
    batch.forEach((waiting, n) => {
      const refusal = staged.refusals[n];
      if (refusal) refuse(waiting, refusal);
      else accepted.push(waiting);
    });
    if (!staged.bytes) {
      // Said before and committed before (one commit at a time): acknowledged once more.
      text.gate.commit();
      for (const waiting of accepted) waiting.accept();
      return null;
    }
    text.staged = true;
    return { text, batch: accepted, staged, op: newId() };
  }

  function refuse(waiting: Waiting, refusal: Refusal): void {
    const code: ErrorCode = refusal === "text_too_long" || refusal === "size" ? "too_large" : "update_refused";
    waiting.refuse(new DomainError(code, { why: refusal }));
    if (!HOSTILE.has(refusal)) return;
    waiting.session.strikes += 1;
    if (waiting.session.strikes >= MAX_STRIKES) waiting.session.socket.disconnect(true);
  }

  async function store(rounds: readonly Round[]): Promise<Map<number, { outcome: Outcome; id: number }>> {
    const rows = rounds.map(({ text, staged, batch, op }, n) => ({
      n,
      doc: text.id,
      op,
      last: text.lastId,
      data: Buffer.from(staged.bytes ?? []).toString("base64"),
      people: [...new Set(batch.map((waiting) => waiting.personId))],
      claims: staged.claims.map((claim) => ({ client: claim.clientId, person: claim.personId })),
    }));
    try {
      const sql = rawSql();
      const answers = await sql<{ n: number; outcome: Outcome; update_id: string | null }[]>`
        select n, outcome, update_id from append_doc_updates(${JSON.stringify(rows)}::text::jsonb)`;
      return new Map(answers.map((answer) => [answer.n, { outcome: answer.outcome, id: Number(answer.update_id) }]));
    } catch (error) {
      // Whether it was committed is not known. The next try says: rows that are there make this document "behind".
      log.warn({ error }, "Updates of letters could not be stored; trying again");
      return new Map();
    }
  }

  function settle(round: Round, { outcome, id }: { outcome: Outcome; id: number }): void {
    const { text, batch, staged } = round;
    if (outcome === "stored") {
      text.gate.commit();
      text.lastId = id;
      text.rows += 1;
      text.failures = 0;
      for (const waiting of batch) waiting.accept();
      broadcast(text, batch, staged.bytes ?? new Uint8Array());
      text.settled();
      if (text.gone) return;
      if (text.rows >= compactEvery) void compact(text);
      markDirty(text);
      return;
    }
    text.gate.rollback();
    text.settled();
    if (text.gone) {
      for (const waiting of batch) waiting.refuse(new DomainError("text_closed"));
      return;
    }
    if (outcome === "closed" || outcome === "missing") {
      text.putBack(batch);
      endText(text, outcome === "closed" ? "text_closed" : "not_found");
      return;
    }
    text.putBack(batch);
    text.failures = outcome === "busy" ? text.failures : text.failures + 1;
    const wait = outcome === "busy" ? BUSY_MS : Math.min(2_000, 25 * 2 ** Math.min(text.failures, 7));
    pause(text, wait, outcome !== "busy");
  }

  /** Tries again later; after anything but a held row, first reads what the log holds. */
  function pause(text: LiveText, ms: number, reread: boolean): void {
    text.paused = true;
    setTimeout(async () => {
      try {
        if (reread && !text.gone) await catchUp(text);
        text.paused = false;
        markDirty(text);
      } catch {
        text.failures += 1;
        pause(text, Math.min(2_000, ms * 2), true);
      }
    }, ms);
  }

  function broadcast(text: LiveText, batch: readonly Waiting[], update: Uint8Array): void {
    const senders = new Set(batch.map((waiting) => waiting.session.socket.id));
    const [only] = senders;
    const to = senders.size === 1 && only ? io.to(room(text.id)).except(only) : io.to(room(text.id));
    to.emit("doc:update", { languageVersionId: text.id, update });
  }

  /** The text may not be changed any more, or is gone: everybody is told, and what was on its way comes back to its writer. */
  function endText(text: LiveText, code: ErrorCode): void {
    if (text.gone) return;
    for (const waiting of text.takeBatch()) waiting.refuse(new DomainError(code));
    io.to(room(text.id)).emit("doc:closed", { languageVersionId: text.id, code });
    io.in(room(text.id)).socketsLeave(room(text.id));
    text.sessions.clear();
    forget(text);
  }

  // -------------------------------------------------------------- presence

  function gather(text: LiveText): void {
    if (text.gatherTimer) return;
    text.gatherTimer = setTimeout(() => {
      text.gatherTimer = null;
      if (text.peopleChanged) {
        text.peopleChanged = false;
        io.to(room(text.id)).emit("doc:presence", { languageVersionId: text.id, people: peopleOf(text) });
      }
      tellCursors(text);
    }, GATHER_MS);
  }

  /** One frame for everybody who stood still; who moved gets the others' only. */
  function tellCursors(text: LiveText): void {
    const moved = [...text.moved].filter((session) => text.sessions.get(session.socket.id) === session);
    text.moved.clear();
    if (moved.length === 0) return;
    const frame = (sessions: Session[]) => ({
      languageVersionId: text.id,
      cursors: sessions.map(({ person, cursor }) => ({
        sessionKey: person.sessionKey,
        anchor: cursor?.anchor ?? null,
        head: cursor?.head ?? null,
      })),
    });
    const ids = moved.map((session) => session.socket.id);
    io.to(room(text.id)).except(ids).emit("doc:cursors", frame(moved));
    if (moved.length === 1) return;
    for (const session of moved) {
      session.socket.emit("doc:cursors", frame(moved.filter((other) => other !== session)));
    }
  }

  function peopleOf(text: LiveText): DocPerson[] {
    return [...text.sessions.values()].map((session) => session.person);
  }

  function leave(text: LiveText, socket: LiveSocket): void {
    const session = text.sessions.get(socket.id);
    if (!session) return;
    text.sessions.delete(socket.id);
    text.gate.release(session.person.clientId);
    void socket.leave(room(text.id));
    text.peopleChanged = true;
    gather(text);
    unloadWhenEmpty(text);
  }

  // --------------------------------------------------------------- sockets

  async function open(
    socket: LiveSocket,
    message: {
      languageVersionId: string;
      schemaVersion: number;
      clientId: number;
      stateVector?: Uint8Array | undefined;
    },
  ): Promise<DocOpened> {
    const { languageVersionId: id, clientId } = message;
    if (message.schemaVersion !== SCHEMA_VERSION) throw new DomainError("schema_outdated");
    for (;;) {
      const epoch = accessEpoch;
      const access = await authorize(socket, id);
      if (!access) throw notFound();
      const text = await getText(id);
      if (!text) throw notFound();
      text.arriving += 1;
      try {
        const opened = await text.whenSettled(() => {
          if (text.gone || closing || epoch !== accessEpoch) return null;
          return sitDown(socket, text, access, clientId, message.stateVector);
        });
        if (opened) return opened;
        if (closing || !socket.connected) throw new DomainError("unexpected");
      } finally {
        text.arriving -= 1;
        unloadWhenEmpty(text);
      }
    }
  }

  function sitDown(
    socket: LiveSocket,
    text: LiveText,
    access: EditingAccess,
    clientId: number,
    stateVector: Uint8Array | undefined,
  ): DocOpened {
    if (!socket.connected) throw new DomainError("unexpected");
    const { person, sessionKey } = socket.data;
    // One in four thousand million, or somebody who watched: the browser takes another one.
    if (!text.gate.reserve(clientId, person.id)) throw new DomainError("update_refused", { why: "foreign_client" });
    let update: Uint8Array;
    try {
      update = text.gate.state(stateVector);
    } catch {
      throw new DomainError("invalid_input");
    }
    const mode = access.mode === "write" && text.open ? "write" : "read";
    const { organization } = access;
    text.sessions.set(socket.id, {
      socket,
      person: { sessionKey, clientId, personId: person.id, name: person.name, organization, voice: voiceOf(person.id) },
      mode,
      cursor: null,
      strikes: 0,
    });
    void socket.join(room(text.id));
    if (text.unloadTimer) clearTimeout(text.unloadTimer);
    text.unloadTimer = null;
    text.peopleChanged = true;
    // The newcomer sees where the others are with the next frame.
    for (const session of text.sessions.values()) if (session.cursor) text.moved.add(session);
    gather(text);
    return { mode, update, stateVector: text.gate.stateVector(), people: peopleOf(text) };
  }

  function sessionOf(socket: LiveSocket, languageVersionId: string): { text: LiveText; session: Session } {
    const text = texts.get(languageVersionId);
    const session = text?.sessions.get(socket.id);
    if (!text || !session) throw notFound();
    return { text, session };
  }

  /** @param lane openings wait for what else this socket asks: each reads the letter */
  function attach(socket: LiveSocket, lane?: Lane): void {
    on(socket, "doc:open", (message) => {
      const opened = lane ? lane.add(() => open(socket, message)) : open(socket, message);
      if (!opened) throw new DomainError("rate_limited", { seconds: 1 });
      return opened;
    });

    on(socket, "doc:update", ({ languageVersionId, update }) => {
      const { text, session } = sessionOf(socket, languageVersionId);
      if (session.mode !== "write") throw new DomainError(text.open ? "not_allowed" : "text_closed");
      return new Promise((resolve, reject) => {
        enqueue(text, {
          update,
          personId: session.person.personId,
          session,
          accept: () => resolve({}),
          refuse: reject,
        });
      });
    });

    on(socket, "doc:cursor", ({ languageVersionId, anchor, head }) => {
      const text = texts.get(languageVersionId);
      const session = text?.sessions.get(socket.id);
      // A caret may arrive after the text was closed; that is nobody's fault.
      if (!text || !session) return {};
      session.cursor = anchor && head ? { anchor, head } : null;
      text.moved.add(session);
      gather(text);
      return {};
    });

    on(socket, "doc:close", ({ languageVersionId }) => {
      const text = texts.get(languageVersionId);
      if (text) leave(text, socket);
      return {};
    });

    socket.on("disconnect", () => {
      for (const text of texts.values()) leave(text, socket);
    });
  }

  // ---------------------------------------------------------------- access

  /**
   * Asks again what people may do, and takes in what others have stored. Call it when a letter's status changed, a version was
   * restored, or somebody's access may have changed.
   *
   * @param of only these texts, or only this person's sessions; all without it
   */
  async function recheck(of: { languageVersionIds?: readonly string[]; personId?: string } = {}): Promise<void> {
    accessEpoch += 1;
    const concerned = [...texts.values()].filter((text) => of.languageVersionIds?.includes(text.id) ?? true);
    try {
      const states = await readTextStates(concerned.map((text) => text.id));
      await Promise.all(
        concerned.map(async (text) => {
          const state = states.get(text.id);
          if (!state || state.open !== text.open || state.lastId > text.lastId) await catchUp(text);
          const sessions = [...text.sessions.values()].filter(
            (session) => !of.personId || session.person.personId === of.personId,
          );
          await Promise.all(sessions.map((session) => recheckSession(text, session)));
        }),
      );
    } catch (error) {
      // Not for the caller to handle: the next round, at most `recheckMs` away, asks again.
      log.warn({ error }, "Access to letters' texts could not be asked again; the next round will");
    }
  }

  async function recheckSession(text: LiveText, session: Session): Promise<void> {
    const access = await authorize(session.socket, text.id);
    if (text.sessions.get(session.socket.id) !== session) return;
    if (!access) {
      session.socket.emit("doc:closed", { languageVersionId: text.id, code: "not_found" });
      leave(text, session.socket);
    } else if (access.mode === "read" && session.mode === "write") {
      session.mode = "read";
      session.socket.emit("doc:closed", { languageVersionId: text.id, code: "not_allowed" });
    }
  }

  const recheckTimer = setInterval(() => {
    void recheck();
  }, recheckMs);
  recheckTimer.unref();

  return {
    attach,
    recheck,
    /** How many texts are in memory. */
    get size(): number {
      return texts.size;
    },
    /** Stores what was sent, writes snapshots and lets go of everything. */
    async close(): Promise<void> {
      closing = true;
      clearInterval(recheckTimer);
      const until = Date.now() + 5_000;
      while ([...texts.values()].some((text) => text.waiting.length > 0 || text.staged) && Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await Promise.all([...texts.values()].map((text) => compact(text)));
      for (const text of [...texts.values()]) forget(text);
    },
  };
}
