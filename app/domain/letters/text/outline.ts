import { nodeText } from "./plain-text";
import type { LetterDoc } from "./schema";

/** One line of the outline beside a letter. */
export type OutlineEntry = {
  /** Position among the body's top-level blocks. */
  index: number;
  blockId: string | null;
  /** Paragraph number as printed in the gutter; null for headings. */
  number: number | null;
  /** Heading level 1 to 3; 0 for a paragraph. */
  level: number;
  /** First words of the block. */
  label: string;
};

const SALUTATION_MAX = 80;
const LABEL_MAX = 48;

/**
 * Numbers of the paragraphs of a body: the top-level paragraphs with words, but not the salutation ("Dear Secretary:",
 * a short first paragraph that ends in a comma or colon) and not the closing ("Respectfully,", a short last one).
 *
 * @returns for each top-level block its number, or null
 */
export function paragraphNumbers(doc: LetterDoc): (number | null)[] {
  const texts = doc.content.map((node) => (node.type === "paragraph" ? nodeText(node).trim() : ""));
  const first = texts.findIndex((text) => text !== "");
  const last = texts.findLastIndex((text) => text !== "");
  let number = 0;
  return texts.map((text, index) => {
    if (text === "") return null;
    const short = text.length <= SALUTATION_MAX;
    if (short && index === first && /[:,]$/.test(text) && first !== last) return null;
    if (short && index === last && /,$/.test(text)) return null;
    number += 1;
    return number;
  });
}

/** Headings and numbered paragraphs in order, with their first words. */
export function outline(doc: LetterDoc): OutlineEntry[] {
  const numbers = paragraphNumbers(doc);
  return doc.content.flatMap((node, index) => {
    if (node.type !== "paragraph" && node.type !== "heading") return [];
    const text = nodeText(node).replace(/\s+/g, " ").trim();
    const number = numbers[index] ?? null;
    if (text === "" || (node.type === "paragraph" && number === null)) return [];
    const level = node.type === "heading" ? node.attrs.level : 0;
    return [{ index, blockId: node.attrs.id, number, level, label: shorten(text) }];
  });
}

/** First words, cut at a blank. */
function shorten(text: string): string {
  if (text.length <= LABEL_MAX) return text;
  const cut = text.slice(0, LABEL_MAX);
  const blank = cut.lastIndexOf(" ");
  return `${cut.slice(0, blank > LABEL_MAX / 2 ? blank : LABEL_MAX).replace(/[\s,;:.–—-]+$/u, "")}…`;
}
