import type { LetterDoc, LetterMark, LetterNode } from "./schema";
import { CHILDREN, emptyDoc, isAllowedAttribute, isAllowedMark, type LetterBlockName } from "./schema";

/** Deeper than this nothing is read. Higher than what the gate admits; it bounds recursion over foreign JSON. */
const MAX_DEPTH = 64;

// C0 controls but tab and line feed, DEL, C1, zero width space and byte order mark: unseen, so never part of a text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are what is looked for.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\ufeff]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a quick test that spares most texts the replacements.
const HAS_UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b\ufeff\ud800-\udfff]/;

/**
 * Text as it may be stored, hashed and published: without control characters (PostgreSQL refuses NUL) or half
 * surrogate pairs, with blanks for tabs and line breaks, which a text node cannot show.
 */
export function cleanText(text: string): string {
  if (!HAS_UNSEEN.test(text)) return text;
  return text
    .replace(/\r\n?|[\n\t\v\f]/g, " ")
    .replace(UNSEEN, "")
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/**
 * Makes a letter's body out of any JSON: keeps what the schema allows and drops the rest, from the leaves up. Two
 * honest edits can merge into something that the schema forbids, such as a list without items; editors drop that too.
 *
 * @returns a valid body; one empty paragraph if nothing is left. Never throws.
 */
export function normalizeDoc(json: unknown): LetterDoc {
  const content = normalizeChildren(asObject(json)?.content, "doc", 0);
  return content.length === 0 ? emptyDoc() : { type: "doc", content };
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function normalizeChildren(value: unknown, parent: LetterBlockName | "doc", depth: number): LetterNode[] {
  const out: LetterNode[] = [];
  if (!Array.isArray(value) || depth > MAX_DEPTH) return out;
  for (const child of value) {
    const object = asObject(child);
    if (!object || typeof object.type !== "string" || !CHILDREN[parent].has(object.type)) continue;
    const node = normalizeNode(object, object.type as LetterNode["type"], depth);
    if (!node) continue;
    const last = out.at(-1);
    if (node.type === "text" && last?.type === "text" && sameMarks(node.marks, last.marks)) last.text += node.text;
    else out.push(node);
  }
  return out;
}

function normalizeNode(object: Record<string, unknown>, type: LetterNode["type"], depth: number): LetterNode | null {
  const marks = normalizeMarks(object.marks);
  if (type === "text") {
    const text = typeof object.text === "string" ? cleanText(object.text) : "";
    if (text === "") return null;
    return marks.length > 0 ? { type, text, marks } : { type, text };
  }
  if (type === "hard_break") return marks.length > 0 ? { type, marks } : { type };

  const attrs = asObject(object.attrs) ?? {};
  const id = isAllowedAttribute(type, "id", attrs.id) ? (attrs.id as string | null) : null;
  const content = normalizeChildren(object.content, type, depth + 1);
  const inside = content.length > 0 ? { content } : {};
  switch (type) {
    case "paragraph":
      return { type, attrs: { id }, ...inside };
    case "heading": {
      const level = isAllowedAttribute(type, "level", attrs.level) ? (attrs.level as number) : 1;
      return { type, attrs: { id, level }, ...inside };
    }
    case "ordered_list": {
      const order = isAllowedAttribute(type, "order", attrs.order) ? (attrs.order as number) : 1;
      return content.length > 0 ? { type, attrs: { id, order }, content } : null;
    }
    case "bullet_list":
    case "blockquote":
      return content.length > 0 ? { type, attrs: { id }, content } : null;
    case "list_item":
      // An item starts with a paragraph; what starts otherwise is kept whole behind an empty one.
      if (content.length === 0) return null;
      if (content[0]?.type !== "paragraph") content.unshift({ type: "paragraph", attrs: { id: null } });
      return { type, attrs: { id }, content };
  }
}

function normalizeMarks(value: unknown): LetterMark[] {
  if (!Array.isArray(value)) return [];
  const found = new Map<string, LetterMark>();
  for (const item of value) {
    const mark = asObject(item);
    if (!mark || typeof mark.type !== "string") continue;
    const attrs = asObject(mark.attrs) ?? {};
    if (mark.type === "link") {
      if (isAllowedMark("link", { href: attrs.href })) {
        found.set("link", { type: "link", attrs: { href: attrs.href as string } });
      }
    } else if (mark.type === "strong" || mark.type === "em") found.set(mark.type, { type: mark.type });
  }
  // One order, so that equal texts are equal JSON.
  return ["link", "em", "strong"].flatMap((name) => found.get(name) ?? []);
}

function sameMarks(a: LetterMark[] | undefined, b: LetterMark[] | undefined): boolean {
  return JSON.stringify(a ?? []) === JSON.stringify(b ?? []);
}
