import { Fragment, type Node as LetterBlock, type Schema, Slice } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { CHILDREN, isAllowedAttribute, letterSchema, MAX_LIST_DEPTH } from "~/domain/letters/text/schema";

/** More than this is not pasted, in characters: an update has to fit into one frame of the socket. */
export const MAX_PASTE = 60_000;
/**
 * Nothing is pasted that would make a text nest deeper than this, counted in nodes: lists as deep as the editor makes them,
 * pasted once into each other. The server takes 40, and an update that it refuses stops the writing.
 */
const MAX_DEPTH = 4 * MAX_LIST_DEPTH + 4;

/**
 * What was copied from Word, Google Docs, LibreOffice or a web page, as plain HTML of paragraphs, headings, lists, quotations,
 * bold, italic and links. Nothing of its look stays.
 *
 * Attributes that are styles or scripts are renamed before anything parses the HTML: parsing them is already reported as a
 * violation of the pages' content security policy.
 */
export function cleanPastedHtml(html: string): string {
  const body = html
    .replace(/<(style|script|xml|head|title|meta|link|iframe|object|svg|math)\b[^>]*>(?:[\s\S]*?<\/\1\s*>)?/gi, "")
    .replace(/<img\b[^>]*>/gi, "")
    .replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-look=").replace(/\son\w+\s*=/gi, " data-act="));
  const doc = new DOMParser().parseFromString(body, "text/html");
  const root = doc.body;
  if (!isOwnCopy(root)) {
    unwrapGoogle(root);
    makeWordLists(doc, root);
    makeWordHeadings(doc, root);
    makeMarks(doc, root);
    mendLists(doc, root);
    mendLinks(root);
    removeNoise(root);
    removeBreaks(root);
  }
  flattenDeepLists(doc, root);
  // Letters do not quote quotations; mails do, ten deep.
  for (const quotation of all(root, "blockquote blockquote")) rename(doc, quotation, "div");
  return root.innerHTML;
}

/**
 * Whether this was copied from a letter: then it is clean already. Any page can say so, hence what it says of the blocks around the
 * copied ones has to be what a letter may hold; the editor would take it unseen, and the server refuse it.
 */
function isOwnCopy(root: Element): boolean {
  const element = root.querySelector("[data-pm-slice]");
  const said = /^\d+ \d+(?: -\d+)? (.*)$/.exec(element?.getAttribute("data-pm-slice") ?? "")?.[1];
  if (said === undefined) return false;
  try {
    const around: unknown = JSON.parse(said);
    if (!Array.isArray(around) || around.length > 2 * MAX_DEPTH) return false;
    return around.every((value: unknown, index) => {
      if (index % 2 === 0) return typeof value === "string" && Object.hasOwn(CHILDREN, value) && value !== "doc";
      const attributes = Object.entries(value ?? {});
      return attributes.every(([name, one]) => isAllowedAttribute(String(around[index - 1]), name, one));
    });
  } catch {
    return false;
  }
}

/** What is to be pasted: the slice, or its paragraphs and headings alone where its lists would nest too deep at the caret. */
export function fitSlice(state: EditorState, slice: Slice): Slice {
  if (depthOf(state.tr.replaceSelection(slice).doc) <= MAX_DEPTH) return slice;
  const blocks: LetterBlock[] = [];
  slice.content.descendants((node) => {
    if (node.isTextblock) blocks.push(node);
    return !node.isTextblock;
  });
  return Slice.maxOpen(Fragment.from(blocks));
}

function depthOf(node: LetterBlock): number {
  let deepest = 0;
  node.forEach((child) => {
    deepest = Math.max(deepest, 1 + depthOf(child));
  });
  return deepest;
}

/** Text without format: paragraphs, lists and headings are seen by their signs. A single line stays inside its paragraph. */
export function textToSlice(text: string, schema: Schema = letterSchema): Slice | null {
  if (!/[\r\n]/.test(text.trim())) return null;
  const doc = schema.nodeFromJSON(parsePlainText(text));
  return Slice.maxOpen(Fragment.from(doc.content));
}

const look = (element: Element): string => (element.getAttribute("data-look") ?? "").toLowerCase();
const all = (root: Element, selector: string): Element[] => [...root.querySelectorAll(selector)];

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

function rename(doc: Document, element: Element, tag: string): Element {
  const renamed = doc.createElement(tag);
  renamed.append(...element.childNodes);
  for (const name of ["data-look", "class", "start", "data-block"]) {
    const value = element.getAttribute(name);
    if (value !== null) renamed.setAttribute(name, value);
  }
  element.replaceWith(renamed);
  return renamed;
}

/** Google Docs wraps everything in a `<b>` of normal weight. */
function unwrapGoogle(root: Element): void {
  for (const element of all(root, "b[id^='docs-internal-guid']")) unwrap(element);
}

/**
 * Word writes list items as paragraphs of the class MsoListParagraph (or any with `mso-list` in their style), with the bullet or
 * number as text in front, hidden behind conditional comments. Runs of them become lists, nested by their level.
 */
function makeWordLists(doc: Document, root: Element): void {
  const isItem = (node: Element | null): node is Element =>
    node !== null && /^(P|DIV|H\d)$/.test(node.tagName) && /mso-list:\s*l\d+\s+level\d+/.test(look(node));
  for (const first of all(root, "p, div, h1, h2, h3")) {
    if (!first.isConnected || !isItem(first) || isItem(first.previousElementSibling)) continue;
    const items: { element: Element; level: number; ordered: boolean; start: number; list: string }[] = [];
    for (let element: Element | null = first; isItem(element); element = element.nextElementSibling) {
      const [, list = "", level = "1"] = /mso-list:\s*(l\d+)\s+level(\d+)/.exec(look(element)) ?? [];
      const marker = takeMarker(element);
      const ordered = /^\(?(\d{1,3}|[a-z]{1,4})[.)]/i.test(marker);
      items.push({ element, level: Number(level), ordered, start: Number(/\d+/.exec(marker)?.[0] ?? 1), list });
    }
    buildLists(doc, items);
  }
}

/** Removes the bullet or number that Word wrote into the text, and returns it. */
function takeMarker(element: Element): string {
  const ignored = all(element, "span").find((span) => /mso-list:\s*ignore/.test(look(span)));
  if (ignored) {
    const marker = (ignored.textContent ?? "").trim();
    ignored.remove();
    return marker;
  }
  const text = element.textContent ?? "";
  const marker = /^[\s\u00a0]*([·•o§▪–-]|\(?\w{1,4}[.)])[\s\u00a0]+/u.exec(text);
  if (!marker) return "";
  let left = marker[0].length;
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && left > 0; node = walker.nextNode()) {
    const value = node.nodeValue ?? "";
    node.nodeValue = value.slice(left);
    left -= value.length;
  }
  return marker[1] ?? "";
}

function buildLists(
  doc: Document,
  items: { element: Element; level: number; ordered: boolean; start: number; list: string }[],
): void {
  const open: { list: Element; level: number; name: string }[] = [];
  const anchor = items[0]?.element;
  if (!anchor) return;
  const place = doc.createComment("");
  anchor.before(place);
  for (const { element, level, ordered, start, list } of items) {
    while (open.length > 0 && (open.at(-1)?.level ?? 0) > level) open.pop();
    const tag = ordered ? "ol" : "ul";
    let current = open.at(-1);
    if (current && current.level === level && (current.list.localName !== tag || current.name !== list)) {
      open.pop();
      current = open.at(-1);
    }
    if (!current || current.level < level) {
      const made = doc.createElement(tag);
      if (ordered && start > 1) made.setAttribute("start", String(start));
      const parent = current?.list.lastElementChild;
      if (parent) parent.append(made);
      else place.before(made);
      current = { list: made, level, name: list };
      open.push(current);
    }
    const item = doc.createElement("li");
    const paragraph = doc.createElement("p");
    paragraph.append(...element.childNodes);
    item.append(paragraph);
    current.list.append(item);
    element.remove();
  }
  place.remove();
}

function makeWordHeadings(doc: Document, root: Element): void {
  for (const element of all(root, "p[class]")) {
    const name = element.className.toLowerCase();
    const level = /mso(?:title|heading(\d))/.exec(name);
    if (level) rename(doc, element, `h${Math.min(4, Number(level[1] ?? 1) + 1)}`);
  }
}

/** Bold and italic that are only a style become tags; tags that a style takes back are removed. In headings bold says nothing. */
function makeMarks(doc: Document, root: Element): void {
  for (const element of all(root, "b, strong, i, em, h1 *, h2 *, h3 *, h4 *, h5 *, h6 *")) {
    const style = look(element);
    const isBold = element.matches("b, strong");
    const isItalic = element.matches("i, em");
    const inHeading = element.closest("h1, h2, h3, h4, h5, h6") !== null;
    // Word says `mso-bidi-font-weight: normal` of nearly all that is bold: of another script, not of these words.
    if (isBold && (inHeading || /(?<![\w-])font-weight:\s*(normal|[1-4]00)/.test(style))) unwrap(element);
    else if (isItalic && /(?<![\w-])font-style:\s*normal/.test(style)) unwrap(element);
  }
  for (const element of all(root, "[data-look]")) {
    const style = look(element);
    if (/display:\s*none|mso-hide:\s*all/.test(style)) {
      element.remove();
      continue;
    }
    if (element.matches("b, strong, i, em, ol, ul, table, tbody, tr")) continue;
    const inHeading = element.closest("h1, h2, h3, h4, h5, h6") !== null;
    if (/(?<![\w-])font-weight:\s*(bold|bolder|[6-9]00)/.test(style) && !inHeading) wrapContent(doc, element, "strong");
    if (/(?<![\w-])font-style:\s*(italic|oblique)/.test(style)) wrapContent(doc, element, "em");
  }
}

function wrapContent(doc: Document, element: Element, tag: string): void {
  if (element.querySelector("p, li, h1, h2, h3, h4, h5, h6, div, table")) return;
  const wrapper = doc.createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

/** Items of lists deeper than the editor makes them become items of the level above, in the order of their words. */
function flattenDeepLists(doc: Document, root: Element): void {
  for (const list of all(root, "ul, ol")) {
    let depth = 0;
    for (let at: Element | null = list; at && at !== root; at = at.parentElement)
      if (/^(UL|OL)$/.test(at.tagName)) depth++;
    if (depth <= MAX_LIST_DEPTH) continue;
    const item = list.parentElement;
    if (item?.localName !== "li") {
      // Inside of something else in an item, such as a quotation: its paragraphs.
      for (const deep of [...list.children]) rename(doc, deep, "div");
      rename(doc, list, "div");
      continue;
    }
    const after: ChildNode[] = [];
    for (let node = list.nextSibling; node; node = node.nextSibling) after.push(node);
    if (after.some((node) => (node.textContent ?? "").trim() !== "")) {
      const rest = doc.createElement("li");
      rest.append(...after);
      item.after(rest);
    }
    item.after(...list.children);
    list.remove();
    if ((item.textContent ?? "").trim() === "") item.remove();
  }
}

/** Lists directly in lists (Word, Google Docs) go into the item before; an item without a list around it gets one. */
function mendLists(doc: Document, root: Element): void {
  for (const list of all(root, "ul > ul, ul > ol, ol > ul, ol > ol")) {
    const before = list.previousElementSibling;
    if (before?.localName === "li") before.append(list);
    else {
      const item = doc.createElement("li");
      list.replaceWith(item);
      item.append(list);
    }
  }
  for (const item of all(root, "li")) {
    if (/^(ul|ol)$/.test(item.parentElement?.localName ?? "")) continue;
    const list = doc.createElement("ul");
    item.replaceWith(list);
    list.append(item);
  }
}

/** Google's redirects are taken off; anchors without an address are no links. */
function mendLinks(root: Element): void {
  for (const link of all(root, "a")) {
    const href = link.getAttribute("href") ?? "";
    const target = /^https?:\/\/(?:www\.)?google\.\w+(?:\.\w+)?\/url\?(.*)$/.exec(href)?.[1];
    const real = target ? new URLSearchParams(target.replaceAll("&amp;", "&")).get("q") : null;
    if (real) link.setAttribute("href", real);
    else if (href === "" || href.startsWith("#")) unwrap(link);
  }
}

/** Empty paragraphs that only make space, Word's own tags, comments, and all attributes that say how something looks. */
function removeNoise(root: Element): void {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_TEXT);
  const comments: Node[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.COMMENT_NODE) comments.push(node);
    // Word writes spaces as non-breaking ones beside its formatting; real ones stand between two words.
    else node.nodeValue = (node.nodeValue ?? "").replace(/\u00a0(?=\s)|(?<=\s)\u00a0|^\u00a0+$/g, " ");
  }
  for (const comment of comments) comment.parentNode?.removeChild(comment);
  for (const element of all(root, "*")) {
    if (element.localName.includes(":") || element.matches("font, span, u")) {
      unwrap(element);
      continue;
    }
    for (const { name } of [...element.attributes]) {
      if (!["href", "start", "data-block", "data-pm-slice"].includes(name)) element.removeAttribute(name);
    }
  }
  for (const block of all(root, "p, h1, h2, h3, h4, h5, h6, div")) {
    if ((block.textContent ?? "").trim() === "" && !block.querySelector("li, p")) block.remove();
  }
}

const BLOCKS = /^(p|div|h[1-6]|ul|ol|li|blockquote|pre|table|tbody|thead|tr|td|th|hr|section|article|body)$/;

/** Breaks that show nothing, at the end of a block, and breaks between blocks, with which Google Docs makes space. */
function removeBreaks(root: Element): void {
  const isBlock = (node: ChildNode | null) => node !== null && BLOCKS.test(node.nodeName.toLowerCase());
  const beside = (node: ChildNode, side: "previousSibling" | "nextSibling"): ChildNode | null => {
    let at = node[side];
    while (at && at.nodeType === Node.TEXT_NODE && (at.nodeValue ?? "").trim() === "") at = at[side];
    return at;
  };
  // From the last one on, so that of several at an end none is left.
  for (const br of all(root, "br").reverse()) {
    const after = beside(br, "nextSibling");
    const atEnd = after === null && br.parentNode !== null && BLOCKS.test(br.parentNode.nodeName.toLowerCase());
    if (atEnd || isBlock(after) || isBlock(beside(br, "previousSibling"))) br.remove();
  }
}
