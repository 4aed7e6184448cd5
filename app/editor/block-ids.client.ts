import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { ySyncPluginKey } from "y-prosemirror";
import { newBlockId } from "~/domain/letters/text/schema";

/**
 * Gives each block an id, and a new one where an id stands twice: a paragraph that was split or pasted. Of two blocks with
 * one id the one with words keeps it, so that pressing Enter at the start of a paragraph moves neither it nor its comments.
 * Only what is edited here is mended; whoever edits elsewhere mends theirs.
 */
export function blockIds(): Plugin {
  return new Plugin({
    appendTransaction(transactions, _before, state) {
      const ours = transactions.some((tr) => tr.docChanged && !tr.getMeta(ySyncPluginKey)?.isChangeOrigin);
      if (!ours) return null;
      const seen = new Map<string, { pos: number; node: Node }>();
      const renew: number[] = [];
      state.doc.descendants((node, pos) => {
        if (!node.isBlock) return false;
        const id: unknown = node.attrs.id;
        const first = typeof id === "string" ? seen.get(id) : undefined;
        if (typeof id !== "string") renew.push(pos);
        else if (!first) seen.set(id, { pos, node });
        else if (first.node.content.size === 0 && node.content.size > 0) {
          renew.push(first.pos);
          seen.set(id, { pos, node });
        } else renew.push(pos);
        return !node.isTextblock;
      });
      if (renew.length === 0) return null;
      const tr = state.tr;
      for (const pos of renew) tr.setNodeAttribute(pos, "id", newBlockId());
      // Marks that were about to be typed would be lost.
      return tr.setStoredMarks(state.storedMarks);
    },
  });
}
