import type { LetterDoc, LetterNode } from "./schema";

/** The words inside one node; a hard break is a line feed. Nested blocks are parted by line feeds. */
export function nodeText(node: LetterNode): string {
  if (node.type === "text") return node.text;
  if (node.type === "hard_break") return "\n";
  const inline = node.type === "paragraph" || node.type === "heading";
  return (node.content ?? []).map(nodeText).join(inline ? "" : "\n");
}

/** The words of a whole body without any markup: for search, previews and counting. Blocks are parted by a blank line. */
export function plainText(doc: LetterDoc): string {
  return doc.content
    .map(nodeText)
    .filter((text) => text.trim() !== "")
    .join("\n\n");
}
