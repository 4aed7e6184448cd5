import { cleanText } from "./normalize";

/** What somebody pasted to have it checked, brought nearer to the canonical form without guessing what is missing. Pure. */

/** Line ends, blanks at line ends, NFC, one line feed at the end: as the canonical form has them. */
export function normalizePasted(text: string): string {
  const lines = text
    .split(/\r\n?|\n/)
    .map((line) => cleanText(line).replace(/\s+$/u, ""))
    .join("\n")
    .normalize("NFC")
    .replace(/^\n+|\n+$/g, "");
  return `${lines}\n`;
}

/** The lines of the head (subject, recipients, date) without their labels, and the body, of a canonical text. */
export function canonicalParts(canonical: string): { head: string[]; body: string } {
  const end = canonical.indexOf("\n\n");
  const head = (end < 0 ? canonical : canonical.slice(0, end)).split("\n").slice(1);
  return {
    head: head.map((line) => line.replace(/^(?:subject|to|cc|date): |^ {2}/, "")),
    body: end < 0 ? "" : canonical.slice(end + 2),
  };
}

/**
 * A pasted text without what pages put between its lines: numbers of paragraphs and pages, and the footer with the hash. Only
 * whole lines go, and only from what was pasted: a letter in which such a line is part of the text is then not recognized, and never
 * recognized wrongly.
 */
export function withoutPageMarks(text: string): string {
  return text
    .split(/\r\n?|\n|\f/)
    .filter(
      (line) => !/^\s*(?:\d{1,3}|\d{1,3} (?:of|de) \d{1,3})\s*$/.test(line) && !/sha-?256\s*[0-9a-f]{16}/i.test(line),
    )
    .join("\n");
}

/**
 * The words alone: no blanks, line breaks, soft hyphens, list marks or heading marks, which every way of copying changes. Letters, digits
 * and all other signs stay as they are.
 */
export function foldWords(text: string): string {
  return text
    .normalize("NFC")
    .split(/\r\n?|\n/)
    .map((line) => line.replace(/^(?:>\s?)*\s*(?:#{1,6}\s+|[-•·▪]\s+|\d{1,3}[.)]\s+)?/u, ""))
    .join("")
    .replace(/[\s\u00ad\u200b\ufeff]+/gu, "");
}
