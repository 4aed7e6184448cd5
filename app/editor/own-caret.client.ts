import { Plugin, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { ySyncPluginKey } from "y-prosemirror";
import { relativePosition } from "./positions.client";

/**
 * Lets the editor read the caret that is on screen, where the browser has not told it yet. Browsers tell late when they are busy: a key, or
 * what arrives from others, would then act on the caret as it was before, and put it back there.
 */
export function readCaret(view: EditorView): void {
  // An input method at work owns the selection.
  if (view.isDestroyed || view.composing || !view.hasFocus()) return;
  // The view reads the selection anew when it hears this, and does nothing if it is the one it knows.
  view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
}

/**
 * Mends three things about the own caret that the plugins below it leave open. Stands before ySyncPlugin.
 *
 * - When somebody else writes at the very place of the caret, it stays behind the letter that it follows. The binding would keep it before
 *   the letter that it precedes; at the end of a paragraph there is none, so the words of two people who write there at once would
 *   be shuffled into each other letter by letter.
 * - Bold that was just switched on for the next word outlives what arrives from others meanwhile.
 * - A key acts at the caret that is on screen: Enter right after Home would split the paragraph where the caret had been before. A click
 *   that brings the focus puts the caret where it was made: the view, asked a moment later, would restore the one it knew.
 */
export function ownCaret(): Plugin {
  return new Plugin({
    appendTransaction(transactions, before, state) {
      const arrived = transactions.some((tr) => tr.getMeta(ySyncPluginKey)?.isChangeOrigin);
      if (!arrived || !before.storedMarks || state.storedMarks || !state.selection.empty) return null;
      return state.tr.setStoredMarks(before.storedMarks);
    },
    props: {
      handleDOMEvents: {
        keydown(view, event) {
          // 229: an input method is about to begin.
          if (event.keyCode !== 229) readCaret(view);
          return false;
        },
        mousedown(view) {
          // The browser moves the caret after this.
          setTimeout(() => readCaret(view));
          return false;
        },
      },
    },
    view(view) {
      const { doc } = ySyncPluginKey.getState(view.state);
      // The binding remembers its own position only where none is remembered, and is asked after this.
      const remember = () => {
        const { binding } = ySyncPluginKey.getState(view.state);
        const { selection } = view.state;
        if (!binding || binding.beforeTransactionSelection !== null) return;
        if (!(selection instanceof TextSelection) || !selection.empty) return;
        const position = relativePosition(view.state, selection.head, "before");
        if (position) binding.beforeTransactionSelection = { type: "text", anchor: position, head: position };
      };
      doc.on("beforeAllTransactions", remember);
      return { destroy: () => doc.off("beforeAllTransactions", remember) };
    },
  });
}
