import * as Y from "yjs";
import { normalizeDoc } from "./normalize";
import { type LetterDoc, ROOT_NAME } from "./schema";

/**
 * The body of a letter out of its shared document, as valid plain JSON. Written out by hand instead of
 * `XmlFragment.toString()`, which would hand a `<script>` through untouched.
 */
export function yjsToJson(doc: Y.Doc): LetterDoc {
  return normalizeDoc({ type: "doc", content: doc.getXmlFragment(ROOT_NAME).toArray().flatMap(readNode) });
}

/** The body of a letter out of an encoded Yjs state or several updates of one document, in any order. */
export function updatesToJson(updates: readonly Uint8Array[]): LetterDoc {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  const json = yjsToJson(doc);
  doc.destroy();
  return json;
}

function readNode(node: unknown): unknown[] {
  if (node instanceof Y.XmlText) return readText(node);
  if (node instanceof Y.XmlElement) {
    return [{ type: node.nodeName, attrs: node.getAttributes(), content: node.toArray().flatMap(readNode) }];
  }
  return [];
}

function readText(text: Y.XmlText): unknown[] {
  const delta: { insert: unknown; attributes?: Record<string, unknown> }[] = text.toDelta();
  return delta.map(({ insert, attributes }) => ({
    type: "text",
    text: insert,
    marks: Object.entries(attributes ?? {}).map(([type, attrs]) => ({ type, attrs })),
  }));
}
