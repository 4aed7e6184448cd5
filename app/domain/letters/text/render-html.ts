import { paragraphNumbers } from "./outline";
import { isSafeHref, type LetterDoc, type LetterMark, type LetterNode } from "./schema";

export type RenderOptions = {
  /** Added to a heading's level: 1 (the default) writes a first-level heading as h2, below the page's own title. */
  headingOffset?: number;
  /** Wraps numbered paragraphs as `div.para` with a link to themselves; `label` is the link's accessible name. */
  numbered?: { label: (number: number) => string };
};

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Escapes text for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}

/**
 * A body as an HTML fragment, without a DOM. Every tag is written here and every text is escaped, so the result is safe
 * whatever the JSON holds; what the schema does not know is left out, and a link with another scheme loses its address.
 */
export function renderHtml(doc: LetterDoc, options: RenderOptions = {}): string {
  const numbers = options.numbered ? paragraphNumbers(doc) : [];
  return doc.content
    .map((node, index) => {
      const html = renderNode(node, options.headingOffset ?? 1);
      const number = numbers[index];
      if (!options.numbered || !number) return html;
      const label = escapeHtml(options.numbered.label(number));
      const link = `<a class="para__no" href="#p${number}" aria-label="${label}">${number}</a>`;
      return `<div class="para" id="p${number}">${link}${html}</div>`;
    })
    .join("\n");
}

function renderNode(node: LetterNode, offset: number): string {
  switch (node.type) {
    case "text":
      return renderMarks(escapeHtml(node.text), node.marks);
    case "hard_break":
      return "<br>";
    case "paragraph":
      return element("p", node, offset);
    case "heading": {
      const level = Math.min(6, Math.max(1, Math.trunc(Number(node.attrs?.level) || 1) + offset));
      return element(`h${level}`, node, offset);
    }
    case "blockquote":
      return element("blockquote", node, offset);
    case "bullet_list":
      return element("ul", node, offset);
    case "ordered_list": {
      const start = Math.trunc(Number(node.attrs?.order) || 1);
      return element("ol", node, offset, start === 1 ? "" : ` start="${start}"`);
    }
    case "list_item":
      return element("li", node, offset);
    default:
      return "";
  }
}

function element(tag: string, node: { content?: LetterNode[] }, offset: number, attributes = ""): string {
  return `<${tag}${attributes}>${(node.content ?? []).map((child) => renderNode(child, offset)).join("")}</${tag}>`;
}

function renderMarks(html: string, marks: readonly LetterMark[] | undefined): string {
  let out = html;
  for (const mark of marks ?? []) {
    if (mark.type === "strong") out = `<strong>${out}</strong>`;
    else if (mark.type === "em") out = `<em>${out}</em>`;
  }
  const link = marks?.find((mark) => mark.type === "link");
  if (link?.type !== "link" || !isSafeHref(link.attrs?.href)) return out;
  return `<a href="${escapeHtml(link.attrs.href)}" rel="noopener noreferrer nofollow">${out}</a>`;
}
