import * as Y from "yjs";
import { ROOT_NAME } from "~/domain/letters/text/schema";
import type { KeptLetter } from "./letter-store.client";

/**
 * What somebody wrote that the server never confirmed, out of what their device kept: each paragraph that holds such words, as it stood
 * there; where the text around them is not on the device, the words alone. In the order of the text; words that were deleted again
 * are left out.
 *
 * @param saved the text as others have it: whole paragraphs that it holds arrived after all, and are left out
 */
export function unsavedWords(kept: KeptLetter, saved = ""): string[] {
  const doc = new Y.Doc();
  if (kept.state) Y.applyUpdate(doc, kept.state);
  for (const { update } of kept.operations) Y.applyUpdate(doc, update);
  const updates = kept.operations.map(({ update }) => Y.decodeUpdate(update));
  const written = updates.flatMap(({ structs }) => structs);
  const isWritten = (item: Y.Item) =>
    written.some(
      ({ id, length }) =>
        id.client === item.id.client && id.clock < item.id.clock + item.length && item.id.clock < id.clock + length,
    );
  const isDeleted = (client: number, clock: number) =>
    updates.some(({ ds }) =>
      ds.clients.get(client)?.some((gone) => gone.clock <= clock && clock < gone.clock + gone.len),
    );
  const found = doc
    .getXmlFragment(ROOT_NAME)
    .toArray()
    .flatMap((node) => paragraphsIn(node, isWritten))
    .filter((words) => !withoutSpace(saved).includes(withoutSpace(words)));
  const known = Y.decodeStateVector(Y.encodeStateVector(doc));
  doc.destroy();
  let loose = "";
  let last: Y.Item | undefined;
  for (const struct of written) {
    const { client, clock } = struct.id;
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
    if (clock < (known.get(client) ?? 0)) continue;
    if (last && !follows(struct, last)) loose += "\n";
    // Yjs counts in UTF-16 units, as strings do.
    const units = struct.content.str.split("");
    loose += units.filter((_, at) => !isDeleted(client, clock + at)).join("");
    last = struct;
  }
  return [...found, ...loose.split("\n")].filter((words) => words.trim() !== "");
}

const withoutSpace = (text: string): string => text.replace(/\s+/g, "");

/** Whether it was written right behind the other one. */
function follows(item: Y.Item, other: Y.Item): boolean {
  return item.origin?.client === other.id.client && item.origin.clock === other.id.clock + other.length - 1;
}

/** The paragraphs and headings of a block that hold words of which it is so. */
function paragraphsIn(node: unknown, isWritten: (item: Y.Item) => boolean): string[] {
  if (!(node instanceof Y.XmlElement)) return [];
  const children = node.toArray();
  if (!children.some((child) => child instanceof Y.XmlText)) {
    return children.flatMap((child) => paragraphsIn(child, isWritten));
  }
  const texts = children.filter((child) => child instanceof Y.XmlText);
  if (!texts.some((text) => holds(text, isWritten))) return [];
  const words = children.map((child) => (child instanceof Y.XmlText ? plain(child) : "\n")).join("");
  return [words];
}

function holds(text: Y.XmlText, isWritten: (item: Y.Item) => boolean): boolean {
  for (let item = text._start; item; item = item.right) {
    if (!item.deleted && item.countable && isWritten(item)) return true;
  }
  return false;
}

const plain = (text: Y.XmlText): string =>
  text
    .toDelta()
    .map(({ insert }: { insert: unknown }) => (typeof insert === "string" ? insert : ""))
    .join("");
