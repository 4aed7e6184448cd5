import * as Y from "yjs";

/** What is wrong with a text, in words; nothing is in it when all is well. */
export type Findings = { lost: string[]; twice: string[]; torn: string[] };
export const noFindings = (): Findings => ({ lost: [], twice: [], torn: [] });

type Decoded = ReturnType<typeof Y.decodeUpdate>;
const GONE = Symbol("deleted");

/** The log of a text, replayed row by row by nobody but the checker: it keeps what was deleted, to compare it too. */
export class ReplayedLog {
  readonly doc = new Y.Doc({ gc: false });
  readonly findings = noFindings();
  #lastRow = 0;
  rows = 0;

  constructor(first: Uint8Array) {
    Y.applyUpdate(this.doc, first);
  }

  get lastRow(): number {
    return this.#lastRow;
  }

  /** Takes in the next row: it must begin exactly where the rows before ended. */
  add(id: number, data: Uint8Array): void {
    const ends = new Map<number, number>();
    for (const struct of Y.decodeUpdate(data).structs) {
      const { client, clock } = struct.id;
      if (struct instanceof Y.Skip) continue;
      const known = ends.get(client) ?? Y.getState(this.doc.store, client);
      if (clock < known) this.findings.twice.push(`row ${id} holds ${client}:${clock}, which an earlier row holds`);
      if (clock > known)
        this.findings.torn.push(`row ${id} begins at ${client}:${clock}, but the log ends at ${known}`);
      ends.set(client, clock + struct.length);
    }
    Y.applyUpdate(this.doc, data);
    const { pendingStructs, pendingDs } = this.doc.store;
    if (pendingStructs || pendingDs) this.findings.torn.push(`row ${id} refers to what is not there`);
    this.#lastRow = id;
    this.rows += 1;
  }
}

/** A text as it is stored, or as it stands in a browser. */
export function textOf(updates: readonly Uint8Array[]): { doc: Y.Doc; whole: boolean } {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return { doc, whole: !doc.store.pendingStructs && !doc.store.pendingDs };
}

/**
 * Whether everything that an update says is in a text: each character, mark and node as it was written, or deleted since; each
 * deletion carried out.
 * @returns what is missing or different, or null
 */
export function missingFrom(doc: Y.Doc, update: Uint8Array): string | null {
  const decoded = Y.decodeUpdate(update);
  for (const struct of decoded.structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    if (clock + struct.length > Y.getState(doc.store, client)) {
      return `${client}:${clock}+${struct.length} is not there; known are ${Y.getState(doc.store, client)}`;
    }
    for (let i = 0; i < struct.length; i++) {
      const written = contentAt(struct, i);
      const there = contentOf(doc, client, clock + i);
      if (written !== GONE && there !== GONE && !sameContent(written, there)) {
        return `${client}:${clock + i} was written as ${String(written)} and is ${String(there)}`;
      }
    }
  }
  return missingDeletion(doc, decoded);
}

function missingDeletion(doc: Y.Doc, { ds }: Decoded): string | null {
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) {
      for (let at = clock; at < clock + len; at++) {
        if (at >= Y.getState(doc.store, client)) return `${client}:${at} was deleted and is not known`;
        if (!structAt(doc, client, at).deleted) return `${client}:${at} was deleted and is there`;
      }
    }
  }
  return null;
}

function structAt(doc: Y.Doc, client: number, clock: number): Y.Item | Y.GC {
  const structs = doc.store.clients.get(client) ?? [];
  const found = structs[Y.findIndexSS(structs, clock)];
  if (!found) throw new Error(`${client}:${clock} is not in the text`);
  return found;
}

function contentOf(doc: Y.Doc, client: number, clock: number): string | typeof GONE {
  const struct = structAt(doc, client, clock);
  return contentAt(struct, clock - struct.id.clock);
}

/** The `i`th unit of a struct, in a form that can be compared. */
function contentAt(struct: Y.Item | Y.GC | Y.Skip, i: number): string | typeof GONE {
  if (!(struct instanceof Y.Item)) return GONE;
  const { content } = struct;
  if (content instanceof Y.ContentDeleted) return GONE;
  if (content instanceof Y.ContentString) return `"${content.str[i]}`;
  if (content instanceof Y.ContentFormat) return `format ${content.key} ${JSON.stringify(content.value)}`;
  if (content instanceof Y.ContentAny) return `value ${JSON.stringify(content.arr[i])}`;
  if (content instanceof Y.ContentType) {
    return content.type instanceof Y.XmlElement ? `element ${content.type.nodeName}` : "text";
  }
  return content.constructor.name;
}

/** Yjs writes U+FFFD for the halves of a character that somebody has cut in two. */
function sameContent(a: string, b: string): boolean {
  const half = /^"[\ud800-\udfff\ufffd]$/;
  return a === b || (half.test(a) && half.test(b));
}

/** Whether two texts are the same: everything written, everything deleted. */
export function sameText(a: Y.Doc, b: Y.Doc): boolean {
  return Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b));
}
