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

/** A position that keeps its place while others write, encoded; null before the text is bound. */
export function toRelative(state: EditorState, position: number): Uint8Array | null {
  const sync = ySyncPluginKey.getState(state);
  if (!sync?.binding || sync.binding.mapping.size === 0) return null;
  try {
    return Y.encodeRelativePosition(absolutePositionToRelativePosition(position, sync.type, sync.binding.mapping));
  } catch {
    return null;
  }
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
