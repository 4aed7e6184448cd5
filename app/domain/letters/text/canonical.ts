import { cleanText } from "./normalize";
import type { LetterDoc, LetterNode } from "./schema";

/** One recipient as it is hashed: its lines (name, office, address …) in the order in which the letter shows them. */
export type CanonicalRecipient = { kind: "to" | "cc"; lines: readonly string[] };

export type CanonicalInput = {
  /** Title or subject of the letter. */
  subject: string;
  recipients: readonly CanonicalRecipient[];
  /** The date as the letter shows it; empty if it shows none. */
  dateLine: string;
  doc: LetterDoc;
};

/** First line of every canonical text. Another form would need another number, so that old hashes stay verifiable. */
export const CANONICAL_FORM = "conjunta-text/1";

/**
 * The canonical text of one language version: what is hashed at freeze and recomputed by whoever verifies. It is plain
 * text that a person can read, and `sha256sum` of the file is the letter's hash.
 *
 * Form 1, UTF-8, line by line:
 *
 *     conjunta-text/1
 *     subject: <subject>
 *     to: <first line of the first recipient>
 *       <each further line of it, indented by two blanks>
 *     cc: <recipients in copy, after all others, each group in the letter's order>
 *     date: <date line>
 *     <blank line>
 *     <body>
 *
 * - The labels are part of the form and are not translated. A line whose value is empty is left out, label and all.
 * - Body: blocks parted by one blank line, blocks without words left out. A paragraph is its text; a hard break is a line
 *   feed. A heading of level n has n times `#` and a blank before it. List items are parted by a single line feed and start
 *   with `- ` or with their number, as in `3. `; further lines of an item are indented by two blanks, and its further blocks
 *   follow without a blank line. Every line of a quotation starts with `> `.
 * - A link is its text followed by its address in angle brackets, unless the text is the address.
 *   Bold and italic are how a text looks, not what it says: they are not part of the form.
 * - Then over all of it: line breaks are LF; control characters, U+200B and U+FEFF are gone, half surrogate pairs are U+FFFD;
 *   blanks (any Unicode white space) at the end of a line are cut; Unicode NFC; exactly one LF at the end.
 */
export function canonicalText({ subject, recipients, dateLine, doc }: CanonicalInput): string {
  const head = [CANONICAL_FORM];
  const add = (label: string, lines: readonly string[]) => {
    const full = lines.flatMap((line) => line.split(/\r\n?|\n/)).map(oneLine);
    const [first, ...rest] = full.filter((line) => line !== "");
    if (first !== undefined) head.push(`${label}: ${first}`, ...rest.map((line) => `  ${line}`));
  };
  add("subject", [subject.replace(/\s+/g, " ")]);
  for (const kind of ["to", "cc"] as const) {
    for (const recipient of recipients) if (recipient.kind === kind) add(kind, recipient.lines);
  }
  add("date", [dateLine.replace(/\s+/g, " ")]);

  const body = blockLines(doc.content, true);
  return `${[...head, "", ...body]
    .map((line) => line.replace(/\s+$/u, ""))
    .join("\n")
    .normalize("NFC")
    .replace(/\n*$/, "")}\n`;
}

function oneLine(line: string): string {
  return cleanText(line).trim();
}

/** Lines of several blocks; parted by a blank line on the top level and in quotations, not inside a list item. */
function blockLines(nodes: readonly LetterNode[], parted: boolean): string[] {
  const out: string[] = [];
  for (const node of nodes) {
    const lines = linesOf(node);
    if (lines.every((line) => line.trim() === "")) continue;
    if (parted && out.length > 0) out.push("");
    out.push(...lines);
  }
  return out;
}

function linesOf(node: LetterNode): string[] {
  switch (node.type) {
    case "paragraph":
      return inlineText(node.content ?? []).split("\n");
    case "heading":
      return [`${"#".repeat(node.attrs.level)} ${inlineText(node.content ?? []).replaceAll("\n", " ")}`];
    case "blockquote":
      return blockLines(node.content ?? [], true).map((line) => `> ${line}`);
    case "bullet_list":
    case "ordered_list": {
      let number = node.type === "ordered_list" ? node.attrs.order : 0;
      return (node.content ?? []).flatMap((item) => {
        const lead = node.type === "ordered_list" ? `${number++}. ` : "- ";
        const lines = blockLines(item.type === "list_item" ? (item.content ?? []) : [], false);
        if (lines.length === 0) return [];
        return lines.map((line, index) => (index === 0 ? `${lead}${line}` : `  ${line}`));
      });
    }
    default:
      return [];
  }
}

/** Text of a paragraph with the address behind each linked stretch; neighbouring pieces of one link count as one. */
function inlineText(nodes: readonly LetterNode[]): string {
  let out = "";
  let href: string | null = null;
  let linked = "";
  const endLink = () => {
    if (href !== null && linked.trim() !== href) out += ` <${href}>`;
    href = null;
    linked = "";
  };
  for (const node of nodes) {
    if (node.type !== "text" && node.type !== "hard_break") continue;
    const link = node.marks?.find((mark) => mark.type === "link");
    const here = link?.type === "link" ? link.attrs.href : null;
    // A break inside a link has no address of its own in the shared text; it must not split the link in two.
    if (here !== href && !(node.type === "hard_break" && href !== null)) {
      endLink();
      href = here;
    }
    const text = node.type === "text" ? cleanText(node.text) : "\n";
    out += text;
    linked += text;
  }
  endLink();
  return out;
}
