import { chainCommands, joinBackward, setBlockType, splitBlock, toggleMark, wrapIn } from "prosemirror-commands";
import type { Node } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState, type Selection, TextSelection, type Transaction } from "prosemirror-state";
import { initProseMirrorDoc, updateYFragment } from "y-prosemirror";
import * as Y from "yjs";
import { letterSchema, newBlockId, ROOT_NAME } from "~/domain/letters/text/schema";

/** Numbers below `n` from a seed (mulberry32): the same run every time. */
export function seededRandom(seed: number): (n: number) => number {
  let a = seed >>> 0;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
}

const MAX_SIZE = 1_500;
const WORDS =
  "carta conjunta defensoras Haïti protección señora l’État 2,340 détention “asilo” families río 🕊 açúcar q’eqchi’ we ask".split(
    " ",
  );

/**
 * An editor without a screen: ProseMirror's own commands on a state, written into a Yjs document by y-prosemirror itself,
 * so that the updates are those of a real browser.
 */
export class SimulatedEditor {
  readonly doc: Y.Doc;
  readonly fragment: Y.XmlFragment;
  readonly undoManager: Y.UndoManager;
  /** Own updates that were not fetched yet. */
  #outbox: Uint8Array[] = [];

  /**
   * @param doc the document to write in, when somebody else sends what is written; by default one of its own
   */
  constructor(
    readonly personId: string,
    readonly random: (n: number) => number,
    doc?: Y.Doc,
  ) {
    this.doc = doc ?? new Y.Doc();
    this.fragment = this.doc.getXmlFragment(ROOT_NAME);
    this.undoManager = new Y.UndoManager(this.fragment, { trackedOrigins: new Set(["me"]), captureTimeout: 0 });
    if (doc) return;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "remote") this.#outbox.push(update);
    });
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, "remote");
  }

  /** Own updates since the last call as one, or null. */
  take(): Uint8Array | null {
    const out = this.#outbox;
    this.#outbox = [];
    return out.length === 0 ? null : Y.mergeUpdates(out);
  }

  /** One random edit. */
  edit(): void {
    const { random } = this;
    if (random(20) === 0) {
      if (random(2) === 0) this.undoManager.undo();
      else this.undoManager.redo();
      return;
    }
    const { doc: node, meta } = initProseMirrorDoc(this.fragment, letterSchema);
    const body = node.childCount === 0 ? letterSchema.node("doc", null, [letterSchema.node("paragraph")]) : node;
    const state = EditorState.create({ doc: body, selection: this.#selection(body) });
    let after: Transaction | null = null;
    const command = body.content.size > MAX_SIZE ? cut(random) : this.#command();
    command(state, (tr) => {
      after = tr;
    });
    const edited = after as Transaction | null;
    if (!edited?.docChanged) return;
    const withIds = giveIds(edited);
    this.doc.transact(() => updateYFragment(this.doc, this.fragment, withIds, meta as never), "me");
  }

  #selection(doc: Node): Selection {
    const size = doc.content.size;
    const from = this.random(size + 1);
    const to = this.random(8) === 0 ? Math.min(size, from + this.random(40)) : from;
    return TextSelection.between(doc.resolve(from), doc.resolve(to));
  }

  #command(): (state: EditorState, dispatch: (tr: Transaction) => void) => unknown {
    const { random } = this;
    const { nodes, marks } = letterSchema;
    const word = `${WORDS[random(WORDS.length)]}${random(4) === 0 ? ". " : " "}`;
    const many = (
      [
        () => setBlockType(nodes.heading, { level: 1 + random(3), id: newBlockId() }),
        () => setBlockType(nodes.paragraph, { id: newBlockId() }),
        () => wrapInList(nodes.bullet_list),
        () => wrapInList(nodes.ordered_list, { order: 1 + random(5) }),
        () => sinkListItem(nodes.list_item),
        () => liftListItem(nodes.list_item),
        () => wrapIn(nodes.blockquote),
        () => joinBackward,
        () => chainCommands(splitListItem(nodes.list_item), splitBlock),
        () => splitBlock,
        () => toggleMark(marks.strong),
        () => toggleMark(marks.em),
        () => toggleMark(marks.link, { href: "https://ejemplo.org/carta?n=1" }),
        () => (state: EditorState, dispatch: (tr: Transaction) => void) =>
          dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create())),
        () => (state: EditorState, dispatch: (tr: Transaction) => void) => dispatch(state.tr.deleteSelection()),
        () => (state: EditorState, dispatch: (tr: Transaction) => void) => {
          const from = Math.max(0, state.selection.from - 1 - random(30));
          dispatch(state.tr.delete(from, state.selection.from));
        },
      ] as const
    )[random(60)];
    if (many) return many();
    return (state, dispatch) => dispatch(state.tr.insertText(word));
  }
}

/** Takes a third of a text out, so that a long run stays quick. */
function cut(random: (n: number) => number) {
  return (state: EditorState, dispatch: (tr: Transaction) => void) => {
    const third = Math.floor(state.doc.content.size / 3);
    const from = random(third * 2);
    dispatch(state.tr.delete(from, from + third));
  };
}

/** What the editor's plugin does: each block without an id, or with one that was there before, gets a new one. */
function giveIds(tr: Transaction): Node {
  const seen = new Set<string>();
  tr.doc.descendants((node, pos) => {
    if (!node.isBlock) return false;
    const id: unknown = node.attrs.id;
    if (typeof id !== "string" || seen.has(id)) tr.setNodeAttribute(pos, "id", newBlockId());
    else seen.add(id);
    return true;
  });
  return tr.doc;
}

/** An update that only deletes [clock, clock + length) of a client. */
export function deleteSet(client: number, clock: number, length: number): Uint8Array {
  const out: number[] = [0, 1];
  const varUint = (n: number) => {
    let rest = n;
    while (rest > 127) {
      out.push(128 | (rest % 128));
      rest = Math.floor(rest / 128);
    }
    out.push(rest);
  };
  varUint(client);
  out.push(1);
  varUint(clock);
  varUint(length);
  return Uint8Array.from(out);
}
