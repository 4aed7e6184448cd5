import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { InputRule, inputRules, textblockTypeInputRule, undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { NodeType, ResolvedPos } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import type { Command, EditorState, Plugin } from "prosemirror-state";
import { canJoin, findWrapping } from "prosemirror-transform";
import { redoCommand, undoCommand } from "y-prosemirror";
import { letterSchema, MAX_LIST_DEPTH } from "~/domain/letters/text/schema";

const { nodes, marks } = letterSchema;

export type BlockStyle = "paragraph" | "heading1" | "heading2" | "heading3";

/** What the toolbar shows as pressed or possible. */
export type Look = {
  style: BlockStyle | "mixed";
  strong: boolean;
  em: boolean;
  link: string | null;
  bullets: boolean;
  numbers: boolean;
  quote: boolean;
  selection: boolean;
  canUndo: boolean;
  canRedo: boolean;
};

function depthOf($pos: ResolvedPos, types: readonly NodeType[]): number {
  let depth = 0;
  for (let d = $pos.depth; d > 0; d--) if (types.includes($pos.node(d).type)) depth++;
  return depth;
}

function listAround($pos: ResolvedPos): NodeType | null {
  for (let d = $pos.depth; d > 0; d--) {
    const { type } = $pos.node(d);
    if (type === nodes.bullet_list || type === nodes.ordered_list) return type;
  }
  return null;
}

export const bold: Command = toggleMark(marks.strong);
export const italic: Command = toggleMark(marks.em);
export const undoOwn: Command = undoCommand;
export const redoOwn: Command = redoCommand;

/** Turns the selected blocks into paragraphs or headings; they keep their ids. */
export function setStyle(style: BlockStyle): Command {
  return (state, dispatch) => {
    const type = style === "paragraph" ? nodes.paragraph : nodes.heading;
    const level = style === "paragraph" ? {} : { level: Number(style.slice(-1)) };
    const { from, to } = state.selection;
    const tr = state.tr;
    let possible = false;
    state.doc.nodesBetween(from, to, (node, pos) => {
      if (!node.isTextblock) return true;
      const $pos = state.doc.resolve(pos);
      const index = $pos.index();
      if (!$pos.parent.canReplaceWith(index, index + 1, type)) return false;
      possible = true;
      if (dispatch) tr.setNodeMarkup(pos, type, { id: node.attrs.id, ...level }, node.marks);
      return false;
    });
    if (dispatch && possible) dispatch(tr.scrollIntoView());
    return possible;
  };
}

/** Makes a list of the selected blocks, turns one kind of list into the other, or dissolves it. */
export function toggleList(type: NodeType): Command {
  return (state, dispatch, view) => {
    const { $from } = state.selection;
    const around = listAround($from);
    if (around === type) return liftListItem(nodes.list_item)(state, dispatch, view);
    if (around) {
      for (let d = $from.depth; d > 0; d--) {
        const node = $from.node(d);
        if (node.type !== around) continue;
        dispatch?.(state.tr.setNodeMarkup($from.before(d), type, { id: node.attrs.id }));
        return true;
      }
    }
    return wrapInList(type)(state, dispatch, view);
  };
}

export const bullets: Command = toggleList(nodes.bullet_list);
export const numbers: Command = toggleList(nodes.ordered_list);

/** Quotes the selected blocks or takes the quotation off. One level: letters do not quote quotations. */
export const quote: Command = (state, dispatch, view) => {
  if (depthOf(state.selection.$from, [nodes.blockquote]) > 0) return lift(state, dispatch, view);
  return wrapIn(nodes.blockquote)(state, dispatch, view);
};

const sink: Command = (state, dispatch, view) => {
  const { $from } = state.selection;
  if (depthOf($from, [nodes.list_item]) >= MAX_LIST_DEPTH) return listAround($from) !== null;
  return sinkListItem(nodes.list_item)(state, dispatch, view);
};

const hardBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

/** Sets the address of the selected words, or of the link that the caret is in. */
export function setLink(href: string): Command {
  return (state, dispatch) => {
    const range = linkRange(state) ?? state.selection;
    if (range.from === range.to) {
      dispatch?.(
        state.tr
          .insertText(href, range.from)
          .addMark(range.from, range.from + href.length, marks.link.create({ href })),
      );
      return true;
    }
    const tr = state.tr.removeMark(range.from, range.to, marks.link);
    dispatch?.(tr.addMark(range.from, range.to, marks.link.create({ href })).scrollIntoView());
    return true;
  };
}

export const removeLink: Command = (state, dispatch) => {
  const range = linkRange(state) ?? state.selection;
  if (range.from === range.to) return false;
  dispatch?.(state.tr.removeMark(range.from, range.to, marks.link));
  return true;
};

/** The whole link around an empty selection; null if there is none, or words are selected. */
function linkRange(state: EditorState): { from: number; to: number } | null {
  const { $from, empty } = state.selection;
  const mark = marks.link.isInSet($from.marks()) ?? marks.link.isInSet($from.nodeAfter?.marks ?? []);
  if (!empty || !mark) return null;
  const start = $from.start();
  let found: { from: number; to: number } | null = null;
  $from.parent.forEach((node, offset) => {
    const from = start + offset;
    const to = from + node.nodeSize;
    if (!mark.isInSet(node.marks)) {
      if (found && found.to < $from.pos) found = null;
    } else if (found && found.to === from) found = { from: found.from, to };
    else if (!found || found.to < $from.pos) found = { from, to };
  });
  return found;
}

export function lookOf(state: EditorState): Look {
  const { $from, from, to, empty } = state.selection;
  const styles = new Set<BlockStyle>();
  state.doc.nodesBetween(from, to, (node) => {
    if (!node.isTextblock) return true;
    styles.add(node.type === nodes.heading ? (`heading${node.attrs.level}` as BlockStyle) : "paragraph");
    return false;
  });
  const stored = state.storedMarks ?? $from.marks();
  const has = (type: (typeof marks)[keyof typeof marks]) =>
    empty ? Boolean(type.isInSet(stored)) : state.doc.rangeHasMark(from, to, type);
  const range = empty ? linkRange(state) : null;
  let link: string | null = null;
  state.doc.nodesBetween(range?.from ?? from, range?.to ?? to, (node) => {
    link ??= marks.link.isInSet(node.marks)?.attrs.href ?? null;
  });
  const [style] = styles;
  const list = listAround($from);
  return {
    style: styles.size === 1 && style ? style : "mixed",
    strong: has(marks.strong),
    em: has(marks.em),
    link: empty && !range ? null : link,
    bullets: list === nodes.bullet_list,
    numbers: list === nodes.ordered_list,
    quote: depthOf($from, [nodes.blockquote]) > 0,
    selection: !empty,
    canUndo: undoOwn(state),
    canRedo: redoOwn(state),
  };
}

/** Keys as in other editors; `link` and `comment` open what only the interface can show. */
export function keys({ link, comment }: { link: Command; comment: Command }): Plugin[] {
  const bound: Record<string, Command> = {
    "Mod-z": undoOwn,
    "Mod-y": redoOwn,
    "Shift-Mod-z": redoOwn,
    "Mod-b": bold,
    "Mod-i": italic,
    "Mod-k": link,
    "Mod-Alt-m": comment,
    "Mod-Alt-0": setStyle("paragraph"),
    "Mod-Alt-1": setStyle("heading1"),
    "Mod-Alt-2": setStyle("heading2"),
    "Mod-Alt-3": setStyle("heading3"),
    "Shift-Mod-7": numbers,
    "Shift-Mod-8": bullets,
    "Shift-Mod-9": quote,
    Enter: splitListItem(nodes.list_item),
    "Shift-Enter": hardBreak,
    "Mod-Enter": hardBreak,
    // Outside of lists Tab moves on to the next control, so that nobody is caught in the text.
    Tab: sink,
    "Shift-Tab": liftListItem(nodes.list_item),
    Backspace: chainCommands(undoInputRule, backToParagraph),
  };
  return [keymap(bound), keymap(baseKeymap)];
}

/** At the start of a heading Backspace makes it a paragraph first. */
const backToParagraph: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.parent.type !== nodes.heading) return false;
  return setBlockType(nodes.paragraph, { id: $from.parent.attrs.id })(state, dispatch, view);
};

/** Wraps the paragraph that begins with `match`; joins a list of the same kind that ends right before. Not inside of lists. */
function wrappingRule(
  match: RegExp,
  type: NodeType,
  attrs: (match: RegExpMatchArray) => Record<string, unknown> = () => ({}),
) {
  return new InputRule(match, (state, found, start, end) => {
    if (listAround(state.selection.$from) || depthOf(state.selection.$from, [nodes.blockquote]) > 0) return null;
    const tr = state.tr.delete(start, end);
    const $start = tr.doc.resolve(start);
    const range = $start.blockRange();
    const wrapping = range && findWrapping(range, type, attrs(found));
    if (!range || !wrapping) return null;
    tr.wrap(range, wrapping);
    const before = tr.doc.resolve(start - 1).nodeBefore;
    if (type !== nodes.blockquote && before?.type === type && canJoin(tr.doc, start - 1)) tr.join(start - 1);
    return tr;
  });
}

/** What is made of `- `, `1. `, `> `, `# ` at the start of a paragraph, and of three dots. */
export function typing(): Plugin {
  return inputRules({
    rules: [
      wrappingRule(/^\s*[-*•]\s$/u, nodes.bullet_list),
      wrappingRule(/^(\d{1,3})[.)]\s$/, nodes.ordered_list, (match) => ({ order: Math.max(1, Number(match[1])) })),
      wrappingRule(/^\s*>\s$/, nodes.blockquote),
      textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (match) => ({ level: match[1]?.length ?? 1 })),
      new InputRule(/\.\.\.$/, "…"),
    ],
  });
}
