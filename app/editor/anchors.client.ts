import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { ySyncPluginKey } from "y-prosemirror";
import { fromBase64, toAbsolute } from "./positions.client";

/** A passage that a comment thread hangs on. `from` and `to` are encoded relative positions in base64. */
export type Anchor = { id: string; from: string; to: string; active?: boolean };

const key = new PluginKey<{ anchors: readonly Anchor[]; decorations: DecorationSet }>("anchors");

/** Marks the passages with comments. The marks are not part of the shared text: comments are rows of their own. */
export function anchors(onClick: (id: string) => void) {
  const build = (state: EditorState, list: readonly Anchor[]) => {
    const decorations = list.flatMap((anchor) => {
      const from = toAbsolute(state, fromBase64(anchor.from));
      const to = toAbsolute(state, fromBase64(anchor.to));
      if (from === null || to === null || from >= to) return [];
      const look = anchor.active ? "comment-anchor comment-anchor--active" : "comment-anchor";
      return [Decoration.inline(from, to, { class: look, "data-thread": anchor.id }, { thread: anchor.id })];
    });
    return { anchors: list, decorations: DecorationSet.create(state.doc, decorations) };
  };
  return new Plugin<{ anchors: readonly Anchor[]; decorations: DecorationSet }>({
    key,
    state: {
      init: () => ({ anchors: [], decorations: DecorationSet.empty }),
      apply(tr, value, _before, state) {
        const given: readonly Anchor[] | undefined = tr.getMeta(key);
        if (given || tr.getMeta(ySyncPluginKey)?.isChangeOrigin) return build(state, given ?? value.anchors);
        return { anchors: value.anchors, decorations: value.decorations.map(tr.mapping, tr.doc) };
      },
    },
    props: {
      decorations: (state) => key.getState(state)?.decorations,
      handleClick(_view, _pos, event) {
        const thread = (event.target as Element | null)?.closest?.("[data-thread]")?.getAttribute("data-thread");
        if (thread) onClick(thread);
        return false;
      },
    },
  });
}

export function setAnchors(view: EditorView, list: readonly Anchor[]): void {
  view.dispatch(view.state.tr.setMeta(key, list).setMeta("addToHistory", false));
}

/** Brings a passage into sight and puts the caret there. */
export function anchorRange(view: EditorView, id: string): { from: number; to: number } | null {
  const found = key
    .getState(view.state)
    ?.decorations.find(undefined, undefined, (spec: { thread?: string }) => spec.thread === id)[0];
  return found ? { from: found.from, to: found.to } : null;
}
