import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { paragraphNumbers } from "~/domain/letters/text/outline";
import type { LetterDoc } from "~/domain/letters/text/schema";

type State = { decorations: DecorationSet };

/**
 * Paragraph numbers in the gutter, a bar beside the block with the caret, and a hint in an empty letter. All are classes and
 * data attributes on the blocks, drawn by the style sheet: nothing that a caret could fall into.
 */
export function paragraphs(hint: string): Plugin<State> {
  const build = (doc: import("prosemirror-model").Node, head: number): State => {
    const numbers = paragraphNumbers(doc.toJSON() as LetterDoc);
    const decorations: Decoration[] = [];
    doc.forEach((node, offset, index) => {
      const number = numbers[index];
      const active = head > offset && head < offset + node.nodeSize;
      const attrs: Record<string, string> = { class: active ? "para para--active" : "para" };
      if (number) attrs["data-no"] = String(number);
      if (doc.childCount === 1 && node.isTextblock && node.content.size === 0) attrs["data-hint"] = hint;
      decorations.push(Decoration.node(offset, offset + node.nodeSize, attrs));
    });
    return { decorations: DecorationSet.create(doc, decorations) };
  };
  const plugin: Plugin<State> = new Plugin<State>({
    state: {
      init: (_, state) => build(state.doc, state.selection.head),
      apply: (tr, value, before, state) =>
        tr.docChanged || !before.selection.eq(state.selection) ? build(tr.doc, state.selection.head) : value,
    },
    props: { decorations: (state) => plugin.getState(state)?.decorations },
  });
  return plugin;
}
