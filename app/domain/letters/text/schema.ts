import { type DOMOutputSpec, type MarkSpec, type Node, type NodeSpec, Schema } from "prosemirror-model";

/**
 * Version of the schema below. An editor that was loaded with another version would delete what it does not know, so
 * the server lets it read only and asks for a reload. Raise it with each change to nodes, marks or attributes.
 */
export const SCHEMA_VERSION = 1;

/** Name of the shared Y.XmlFragment that holds the body of one language version. The only root type allowed. */
export const ROOT_NAME = "letter";

/** Longest href that a link may carry, in characters. */
export const MAX_HREF_LENGTH = 2048;

/** Lists may nest this deep in the editor; the gate allows more, so that a merge of two honest edits never fails. */
export const MAX_LIST_DEPTH = 5;

const SAFE_PROTOCOLS = new Set(["http:", "https:", "mailto:"]);

/**
 * Whether an address may stand in a letter: an absolute http, https or mailto URL without control characters.
 * Everything else (javascript:, data:, relative paths) could be used against whoever clicks it.
 */
export function isSafeHref(href: unknown): href is string {
  if (typeof href !== "string" || href.length === 0 || href.length > MAX_HREF_LENGTH) return false;
  // Browsers ignore control characters and blanks inside a scheme ("java\nscript:"), so none is let through.
  for (let i = 0; i < href.length; i++) {
    const code = href.charCodeAt(i);
    if (code <= 0x20 || (code >= 0x7f && code <= 0xa0)) return false;
  }
  try {
    return SAFE_PROTOCOLS.has(new URL(href).protocol);
  } catch {
    return false;
  }
}

const ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const BLOCK_ID = /^[A-Za-z0-9_-]{1,40}$/;

/** A new block id: 10 random letters and digits, unique enough inside one letter (31^10). */
export function newBlockId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  let id = "";
  for (const byte of bytes) id += ID_ALPHABET[byte % ID_ALPHABET.length];
  return id;
}

/** Whether a value may be a block id. */
export function isBlockId(value: unknown): value is string {
  return typeof value === "string" && BLOCK_ID.test(value);
}

const idAttr = {
  id: {
    default: null,
    validate: (value: unknown) => {
      if (value !== null && !isBlockId(value)) throw new RangeError("Invalid block id");
    },
  },
};

function blockAttrs(node: Node): Record<string, string> {
  return node.attrs.id === null ? {} : { "data-block": String(node.attrs.id) };
}

function headingAttrs(level: number) {
  return (dom: HTMLElement) => ({ level, id: readId(dom) });
}

/** Ids that are pasted along are kept; where they repeat in one text the editor renews them. */
function readId(dom: HTMLElement): string | null {
  const id = dom.getAttribute("data-block");
  return isBlockId(id) ? id : null;
}

const withId = (dom: HTMLElement) => ({ id: readId(dom) });

const nodes = {
  doc: { content: "block+" },
  paragraph: {
    attrs: idAttr,
    group: "block",
    content: "inline*",
    parseDOM: [{ tag: "p", getAttrs: withId }],
    toDOM: (node: Node): DOMOutputSpec => ["p", blockAttrs(node), 0],
  },
  heading: {
    attrs: {
      ...idAttr,
      level: {
        default: 1,
        validate: (value: unknown) => {
          if (value !== 1 && value !== 2 && value !== 3) throw new RangeError("Invalid heading level");
        },
      },
    },
    group: "block",
    content: "inline*",
    defining: true,
    // The page's own h1 is its title, so a letter's headings are written one level lower.
    parseDOM: [
      { tag: "h1", getAttrs: headingAttrs(1) },
      { tag: "h2", getAttrs: headingAttrs(1) },
      { tag: "h3", getAttrs: headingAttrs(2) },
      { tag: "h4", getAttrs: headingAttrs(3) },
      { tag: "h5", getAttrs: headingAttrs(3) },
      { tag: "h6", getAttrs: headingAttrs(3) },
    ],
    toDOM: (node: Node): DOMOutputSpec => [`h${Number(node.attrs.level) + 1}`, blockAttrs(node), 0],
  },
  blockquote: {
    attrs: idAttr,
    group: "block",
    content: "block+",
    defining: true,
    parseDOM: [{ tag: "blockquote", getAttrs: withId }],
    toDOM: (node: Node): DOMOutputSpec => ["blockquote", blockAttrs(node), 0],
  },
  bullet_list: {
    attrs: idAttr,
    group: "block",
    content: "list_item+",
    parseDOM: [{ tag: "ul", getAttrs: withId }],
    toDOM: (node: Node): DOMOutputSpec => ["ul", blockAttrs(node), 0],
  },
  ordered_list: {
    attrs: {
      ...idAttr,
      order: {
        default: 1,
        validate: (value: unknown) => {
          if (!isListStart(value)) throw new RangeError("Invalid list start");
        },
      },
    },
    group: "block",
    content: "list_item+",
    parseDOM: [
      {
        tag: "ol",
        getAttrs: (dom: HTMLElement) => {
          const start = Number(dom.getAttribute("start") ?? "1");
          return { order: isListStart(start) ? start : 1, id: readId(dom) };
        },
      },
    ],
    toDOM: (node: Node): DOMOutputSpec => [
      "ol",
      node.attrs.order === 1 ? blockAttrs(node) : { ...blockAttrs(node), start: String(node.attrs.order) },
      0,
    ],
  },
  list_item: {
    attrs: idAttr,
    content: "paragraph block*",
    defining: true,
    parseDOM: [{ tag: "li", getAttrs: withId }],
    toDOM: (node: Node): DOMOutputSpec => ["li", blockAttrs(node), 0],
  },
  hard_break: {
    inline: true,
    group: "inline",
    selectable: false,
    linebreakReplacement: true,
    leafText: () => "\n",
    parseDOM: [{ tag: "br" }],
    toDOM: (): DOMOutputSpec => ["br"],
  },
  text: { group: "inline" },
} satisfies Record<string, NodeSpec>;

const marks = {
  link: {
    attrs: {
      href: {
        validate: (value: unknown) => {
          if (!isSafeHref(value)) throw new RangeError("Invalid link");
        },
      },
    },
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (dom: HTMLElement) => {
          const href = (dom.getAttribute("href") ?? "").trim();
          return isSafeHref(href) ? { href } : false;
        },
      },
    ],
    toDOM: (mark): DOMOutputSpec => ["a", { href: String(mark.attrs.href), rel: "noopener noreferrer nofollow" }, 0],
  },
  em: {
    parseDOM: [
      { tag: "i" },
      { tag: "em" },
      { style: "font-style=italic" },
      { style: "font-style=normal", clearMark: (mark) => mark.type.name === "em" },
    ],
    toDOM: (): DOMOutputSpec => ["em", 0],
  },
  strong: {
    parseDOM: [
      { tag: "strong" },
      // Google Docs wraps all that is copied in a <b> of normal weight.
      { tag: "b", getAttrs: (dom: HTMLElement) => dom.style.fontWeight !== "normal" && null },
      { style: "font-weight=400", clearMark: (mark) => mark.type.name === "strong" },
      { style: "font-weight", getAttrs: (value: string) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null },
    ],
    toDOM: (): DOMOutputSpec => ["strong", 0],
  },
} satisfies Record<string, MarkSpec>;

function isListStart(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 9999;
}

/** The ProseMirror schema of a letter's body. */
export const letterSchema = new Schema({ nodes, marks });

export type LetterBlockName = "paragraph" | "heading" | "blockquote" | "bullet_list" | "ordered_list" | "list_item";

export type LetterMark = { type: "strong" } | { type: "em" } | { type: "link"; attrs: { href: string } };

/** One node of a letter as plain JSON. */
export type LetterNode =
  | { type: "text"; text: string; marks?: LetterMark[] }
  | { type: "hard_break"; marks?: LetterMark[] }
  | { type: "paragraph"; attrs: { id: string | null }; content?: LetterNode[] }
  | { type: "heading"; attrs: { id: string | null; level: number }; content?: LetterNode[] }
  | { type: "blockquote"; attrs: { id: string | null }; content?: LetterNode[] }
  | { type: "bullet_list"; attrs: { id: string | null }; content?: LetterNode[] }
  | { type: "ordered_list"; attrs: { id: string | null; order: number }; content?: LetterNode[] }
  | { type: "list_item"; attrs: { id: string | null }; content?: LetterNode[] };

/** A whole body as plain JSON: what is stored with a text version and what every renderer takes. */
export type LetterDoc = { type: "doc"; content: LetterNode[] };

/** Nodes that may stand directly in each parent. `doc` is the root fragment. The gate and the editor share this table. */
export const CHILDREN: Readonly<Record<LetterBlockName | "doc", ReadonlySet<string>>> = (() => {
  const block = new Set(["paragraph", "heading", "blockquote", "bullet_list", "ordered_list"]);
  const inline = new Set(["text", "hard_break"]);
  const item = new Set(["list_item"]);
  return {
    doc: block,
    blockquote: block,
    list_item: block,
    bullet_list: item,
    ordered_list: item,
    paragraph: inline,
    heading: inline,
  };
})();

/** Whether `value` may be the attribute `key` of an element named `node`. Types are checked too: a number is not a string. */
export function isAllowedAttribute(node: string, key: string, value: unknown): boolean {
  if (key === "id") return node !== "hard_break" && (value === null || isBlockId(value));
  if (key === "level") return node === "heading" && (value === 1 || value === 2 || value === 3);
  if (key === "order") return node === "ordered_list" && isListStart(value);
  return false;
}

/** Whether `value` may be the value of a mark in the shared text; null ends the mark. */
export function isAllowedMark(name: string, value: unknown): boolean {
  if (name !== "strong" && name !== "em" && name !== "link") return false;
  if (value === null) return true;
  if (typeof value !== "object" || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  if (name !== "link") return keys.length === 0;
  return keys.length === 1 && keys[0] === "href" && isSafeHref((value as { href: unknown }).href);
}

/** A letter without a word: one empty paragraph with an id. */
export function emptyDoc(): LetterDoc {
  return { type: "doc", content: [{ type: "paragraph", attrs: { id: newBlockId() } }] };
}
