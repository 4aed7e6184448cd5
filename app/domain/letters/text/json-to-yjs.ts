import * as Y from "yjs";
import { normalizeDoc } from "./normalize";
import { type LetterDoc, type LetterMark, type LetterNode, newBlockId, ROOT_NAME } from "./schema";

/**
 * The encoded Yjs state of a new document with this body, for seeds, imports and the first moment of a letter. Blocks
 * without an id get one, so that comments can hang on them from the start.
 */
export function jsonToUpdate(body: LetterDoc): Uint8Array {
  const doc = new Y.Doc();
  writeBody(doc, body);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/**
 * The update that turns the present text into another one, as a new edit on top of it: restoring a version is an edit
 * like any other, so that nobody's later work is lost from the history.
 *
 * @param updates the document as it is: its encoded state, or a state and what came after
 */
export function replacementUpdate(updates: readonly Uint8Array[], body: LetterDoc): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  const before = Y.encodeStateVector(doc);
  doc.transact(() => {
    const fragment = doc.getXmlFragment(ROOT_NAME);
    fragment.delete(0, fragment.length);
    writeBody(doc, body);
  });
  const update = Y.encodeStateAsUpdate(doc, before);
  doc.destroy();
  return update;
}

function writeBody(doc: Y.Doc, body: LetterDoc): void {
  const fragment = doc.getXmlFragment(ROOT_NAME);
  doc.transact(() => fragment.insert(0, writeNodes(normalizeDoc(body).content)));
}

/** Neighbouring texts become one shared text, as y-prosemirror writes them. */
function writeNodes(nodes: readonly LetterNode[]): (Y.XmlElement | Y.XmlText)[] {
  const out: (Y.XmlElement | Y.XmlText)[] = [];
  let run: { insert: string; attributes: Record<string, object> }[] = [];
  const endRun = () => {
    if (run.length === 0) return;
    const text = new Y.XmlText();
    text.applyDelta(run);
    out.push(text);
    run = [];
  };
  for (const node of nodes) {
    if (node.type === "text") run.push({ insert: node.text, attributes: markAttributes(node.marks) });
    else {
      endRun();
      out.push(writeElement(node));
    }
  }
  endRun();
  return out;
}

function writeElement(node: Exclude<LetterNode, { type: "text" }>): Y.XmlElement {
  const element = new Y.XmlElement<{ [key: string]: string | number }>(node.type);
  if (node.type === "hard_break") return element as unknown as Y.XmlElement;
  element.setAttribute("id", node.attrs.id ?? newBlockId());
  if (node.type === "heading") element.setAttribute("level", node.attrs.level);
  if (node.type === "ordered_list") element.setAttribute("order", node.attrs.order);
  element.insert(0, writeNodes(node.content ?? []));
  return element as unknown as Y.XmlElement;
}

function markAttributes(marks: readonly LetterMark[] | undefined): Record<string, object> {
  const attributes: Record<string, object> = {};
  for (const mark of marks ?? []) attributes[mark.type] = mark.type === "link" ? { href: mark.attrs.href } : {};
  return attributes;
}
