import type { EditorState } from "prosemirror-state";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";

/** The position in this state of an encoded relative position; null if what it pointed at is gone. */
export function toAbsolute(state: EditorState, encoded: Uint8Array): number | null {
  const sync = ySyncPluginKey.getState(state);
  if (!sync?.binding || sync.binding.mapping.size === 0) return null;
  try {
    const position = relativePositionToAbsolutePosition(
      sync.doc,
      sync.type,
      Y.decodeRelativePosition(encoded),
      sync.binding.mapping,
    );
    return position === null ? null : Math.max(0, Math.min(position, state.doc.content.size));
  } catch {
    // Bytes that are no position, or one in a text that was replaced.
    return null;
  }
}

/**
 * A position that keeps its place while others write; null before the text is bound.
 *
 * @param side the letter it stays with: the one before it or the one after it. At the end of a paragraph there is none after it, and a
 *   position that stays with the one after moves behind everything that is written there.
 */
export function relativePosition(
  state: EditorState,
  position: number,
  side: "before" | "after",
): Y.RelativePosition | null {
  const sync = ySyncPluginKey.getState(state);
  if (!sync?.binding || sync.binding.mapping.size === 0) return null;
  try {
    const after: Y.RelativePosition = absolutePositionToRelativePosition(position, sync.type, sync.binding.mapping);
    if (side === "after") return after;
    const at = Y.createAbsolutePositionFromRelativePosition(after, sync.doc);
    if (!at || !(at.type instanceof Y.XmlText) || at.index === 0) return after;
    return Y.createRelativePositionFromTypeIndex(at.type, at.index, -1);
  } catch {
    return null;
  }
}

/** The same, encoded. */
export function toRelative(state: EditorState, position: number, side: "before" | "after"): Uint8Array | null {
  const relative = relativePosition(state, position, side);
  return relative && Y.encodeRelativePosition(relative);
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
