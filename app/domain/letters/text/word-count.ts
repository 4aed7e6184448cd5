import { plainText } from "./plain-text";
import type { LetterDoc } from "./schema";

// Letters and digits with what may stand inside a word: apostrophes (Q’eqchi’), hyphens, points in numbers.
const WORD = /[\p{L}\p{M}\p{N}]+(?:[’'ʼ·.,\-‐‑@_/][\p{L}\p{M}\p{N}]+)*/gu;

/** Number of words in a body or a text, as people count them: "Port-au-Prince" and "2,340" are one each. */
export function countWords(text: LetterDoc | string): number {
  return (typeof text === "string" ? text : plainText(text)).match(WORD)?.length ?? 0;
}
