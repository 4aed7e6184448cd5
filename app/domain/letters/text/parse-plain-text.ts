import { cleanText, normalizeDoc } from "./normalize";
import { type LetterDoc, type LetterNode, newBlockId } from "./schema";

/** Lines that are all shorter than this and stand together are an address or a list of names: each keeps its line. */
const SHORT_LINE = 48;
/** Longer lines were not wrapped by hand: each is a paragraph of its own. */
const WRAPPED_LINE = 110;

const BULLET = /^\s*[-*•–·]\s+(?=\S)/u;
const NUMBER = /^\s*(\d{1,4})[.)]\s+(?=\S)/u;
const HEADING = /^(#{1,3})\s+(?=\S)/u;

/**
 * A body out of plain text, for seeds, imports and pasting without format. A blank line ends a paragraph. Lines starting
 * with `- `, `* `, `• ` or `1. ` make lists, `# ` to `### ` headings. Other lines that stand together are joined when they look
 * hard-wrapped, kept apart by breaks when they are all short, and paragraphs of their own when long.
 */
export function parsePlainText(text: string): LetterDoc {
  const content = text
    .replace(/\r\n?/g, "\n")
    .split(/\n(?:[^\S\n]*\n)+/)
    .flatMap((chunk) => parseChunk(chunk.split("\n").filter((line) => line.trim() !== "")));
  return normalizeDoc({ type: "doc", content });
}

function parseChunk(lines: string[]): LetterNode[] {
  const out: LetterNode[] = [];
  let plain: string[] = [];
  const endPlain = () => {
    out.push(...parseLines(plain));
    plain = [];
  };
  for (const line of lines) {
    const heading = HEADING.exec(line);
    const number = NUMBER.exec(line);
    const bullet = BULLET.exec(line);
    if (heading?.[1]) {
      endPlain();
      out.push({
        type: "heading",
        attrs: { id: newBlockId(), level: heading[1].length },
        content: inline([line.slice(heading[0].length)]),
      });
    } else if (number || bullet) {
      endPlain();
      addItem(out, line.slice((number ?? bullet)?.[0].length), number ? Number(number[1]) : null);
    } else plain.push(line);
  }
  endPlain();
  return out;
}

/** Adds an item to the list that stands last, or starts a list. */
function addItem(out: LetterNode[], text: string, number: number | null): void {
  const item: LetterNode = { type: "list_item", attrs: { id: newBlockId() }, content: [paragraph([text])] };
  const last = out.at(-1);
  if (number === null && last?.type === "bullet_list") last.content?.push(item);
  else if (number !== null && last?.type === "ordered_list") last.content?.push(item);
  else if (number === null) out.push({ type: "bullet_list", attrs: { id: newBlockId() }, content: [item] });
  else out.push({ type: "ordered_list", attrs: { id: newBlockId(), order: Math.max(1, number) }, content: [item] });
}

function parseLines(lines: string[]): LetterNode[] {
  if (lines.length === 0) return [];
  const longest = Math.max(...lines.map((line) => line.trim().length));
  if (longest > WRAPPED_LINE) return lines.map((line) => paragraph([line]));
  if (longest <= SHORT_LINE) return [paragraph(lines)];
  return [paragraph([lines.map((line) => line.trim()).join(" ")])];
}

function paragraph(lines: string[]): LetterNode {
  return { type: "paragraph", attrs: { id: newBlockId() }, content: inline(lines) };
}

function inline(lines: string[]): LetterNode[] {
  return lines.flatMap((line, index): LetterNode[] => {
    const text = cleanText(line).trim();
    const words: LetterNode[] = text === "" ? [] : [{ type: "text", text }];
    return index === 0 ? words : [{ type: "hard_break" }, ...words];
  });
}
