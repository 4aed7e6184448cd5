import * as Y from "yjs";
import { CHILDREN, isAllowedAttribute, isAllowedMark, type LetterBlockName, ROOT_NAME } from "./schema";

/**
 * Why an update was not let in. The first group can happen to an honest editor that lost part of what it had written
 * (it then sends its whole difference); the others only to a broken or hostile one.
 */
export type Refusal =
  | "gap"
  | "unknown_reference"
  | "unknown_delete"
  | "text_too_long"
  | "size"
  | "undecodable"
  | "foreign_client"
  | "content"
  | "tree";

/** One update as it came from an editor. */
export type Candidate = { update: Uint8Array; personId: string };

/** A Yjs client id that a person used for the first time, to be stored with the update that used it. */
export type Claim = { clientId: number; personId: string };

export type Staged = {
  /** What the accepted candidates changed, as one update; null if they changed nothing that was not known already. */
  bytes: Uint8Array | null;
  claims: Claim[];
  /** For each candidate why it was refused, or null. */
  refusals: (Refusal | null)[];
};

export type GateLimits = {
  /** Longest update, in bytes. Below the socket's frame limit. */
  maxUpdateBytes: number;
  /** Most operations (characters, deletions) that one update may add for one client. */
  maxAdvance: number;
  /** Most structs in one update. */
  maxStructs: number;
  /** Longest collected state of a whole text, in bytes; beyond it only deletions are let in. */
  maxStateBytes: number;
};

export const GATE_LIMITS: GateLimits = {
  maxUpdateBytes: 240 * 1024,
  maxAdvance: 1_000_000,
  maxStructs: 50_000,
  maxStateBytes: 4 * 1024 * 1024,
};

/** Elements may nest this deep. The editor allows less than half, so that merged honest edits stay below. */
const MAX_DEPTH = 40;
const MAX_CLAIMS_PER_UPDATE = 8;

/**
 * The one door to a letter's shared text. Yjs believes every editor: a few bytes can delete text that somebody has yet to
 * write, silence another person's later edits, or change the document and then throw. So an update is let in only if
 *
 *  1. it decodes, is not too long, and every struct belongs to a client id of the person who sends it;
 *  2. it leaves no gap, refers to and deletes only what is known, and carries only content that a letter can hold;
 *  3. applied to the document, it throws nothing, leaves nothing pending, and the changed part of the tree has only allowed
 *     nodes, marks, attributes and attribute types, at a bounded depth.
 *
 * The document stands one step ahead of the database: `stage` applies, then the caller stores `bytes` and calls `commit`, or
 * `rollback`. Whatever is refused at step 3 has already touched the document, which is therefore rebuilt from the bytes
 * of what was committed. `bytes` is what Yjs says has changed, not what was sent, so nothing redundant, deleted or
 * contradictory is stored or shown to anyone.
 */
export class TextGate {
  /** Committed and staged edits. Read it only between `commit`/`rollback` and the next `stage`. */
  doc!: Y.Doc;
  readonly #limits: GateLimits;
  /** Committed text: one state and what came since. */
  #base: Uint8Array;
  #tail: Uint8Array[];
  #owners: Map<number, string>;
  /** Client ids that were announced but have not written yet. */
  readonly #reserved = new Map<number, string>();
  #staged: { bytes: Uint8Array | null; claims: Claim[] } | null = null;
  #emitted: Uint8Array[] = [];
  /** Upper estimate of the state's length, made exact when it reaches the limit. */
  #size = 0;

  constructor(
    stored: { base: Uint8Array | null; tail: readonly Uint8Array[]; owners: Iterable<readonly [number, string]> },
    limits: Partial<GateLimits> = {},
  ) {
    this.#limits = { ...GATE_LIMITS, ...limits };
    this.#base = stored.base ?? Y.encodeStateAsUpdate(new Y.Doc());
    this.#tail = [...stored.tail];
    this.#owners = new Map(stored.owners);
    this.#rebuild([]);
  }

  /** Number of updates since the last `collect`. */
  get tailLength(): number {
    return this.#tail.length;
  }

  /**
   * Keeps a client id for a person until it writes for the first time, so that nobody else can be quicker.
   *
   * @returns false if it belongs to somebody else, or to the server's own history
   */
  reserve(clientId: number, personId: string): boolean {
    const owner = this.#owners.get(clientId) ?? this.#reserved.get(clientId);
    if (owner !== undefined) return owner === personId;
    if (Y.getState(this.doc.store, clientId) > 0) return false;
    this.#reserved.set(clientId, personId);
    return true;
  }

  /** Forgets a reservation that was not used. */
  release(clientId: number): void {
    this.#reserved.delete(clientId);
  }

  /**
   * Tries a batch of updates on the document, in order. Each is accepted or refused on its own: a refused one leaves
   * no trace. Must be followed by `commit` or `rollback` before the next call.
   */
  stage(batch: readonly Candidate[]): Staged {
    if (this.#staged) throw new Error("a batch is staged already");
    const quick = this.#stageTogether(batch);
    const staged = quick ?? this.#stageOneByOne(batch);
    this.#staged = { bytes: staged.bytes, claims: staged.claims };
    return staged;
  }

  /** The staged batch is stored: it is part of the text now. */
  commit(): void {
    const staged = this.#takeStaged();
    if (staged.bytes) this.#tail.push(staged.bytes);
  }

  /** The staged batch was not stored: takes it out again. */
  rollback(): void {
    const staged = this.#takeStaged();
    for (const claim of staged.claims) this.#owners.delete(claim.clientId);
    if (staged.bytes) this.#rebuild([]);
  }

  /** Takes in what somebody else stored: rows of the log that this document has not seen. */
  catchUp(updates: readonly Uint8Array[], owners: Iterable<readonly [number, string]>): void {
    if (this.#staged) throw new Error("a batch is staged");
    for (const [clientId, personId] of owners) this.#owners.set(clientId, personId);
    this.doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.doc, update);
    });
    this.#emitted = [];
    this.#tail.push(...updates);
  }

  /** Encoded, collected state of the committed text; only what is missing from `vector`, if given. */
  state(vector?: Uint8Array): Uint8Array {
    if (this.#staged) throw new Error("a batch is staged");
    return Y.encodeStateAsUpdate(this.doc, vector);
  }

  /** How far each client has written, encoded: what a peer needs to know to send only what is missing here. */
  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc);
  }

  /** Replaces the tail by one collected state and returns it: deleted text is not in it any more. */
  collect(): Uint8Array {
    this.#base = this.state();
    this.#tail = [];
    this.#size = this.#base.length;
    return this.#base;
  }

  destroy(): void {
    this.doc.destroy();
  }

  #takeStaged() {
    const staged = this.#staged;
    if (!staged) throw new Error("nothing is staged");
    this.#staged = null;
    return staged;
  }

  /** The usual case: all candidates are fine, and one transaction gives one update for all. Null if one of them is not. */
  #stageTogether(batch: readonly Candidate[]): Staged | null {
    const claims: Claim[] = [];
    const refusals: (Refusal | null)[] = [];
    let fine = false;
    try {
      const transaction = this.doc.transact((running) => {
        for (const candidate of batch) {
          const { refusal, newClients } = this.#inspect(candidate);
          refusals.push(refusal);
          if (refusal) continue;
          this.#claim(newClients, candidate.personId, claims);
          Y.applyUpdate(this.doc, candidate.update);
          if (hasPending(this.doc)) return null;
        }
        return running;
      });
      fine = transaction !== null && isTreeAllowed(this.doc, transaction);
    } catch {
      fine = false;
    }
    const bytes = this.#takeEmitted();
    if (fine) return { bytes, claims, refusals };
    for (const claim of claims) this.#owners.delete(claim.clientId);
    this.#rebuild([]);
    return null;
  }

  /** The rare case: finds out which candidates of a batch are to blame and takes in the others. */
  #stageOneByOne(batch: readonly Candidate[]): Staged {
    const claims: Claim[] = [];
    const accepted: Uint8Array[] = [];
    const refusals = batch.map((candidate): Refusal | null => {
      const { refusal, newClients } = this.#inspect(candidate);
      if (refusal) return refusal;
      let fine = false;
      try {
        const transaction = this.doc.transact((running) => {
          Y.applyUpdate(this.doc, candidate.update);
          return running;
        });
        fine = !hasPending(this.doc) && isTreeAllowed(this.doc, transaction);
      } catch {
        fine = false;
      }
      const bytes = this.#takeEmitted();
      if (!fine) {
        this.#rebuild(accepted);
        return "tree";
      }
      this.#claim(newClients, candidate.personId, claims);
      if (bytes) accepted.push(bytes);
      return null;
    });
    return { bytes: merge(accepted), claims, refusals };
  }

  #claim(clients: readonly number[], personId: string, claims: Claim[]): void {
    for (const clientId of clients) {
      this.#owners.set(clientId, personId);
      claims.push({ clientId, personId });
    }
  }

  #takeEmitted(): Uint8Array | null {
    const emitted = this.#emitted;
    this.#emitted = [];
    const bytes = merge(emitted);
    if (bytes) this.#size += bytes.length;
    return bytes;
  }

  #rebuild(accepted: readonly Uint8Array[]): void {
    this.doc?.destroy();
    const doc = new Y.Doc({ gc: true });
    doc.getXmlFragment(ROOT_NAME);
    doc.transact(() => {
      Y.applyUpdate(doc, this.#base);
      for (const update of this.#tail) Y.applyUpdate(doc, update);
      for (const update of accepted) Y.applyUpdate(doc, update);
    });
    this.#emitted = [];
    doc.on("update", (update: Uint8Array) => this.#emitted.push(update));
    this.doc = doc;
    this.#size = [this.#base, ...this.#tail, ...accepted].reduce((sum, update) => sum + update.length, 0);
  }

  /** Steps 1 and 2: everything that can be said of an update without applying it. */
  #inspect({ update, personId }: Candidate): { refusal: Refusal | null; newClients: number[] } {
    const no = (refusal: Refusal) => ({ refusal, newClients: [] });
    const limits = this.#limits;
    if (!(update instanceof Uint8Array) || update.length < 2 || update.length > limits.maxUpdateBytes)
      return no("size");
    let decoded: ReturnType<typeof Y.decodeUpdate>;
    try {
      decoded = Y.decodeUpdate(update);
    } catch {
      return no("undecodable");
    }
    if (decoded.structs.length > limits.maxStructs) return no("size");

    const store = this.doc.store;
    const ends = new Map<number, number>();
    const known = (client: number) => ends.get(client) ?? Y.getState(store, client);
    const newClients: number[] = [];
    for (const struct of decoded.structs) {
      const { client, clock } = struct.id;
      if (struct instanceof Y.Skip) return no("gap");
      const end = clock + struct.length;
      if (!Number.isSafeInteger(client) || !Number.isSafeInteger(end) || struct.length <= 0) return no("undecodable");
      const owner = this.#owners.get(client);
      if (owner === undefined) {
        // History without an owner is the server's own (first text, restored version): nobody may continue it.
        if (Y.getState(store, client) > 0 || this.#isReservedByAnother(client, personId)) return no("foreign_client");
        if (!newClients.includes(client)) newClients.push(client);
        if (newClients.length > MAX_CLAIMS_PER_UPDATE) return no("content");
      } else if (owner !== personId) return no("foreign_client");
      const now = known(client);
      if (clock > now) return no("gap");
      if (end > now) {
        if (end - Y.getState(store, client) > limits.maxAdvance) return no("size");
        ends.set(client, end);
      }
      if (struct instanceof Y.Item && !isContentAllowed(struct)) return no("content");
    }
    for (const struct of decoded.structs) {
      if (!(struct instanceof Y.Item)) continue;
      // A decoded item's parent is the name of a root type, an id, or null when it is that of its neighbour.
      const parent: unknown = struct.parent;
      if (typeof parent === "string" && parent !== ROOT_NAME) return no("content");
      const refs = [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null];
      for (const ref of refs) if (ref && ref.clock >= known(ref.client)) return no("unknown_reference");
    }
    for (const [client, ranges] of decoded.ds.clients) {
      for (const range of ranges) {
        const end = range.clock + range.len;
        if (!Number.isSafeInteger(end) || end > known(client)) return no("unknown_delete");
      }
    }
    if (decoded.structs.length > 0 && this.#isFull(update.length)) return no("text_too_long");
    return { refusal: null, newClients };
  }

  #isReservedByAnother(clientId: number, personId: string): boolean {
    const reserved = this.#reserved.get(clientId);
    return reserved !== undefined && reserved !== personId;
  }

  #isFull(more: number): boolean {
    if (this.#size + more <= this.#limits.maxStateBytes) return false;
    this.#size = Y.encodeStateAsUpdate(this.doc).length;
    return this.#size + more > this.#limits.maxStateBytes;
  }
}

function merge(updates: readonly Uint8Array[]): Uint8Array | null {
  if (updates.length <= 1) return updates[0] ?? null;
  return Y.mergeUpdates([...updates]);
}

function hasPending(doc: Y.Doc): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
}

function isElementName(name: string): boolean {
  return name === "hard_break" || (name !== "doc" && Object.hasOwn(CHILDREN, name));
}

/** Content that can stand somewhere in a letter. Where exactly is seen after applying. */
function isContentAllowed(item: Y.Item): boolean {
  const { content } = item;
  if (content instanceof Y.ContentString || content instanceof Y.ContentDeleted) return true;
  if (content instanceof Y.ContentFormat) return isAllowedMark(content.key, content.value);
  if (content instanceof Y.ContentAny) return content.arr.every((value) => typeof value !== "object" || value === null);
  if (content instanceof Y.ContentType) {
    const type: unknown = content.type;
    if (type instanceof Y.XmlText) return type.constructor === Y.XmlText;
    return type instanceof Y.XmlElement && type.constructor === Y.XmlElement && isElementName(type.nodeName);
  }
  return false;
}

type AnyType = NonNullable<ReturnType<Y.Doc["share"]["get"]>>;

/**
 * Whether what a transaction changed is still a letter. Only changed types and what is new below them are looked at: all
 * else was looked at when it came in, and Yjs never moves an item to another parent.
 */
function isTreeAllowed(doc: Y.Doc, transaction: Y.Transaction): boolean {
  const root = doc.share.get(ROOT_NAME);
  if (!root || doc.share.size !== 1) return false;
  const isNew = (item: Y.Item) => item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0);
  for (const [type, keys] of transaction.changed as Map<AnyType, Set<string | null>>) {
    if (type._item?.deleted) continue;
    const depth = depthBelow(root, type);
    if (depth === null || depth > MAX_DEPTH) return false;
    for (const key of keys) {
      if (key === null) {
        if (!areChildrenAllowed(root, type, depth, isNew)) return false;
      } else if (!isAttributeAllowed(type, key)) return false;
    }
  }
  return true;
}

function depthBelow(root: AnyType, type: AnyType): number | null {
  let depth = 0;
  for (let at: AnyType = type; at !== root; depth++) {
    const parent = at._item?.parent;
    if (!(parent instanceof Y.AbstractType) || depth > MAX_DEPTH) return null;
    at = parent;
  }
  return depth;
}

function isAttributeAllowed(type: AnyType, key: string): boolean {
  const item = type._map.get(key);
  if (!item || item.deleted) return true;
  if (!(type instanceof Y.XmlElement) || !(item.content instanceof Y.ContentAny)) return false;
  return item.content.arr.every((value) => isAllowedAttribute(type.nodeName, key, value));
}

function areChildrenAllowed(root: AnyType, type: AnyType, depth: number, isNew: (item: Y.Item) => boolean): boolean {
  const isText = type instanceof Y.XmlText;
  const name = type === root ? "doc" : type instanceof Y.XmlElement ? type.nodeName : "";
  const allowed = Object.hasOwn(CHILDREN, name) ? CHILDREN[name as LetterBlockName | "doc"] : undefined;
  for (let item = type._start; item; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (isText) {
      if (!(content instanceof Y.ContentString || content instanceof Y.ContentFormat)) return false;
      continue;
    }
    if (!(content instanceof Y.ContentType)) return false;
    const child = content.type as AnyType;
    const childName = child instanceof Y.XmlText ? "text" : child instanceof Y.XmlElement ? child.nodeName : "";
    if (!allowed?.has(childName) || depth + 1 > MAX_DEPTH) return false;
    if (!isNew(item)) continue;
    for (const key of child._map.keys()) if (!isAttributeAllowed(child, key)) return false;
    if (!areChildrenAllowed(root, child, depth + 1, isNew)) return false;
  }
  return true;
}
