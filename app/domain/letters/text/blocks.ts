import { paragraphNumbers } from "./outline";
import { isSafeHref, type LetterDoc, type LetterNode } from "./schema";

/** A stretch of text with one look. A hard break is a line feed in `text`. */
export type TextRun = { text: string; bold: boolean; italic: boolean; href: string | null };

/** One paragraph, heading or paragraph of a list item, flat and in order: what a typesetter needs. */
export type TextBlock = {
  type: "paragraph" | "heading" | "item";
  /** Heading level 1 to 3, else 0. */
  level: number;
  /** In how many quotations it stands. */
  quote: number;
  /** In how many lists it stands: 0 outside of lists, 1 in a list, 2 in a list in a list. */
  depth: number;
  /** "•" or "3." before the first paragraph of a list item, else null. */
  marker: string | null;
  /** Paragraph number of a top-level paragraph, else null. */
  number: number | null;
  blockId: string | null;
  runs: TextRun[];
};

/** A body as a flat list of blocks. Blocks without words are left out. Links are checked once more. */
export function toBlocks(doc: LetterDoc): TextBlock[] {
  const out: TextBlock[] = [];
  const numbers = paragraphNumbers(doc);
  doc.content.forEach((node, index) => {
    addBlocks(out, node, { quote: 0, depth: 0, marker: null, number: numbers[index] ?? null });
  });
  return out;
}

type Place = { quote: number; depth: number; marker: string | null; number: number | null };

function addBlocks(out: TextBlock[], node: LetterNode, place: Place): void {
  switch (node.type) {
    case "text":
    case "hard_break":
      return;
    case "paragraph":
    case "heading": {
      const runs = toRuns(node.content ?? []);
      if (runs.every((run) => run.text.trim() === "")) return;
      const type = node.type === "heading" ? "heading" : place.depth > 0 ? "item" : "paragraph";
      out.push({ ...place, type, level: node.type === "heading" ? node.attrs.level : 0, blockId: node.attrs.id, runs });
      return;
    }
    case "blockquote":
      addAll(out, node.content, { ...place, quote: place.quote + 1, number: null });
      return;
    case "bullet_list":
    case "ordered_list": {
      let next = node.type === "ordered_list" ? node.attrs.order : 0;
      for (const item of node.content ?? []) {
        const marker = node.type === "ordered_list" ? `${next++}.` : "•";
        addBlocks(out, item, { ...place, depth: place.depth + 1, marker, number: null });
      }
      return;
    }
    case "list_item":
      addAll(out, node.content, place);
  }
}

/** Only the first block that comes out of an item carries its marker. */
function addAll(out: TextBlock[], nodes: LetterNode[] | undefined, place: Place): void {
  let marker = place.marker;
  for (const node of nodes ?? []) {
    const before = out.length;
    addBlocks(out, node, { ...place, marker });
    if (out.length > before) marker = null;
  }
}

function toRuns(nodes: LetterNode[]): TextRun[] {
  const runs: TextRun[] = [];
  for (const node of nodes) {
    if (node.type !== "text" && node.type !== "hard_break") continue;
    const marks = node.marks ?? [];
    const link = marks.find((mark) => mark.type === "link");
    const run = {
      text: node.type === "text" ? node.text : "\n",
      bold: marks.some((mark) => mark.type === "strong"),
      italic: marks.some((mark) => mark.type === "em"),
      href: link && isSafeHref(link.attrs.href) ? link.attrs.href : null,
    };
    const last = runs.at(-1);
    const alike = last && last.bold === run.bold && last.italic === run.italic && last.href === run.href;
    if (alike) last.text += run.text;
    else runs.push(run);
  }
  return runs;
}
