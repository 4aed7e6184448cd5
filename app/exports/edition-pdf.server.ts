/**
 * An edition as it is delivered: letterhead, text, signatories in columns, and on every page what proves it.
 *
 * The layout is computed first, as pages of plain instructions, and drawn afterwards: so the last page is known before
 * the first is drawn, and no name is ever cut by the end of a column or page. Measures are those of
 * ux/mockups/i-delivered-letter.html, in points.
 *
 * The same data give the same bytes: dates come from the edition, nothing from the clock or the environment.
 */
import PDFDocument from "pdfkit";
import type { TextBlock } from "~/domain/letters/text/blocks";
import { type Locale, makeFormat, messagesFor } from "~/i18n/index";
import { bandRows, bandSize, type Dye, dyes, motifOf, showsCotton } from "./faja.server";
import { type Line, type Look, type Piece, type Span, Typesetter } from "./typesetter.server";

export type EditionRecipient = { kind: "to" | "cc"; name: string; office: string; address: string };

export type PrintedSignatory = {
  /** The organization; for an individual, what they are affiliated with. */
  name: string;
  /** Printed for individuals only: who confirmed for an organization is not part of the list. */
  person?: string;
  /** ISO 3166-1 alpha-2, or empty. */
  country: string;
  lead: "lead" | "co_lead" | null;
  capacity: "organization" | "individual";
};

export type EditionData = {
  /** Language of the words around the text. */
  locale: Locale;
  /** BCP 47 language of the text. */
  textLocale: string;
  pageSize: "letter" | "a4";
  coalition: { name: string; nameLocale?: string; motto: string; dye: Dye };
  letterId: string;
  /** 1 for the first. */
  edition: number;
  /** When the edition was made. */
  createdAt: Date;
  frozenAt: Date;
  /** IANA zone in which the day of the freeze is written. */
  timeZone: string;
  /** SHA-256 of the canonical text, 64 hexadecimal digits. */
  sha256: string;
  /** Absolute address of the page that recomputes the hash. */
  verifyUrl: string;
  dateLine: string;
  subject: string;
  recipients: readonly EditionRecipient[];
  blocks: readonly TextBlock[];
  /** In printed order, as `composeSignatoryList` gives them. */
  signatories: readonly PrintedSignatory[];
  leadsFirst: boolean;
  columns: 1 | 2 | 3;
  showCountries: boolean;
};

/** The PDF, how many pages it has, and the characters that no embedded font can draw (normally none). */
export type RenderedEdition = { pdf: Buffer; pages: number; missing: string[] };

/** @returns the PDF alone; see `renderEdition` */
export async function editionPdf(data: EditionData): Promise<Buffer> {
  return (await renderEdition(data)).pdf;
}

export async function renderEdition(data: EditionData): Promise<RenderedEdition> {
  const doc = new PDFDocument({
    size: data.pageSize === "a4" ? "A4" : "LETTER",
    margin: 0,
    autoFirstPage: false,
    pdfVersion: "1.7",
    tagged: true,
    lang: data.textLocale,
    displayTitle: true,
    info: {
      Title: data.subject,
      Author: data.coalition.name,
      Creator: "Conjunta",
      Producer: "Conjunta",
      CreationDate: data.createdAt,
      ModDate: data.createdAt,
    },
  });
  const chunks: Buffer[] = [];
  const finished = new Promise<Buffer>((resolve, reject) => {
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
  const type = new Typesetter(doc);
  const layout = layOut(data, type);
  draw(doc, type, layout, data);
  doc.end();
  return { pdf: await finished, pages: layout.pages.length, missing: [...type.missing].sort() };
}

// ---------------------------------------------------------------- instructions

/** A node of the tree that screen readers walk; drawing fills it. */
type Node = { tag: string; lang?: string; alt?: string; children: Node[]; element?: PDFKit.PDFStructureElement };

type Op =
  | { kind: "line"; line: Line; x: number; y: number; node: Node | null }
  | { kind: "rule"; x: number; y: number; width: number; weight: number; color: string }
  | { kind: "mark"; x: number; y: number; size: number }
  | { kind: "band"; x: number; y: number; width: number; node: Node };

type Page = { kind: "text" | "names"; ops: Op[] };
type Layout = { pages: Page[]; root: Node };

const ink = "#1B1C21";
const soft = "#42454E";
const faint = "#5C5F68";
const lineStrong = "#B4B6AB";

const letter = (size: number, more: Partial<Look> = {}): Look => ({ family: "letter", size, color: ink, ...more });
const ui = (size: number, color = soft, bold = false): Look => ({ family: "ui", size, color, bold });

const body = { size: 10.4, leading: 14.2, gap: 8 };
const sizes = { letter: [612, 792], a4: [595.28, 841.89] } as const;

/** Set text: lines that belong together, at one indent. */
type Box = {
  lines: Line[];
  leading: number;
  look: Look;
  /** Room above, dropped at the head of a page. */
  before: number;
  x: number;
  node: Node;
  /** Stays with at least the beginning of the next box. */
  keep?: boolean;
  marker?: { line: Line; x: number; node: Node };
};

function node(parent: Node, tag: string, more: Partial<Node> = {}): Node {
  const made: Node = { tag, children: [], ...more };
  parent.children.push(made);
  return made;
}

function layOut(data: EditionData, type: Typesetter): Layout {
  const { pdf: t, letters } = messagesFor(data.locale);
  // The letter's own words are in its language, the edition's in the reader's.
  const own = (words: Record<string, string>) => words[data.textLocale] ?? words[data.locale] ?? "";
  const [pageWidth, pageHeight] = sizes[data.pageSize];
  const root: Node = { tag: "Document", lang: data.textLocale, children: [] };
  const pages: Page[] = [];
  let page: Page = { kind: "text", ops: [] };
  let y = 0;

  const footer = layOutFooter(data, type);
  const footTop = pageHeight - 40 - footer.height;
  const bottom = footTop - 14;
  const top = 50.4;
  const margin = 72;
  const width = pageWidth - 2 * margin;
  // Pages of names are set a little wider than those of text.
  const namesTop = 43.2;
  const namesX = 64.8;
  const namesWidth = pageWidth - 2 * namesX;

  const newPage = (kind: Page["kind"] = "text") => {
    page = { kind, ops: [] };
    pages.push(page);
    y = kind === "text" ? top : namesTop;
  };
  const put = (line: Line, x: number, at: number, leading: number, look: Look, to: Node | null) => {
    page.ops.push({ kind: "line", line, x, y: at + type.baseline(look, leading), node: to });
  };
  const box = (spans: Span[], look: Look, leading: number, to: Node, more: Partial<Box> = {}): Box => ({
    lines: type.lines(spans, more.x === undefined ? width : margin + width - more.x),
    leading,
    look,
    before: body.gap,
    x: margin,
    node: to,
    ...more,
  });
  /** Places boxes one below the other, two lines at least on either side of a page's end. */
  const flow = (boxes: Box[]) => {
    boxes.forEach((it, index) => {
      const rest = it.lines.length;
      const follower = it.keep ? boxes[index + 1] : undefined;
      const head = Math.min(rest, rest === 3 ? 3 : 2);
      const wanted =
        (it.keep ? rest : head) * it.leading +
        (follower ? follower.before + Math.min(2, follower.lines.length) * follower.leading : 0);
      if (y > top) y += it.before;
      if (y + wanted > bottom && y > top) newPage();
      it.lines.forEach((line, at) => {
        const left = rest - at;
        const room = Math.floor((bottom - y + 0.01) / it.leading);
        // The last line of a paragraph never stands alone at the head of a page.
        if (room < 1 || (left === 2 && room === 1 && rest > 2)) newPage();
        if (at === 0 && it.marker) put(it.marker.line, it.marker.x, y, it.leading, it.look, it.marker.node);
        put(line, it.x, y, it.leading, it.look, it.node);
        y += it.leading;
      });
    });
  };

  // ------------------------------------------------------------ letterhead
  newPage();
  const markSize = 33;
  const headX = margin + markSize + 12;
  const nameLook = letter(15, { bold: true });
  const headWidth = width - markSize - 12;
  const nameLines = type.lines([{ text: data.coalition.name, look: nameLook }], headWidth);
  const mottoLook = ui(7.6);
  const mottoLines = data.coalition.motto
    ? type.lines([{ text: data.coalition.motto, look: mottoLook }], headWidth)
    : [];
  const headText = nameLines.length * 18 + (mottoLines.length > 0 ? 1 + mottoLines.length * 10.5 : 0);
  const headHeight = Math.max(markSize, headText);
  page.ops.push({ kind: "mark", x: margin, y: y + (headHeight - markSize) / 2, size: markSize });
  const headNode = node(root, "P", { lang: data.coalition.nameLocale });
  let headY = y + (headHeight - headText) / 2;
  for (const line of nameLines) {
    put(line, headX, headY, 18, nameLook, headNode);
    headY += 18;
  }
  headY += 1;
  const mottoNode = mottoLines.length > 0 ? node(root, "P") : null;
  for (const line of mottoLines) {
    put(line, headX, headY, 10.5, mottoLook, mottoNode);
    headY += 10.5;
  }
  y += headHeight + 9;
  page.ops.push({ kind: "rule", x: margin, y, width, weight: 1.5, color: ink });
  y += 18;

  // ------------------------------------------------------------ date, addresses, subject
  const plain = letter(body.size);
  if (data.dateLine.trim())
    flow([box([{ text: data.dateLine, look: plain }], plain, body.leading, node(root, "P"), { before: 0 })]);
  y += 3;
  const to = data.recipients.filter((recipient) => recipient.kind === "to");
  const addressWidth = to.length > 2 ? (width - 24) / 2 : width;
  for (let index = 0; index < to.length; index += to.length > 2 ? 2 : 1) {
    const row = to.slice(index, index + (to.length > 2 ? 2 : 1)).map((recipient) => ({
      node: node(root, "P"),
      lines: type.lines([{ text: addressLines(recipient).join("\n"), look: plain }], addressWidth),
    }));
    const height = Math.max(...row.map(({ lines }) => lines.length)) * body.leading;
    if (y + body.gap + height > bottom && y > top) newPage();
    y += body.gap;
    row.forEach(({ lines, node: at }, column) => {
      lines.forEach((line, n) => {
        put(line, margin + column * (addressWidth + 24), y + n * body.leading, body.leading, plain, at);
      });
    });
    y += height;
  }
  const bold = letter(body.size, { bold: true });
  const subject = [{ text: `${own(letters.re)} ${data.subject}`, look: bold }];
  flow([box(subject, bold, body.leading, node(root, "H1"), { before: 11, keep: true })]);
  y += 3;

  // ------------------------------------------------------------ the text
  flow(bodyBoxes(data.blocks, root, type, margin, width));

  // ------------------------------------------------------------ signatories
  const count = {
    organizations: data.signatories.filter((entry) => entry.capacity === "organization").length,
    individuals: data.signatories.filter((entry) => entry.capacity === "individual").length,
  };
  const headLook = letter(11, { bold: true });
  const copies = data.recipients.filter((recipient) => recipient.kind === "cc");

  /** What closes the letter after the last name: copies, and where to check the text. Measured before it is placed. */
  const closing = (lineWidth: number) => {
    const look = letter(9, { color: soft });
    const small = ui(7.6);
    const cc = copies.map((recipient, index) => ({
      lines: type.lines(
        [{ text: `${index === 0 ? `${own(letters.cc)} ` : ""}${addressLines(recipient).join(", ")}`, look }],
        lineWidth,
        0,
      ),
    }));
    const check = type.lines(
      [
        { text: `${t.verifyThis} `, look: small },
        { text: data.verifyUrl, look: small, href: data.verifyUrl },
      ],
      lineWidth,
    );
    const ccHeight = cc.reduce((sum, { lines }) => sum + lines.length * 12, 0);
    const height = (cc.length > 0 ? 12 + ccHeight : 0) + 10 + check.length * 10.5;
    const place = (x: number) => {
      if (cc.length > 0) y += 12;
      for (const { lines } of cc) {
        const at = node(root, "P");
        for (const line of lines) {
          if (y + 12 > bottom) newPage(page.kind);
          put(line, x, y, 12, look, at);
          y += 12;
        }
      }
      y += 10;
      const at = node(root, "P");
      for (const line of check) {
        if (y + 10.5 > bottom) newPage(page.kind);
        put(line, x, y, 10.5, small, at);
        y += 10.5;
      }
    };
    return { height, place };
  };
  const captionLook = ui(8);
  const bandHeight = (lineWidth: number) =>
    count.organizations === 0 ? 0 : bandSize(count.organizations, lineWidth).height + 5 + 11;
  const placeBand = (x: number, lineWidth: number) => {
    if (count.organizations === 0) return;
    if (y + bandHeight(lineWidth) > bottom + 1) newPage(page.kind);
    const band = bandSize(count.organizations, lineWidth);
    const figure = node(root, "Figure", { alt: t.bandAlt(count), lang: data.locale });
    page.ops.push({ kind: "band", x, y, width: lineWidth, node: figure });
    y += band.height + 5;
    const text = t.threads({ organizations: count.organizations, per: band.per });
    put(type.line([{ text, look: captionLook }]), x, y, 11, captionLook, node(root, "P", { lang: data.locale }));
    y += 11;
  };
  const title = t.undersigned(count);
  const placeTitle = (x: number) => {
    put(type.line([{ text: title, look: headLook }]), x, y, 15, headLook, node(root, "H2", { lang: data.locale }));
    y += 15 + 8;
  };

  if (data.signatories.length === 0) {
    const italic = letter(body.size, { italic: true });
    flow([box([{ text: title, look: italic }], italic, body.leading, node(root, "P"), { before: 14 })]);
    const end = closing(width);
    if (y + end.height > bottom) newPage();
    end.place(margin);
    return finish();
  }

  const short = nameItems(data, type, width);
  const shortEnd = closing(width);
  const bandGap = 16;
  // A short list stands under the letter, where people look for signatures.
  const underLetter = bottom - y - 18 - 23 - shortEnd.height - bandGap - bandHeight(width);
  const fitsHere = underLetter > 0 && fill(short.items, 0, data.columns, underLetter).next === short.items.length;
  if (fitsHere) {
    y += 18;
    placeTitle(margin);
    placeNames(short, 0, balanced(short.items, 0, data.columns, underLetter), margin);
    shortEnd.place(margin);
    y = Math.max(y + bandGap, bottom - bandHeight(width));
    placeBand(margin, width);
    return finish();
  }

  const names = nameItems(data, type, namesWidth);
  const end = closing(namesWidth);
  const full = bottom - namesTop - 23;
  const single = full - bandHeight(namesWidth) - 12 - end.height;
  const onOne = fill(names.items, 0, data.columns, single).next === names.items.length;
  const [lastOfText, endOfText] = [page, y];
  const pointer = node(root, "P", { lang: data.locale });

  newPage("names");
  if (onOne) {
    placeBand(namesX, namesWidth);
    y += 12;
    placeTitle(namesX);
    placeNames(names, 0, balanced(names.items, 0, data.columns, single), namesX);
    end.place(namesX);
  } else {
    const tail = end.height + bandGap + bandHeight(namesWidth);
    const last = names.items.length;
    let from = 0;
    placeTitle(namesX);
    for (;;) {
      const room = bottom - y;
      if (fill(names.items, from, data.columns, room - tail).next === last) {
        placeNames(names, from, balanced(names.items, from, data.columns, room - tail), namesX);
        break;
      }
      let height = room;
      if (fill(names.items, from, data.columns, room).next === last) {
        // All the rest would fit but not what closes the list: leave enough names to keep it company.
        height = balanced(names.items, from, data.columns, room) * 0.7;
        if (fill(names.items, from, data.columns, height).next === from) {
          placeNames(names, from, room, namesX);
          newPage("names");
          break;
        }
      }
      from = placeNames(names, from, height, namesX);
      if (from === last) break;
      newPage("names");
    }
    end.place(namesX);
    y = Math.max(y + bandGap, bottom - bandHeight(namesWidth));
    placeBand(namesX, namesWidth);
  }
  // Under the letter, where the list begins elsewhere, a line says so; without room for it, the list's title does.
  const italic = letter(body.size, { italic: true });
  const noteGap = 6;
  const following = pages.length - pages.indexOf(lastOfText) - 1;
  const note = type.lines([{ text: t.listedNext({ ...count, pages: following }), look: italic }], width);
  if (endOfText + noteGap + note.length * body.leading <= bottom + 8) {
    page = lastOfText;
    note.forEach((line, n) => {
      put(line, margin, endOfText + noteGap + n * body.leading, body.leading, italic, pointer);
    });
  } else {
    root.children.splice(root.children.indexOf(pointer), 1);
  }
  return finish();

  /** Places columns of names from item `from`, `height` high, and moves below them. @returns the first item left over */
  function placeNames(list: Names, from: number, height: number, x: number): number {
    // A name taller than a page goes on it anyway: it must not stop the list.
    const fits = fill(list.items, from, data.columns, height);
    const filled = fits.next > from ? fits : { columns: [list.items.slice(from, from + 1)], next: from + 1 };
    const start = y;
    let lowest = y;
    filled.columns.forEach((items, column) => {
      const left = x + column * (list.columnWidth + list.gap);
      let at = start;
      items.forEach((item, index) => {
        if (index > 0) at += item.before;
        const to = item.heading ? node(root, "H3", { lang: data.locale }) : node(node(listNode(root), "LI"), "LBody");
        item.lines.forEach((line, n) => {
          put(line, left + (n > 0 ? item.hang : 0), at + item.pad + n * item.leading, item.leading, item.look, to);
        });
        at += item.height;
        if (item.heading)
          page.ops.push({ kind: "rule", x: left, y: at - 3, width: list.columnWidth, weight: 0.75, color: ink });
      });
      lowest = Math.max(lowest, at);
    });
    y = lowest;
    return filled.next;
  }

  function finish(): Layout {
    pages.forEach((it, index) => {
      const left = it.kind === "names" ? namesX : margin;
      const room = pageWidth - 2 * left;
      it.ops.push({ kind: "rule", x: left, y: footTop, width: room, weight: 0.5, color: lineStrong });
      const small = ui(7, faint);
      footer.lines.forEach((line, n) => {
        it.ops.push({ kind: "line", line, x: left, y: footTop + 7 + n * 9.5 + type.baseline(small, 9.5), node: null });
      });
      const number = type.line([{ text: t.page({ page: index + 1, pages: pages.length }), look: small }]);
      const right = left + room - number.width;
      it.ops.push({ kind: "line", line: number, x: right, y: footTop + 7 + type.baseline(small, 9.5), node: null });
    });
    return { pages, root };
  }
}

/** Names of one run belong to one list; a heading between them begins another. */
function listNode(root: Node): Node {
  const last = root.children[root.children.length - 1];
  return last?.tag === "L" ? last : node(root, "L");
}

/** Name, office and address, a line each; blank lines are left out. */
function addressLines({ name, office, address }: EditionRecipient): string[] {
  return [name, office, address]
    .flatMap((text) => text.split(/\r?\n/))
    .map((text) => text.trim())
    .filter((text) => text !== "");
}

function layOutFooter(data: EditionData, type: Typesetter): { lines: Line[]; height: number } {
  const t = messagesFor(data.locale).pdf;
  const look = ui(7, faint);
  const mono: Look = { family: "mono", size: 6.6, color: faint };
  const frozen = makeFormat(data.locale, data.timeZone).dateInLetter(data.frozenAt);
  const verify = t.verifyAt({ address: data.verifyUrl.replace(/^https?:\/\//, "") });
  const first = `${t.edition({ number: data.edition })} · ${t.frozen({ date: frozen })}`;
  const hash: Span[] = [
    { text: "sha256 ", look },
    { text: data.sha256, look: mono },
  ];
  const room = sizes[data.pageSize][0] - 2 * 72 - 48;
  const one = type.line([{ text: `${first} · ${verify}`, look }]);
  const lines =
    one.width <= room
      ? [one, type.line(hash)]
      : [type.line([{ text: first, look }]), ...type.lines([{ text: verify, look }], room + 48), type.line(hash)];
  return { lines, height: 7 + lines.length * 9.5 };
}

// ---------------------------------------------------------------- the body

function bodyBoxes(blocks: readonly TextBlock[], root: Node, type: Typesetter, margin: number, width: number): Box[] {
  const boxes: Box[] = [];
  const indent = 21;
  // Open containers of the reading tree: quotations, then lists with their open item.
  let quotes: Node[] = [];
  let lists: { list: Node; body: Node }[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.quote !== quotes.length) {
      lists = [];
      quotes = quotes.slice(0, block.quote);
      while (quotes.length < block.quote) quotes.push(node(quotes[quotes.length - 1] ?? root, "BlockQuote"));
    }
    const parent = quotes[quotes.length - 1] ?? root;
    lists = lists.slice(0, block.depth);
    let to: Node;
    let marker: Box["marker"];
    const inset = block.quote * indent;
    const x = margin + inset + block.depth * indent;
    const look = lookOf(block);
    if (block.depth > 0) {
      while (lists.length < block.depth) {
        const list = node(lists[lists.length - 1]?.body ?? parent, "L");
        lists.push({ list, body: list });
      }
      const open = lists[lists.length - 1];
      if (open && (block.marker !== null || open.body === open.list)) {
        const item = node(open.list, "LI");
        if (block.marker !== null) {
          const line = type.line([{ text: block.marker, look }]);
          marker = { line, x: x - 7 - line.width, node: node(item, "Lbl") };
        }
        open.body = node(item, "LBody");
      }
      to = node(open?.body ?? parent, "P");
    } else {
      to = node(parent, block.type === "heading" ? `H${Math.min(6, block.level + 1)}` : "P");
    }
    const previous = blocks[index - 1];
    const spans = block.runs.map(
      (run): Span => ({
        text: run.text,
        look: { ...look, bold: look.bold || run.bold, italic: look.italic !== run.italic },
        href: run.href,
      }),
    );
    const inList = block.depth > 0 && previous !== undefined && previous.depth > 0;
    const before = block.type === "heading" ? 14 : inList ? 3.5 : block.depth > 0 ? 5 : body.gap;
    boxes.push({
      lines: type.lines(spans, margin + width - inset - x),
      leading: block.type === "heading" && block.level === 1 ? 16.5 : body.leading,
      look,
      before: previous?.type === "heading" ? 4 : before,
      x,
      node: to,
      // A heading stays with what it heads, and a paragraph that announces a list with its first item.
      keep: block.type === "heading" || (block.depth === 0 && (blocks[index + 1]?.depth ?? 0) > 0 && isShort(block)),
      marker,
    });
  }
  return boxes;
}

const isShort = (block: TextBlock) => block.runs.reduce((sum, run) => sum + run.text.length, 0) < 300;

function lookOf(block: TextBlock): Look {
  if (block.type !== "heading") return letter(body.size, { bold: false, italic: false });
  if (block.level === 1) return letter(12.5, { bold: true, italic: false });
  return letter(body.size, { bold: true, italic: block.level > 2 });
}

// ---------------------------------------------------------------- the names

type NameItem = {
  heading: boolean;
  lines: Line[];
  look: Look;
  leading: number;
  hang: number;
  pad: number;
  height: number;
  /** Room above, dropped at the head of a column. */
  before: number;
};

type Names = { items: NameItem[]; columnWidth: number; gap: number };

/** Sizes by number of columns: the fewer, the larger. */
const nameType = {
  1: { size: 10.4, leading: 13.6, place: 8.6, pad: 1.5, gap: 0, hang: 12 },
  2: { size: 9, leading: 11.4, place: 7.4, pad: 1.3, gap: 20, hang: 9 },
  3: { size: 7.8, leading: 9.7, place: 6.6, pad: 1.1, gap: 14, hang: 7 },
} as const;

function nameItems(data: EditionData, type: Typesetter, width: number): Names {
  const t = messagesFor(data.locale).pdf;
  const format = makeFormat(data.locale, data.timeZone);
  const set = nameType[data.columns];
  const columnWidth = (width - set.gap * (data.columns - 1)) / data.columns;
  const items: NameItem[] = [];
  const heading = (text: string) => {
    const look = ui(set.size - 0.2, ink, true);
    const lines = type.lines([{ text, look }], columnWidth);
    const height = lines.length * (set.leading + 0.3) + 6;
    items.push({ heading: true, lines, look, leading: set.leading + 0.3, hang: 0, pad: 0, height, before: 9 });
  };
  const entry = (signatory: PrintedSignatory) => {
    const alone = signatory.capacity === "individual" && !!signatory.person;
    const look = letter(set.size, { bold: signatory.lead !== null });
    const lead = signatory.lead === "lead" ? t.lead : signatory.lead === "co_lead" ? t.coLead : "";
    const country = data.showCountries && signatory.country ? format.country(signatory.country) : "";
    const facts = [alone ? signatory.name : "", lead, country].filter((text) => text !== "").join(" · ");
    const spans: Span[] = [{ text: alone ? (signatory.person ?? "") : signatory.name, look, solid: true }];
    if (facts) spans.push({ text: " ", look }, { text: facts, look: ui(set.place, faint), nowrap: true });
    const lines = type.lines(spans, columnWidth, set.hang);
    const height = lines.length * set.leading + 2 * set.pad;
    items.push({ heading: false, lines, look, leading: set.leading, hang: set.hang, pad: set.pad, height, before: 0 });
  };
  const organizations = data.signatories.filter((signatory) => signatory.capacity === "organization");
  const individuals = data.signatories.filter((signatory) => signatory.capacity === "individual");
  const leads = data.leadsFirst ? organizations.filter((signatory) => signatory.lead !== null) : [];
  const others = data.leadsFirst ? organizations.filter((signatory) => signatory.lead === null) : organizations;
  if (leads.length > 0) {
    heading(t.convenedBy);
    leads.forEach(entry);
  }
  if (others.length > 0) {
    if (leads.length > 0 || individuals.length > 0) heading(t.signatories);
    others.forEach(entry);
  }
  if (individuals.length > 0) {
    heading(t.individuals);
    individuals.forEach(entry);
    const look = letter(set.place, { italic: true, color: soft });
    const lines = type.lines([{ text: t.individualsNote, look }], columnWidth);
    const height = lines.length * set.leading + 2 * set.pad;
    items.push({ heading: false, lines, look, leading: set.leading, hang: 0, pad: set.pad, height, before: 3 });
  }
  return { items, columnWidth, gap: set.gap };
}

/**
 * Fills columns with whole items, as many as fit. A heading never ends a column.
 * @returns the items of each column and the index of the first that is left over
 */
function fill(items: readonly NameItem[], from: number, columns: number, height: number) {
  const out: NameItem[][] = [];
  let next = from;
  for (let column = 0; column < columns && next < items.length; column++) {
    const here: NameItem[] = [];
    let used = 0;
    for (let item = items[next]; item; item = items[next]) {
      const need = (here.length > 0 ? item.before : 0) + item.height;
      const company = item.heading ? (items[next + 1]?.height ?? 0) : 0;
      if (used + need + company > height + 0.01) break;
      here.push(item);
      used += need;
      next++;
    }
    out.push(here);
  }
  return { columns: out, next };
}

/** The least height at which everything from an item on still fits: columns come out equally long. */
function balanced(items: readonly NameItem[], from: number, columns: number, most: number): number {
  let [low, high] = [0, most];
  while (high - low > 0.25) {
    const middle = (low + high) / 2;
    if (fill(items, from, columns, middle).next === items.length) high = middle;
    else low = middle;
  }
  return high;
}

// ---------------------------------------------------------------- drawing

function draw(doc: PDFKit.PDFDocument, type: Typesetter, layout: Layout, data: EditionData): void {
  const grow = (it: Node): PDFKit.PDFStructureElement => {
    const element = doc.struct(it.tag, {
      ...(it.lang ? { lang: it.lang } : {}),
      ...(it.alt ? { alt: it.alt } : {}),
    });
    it.element = element;
    for (const child of it.children) element.add(grow(child));
    return element;
  };
  const rootElement = grow(layout.root);
  doc.addStructure(rootElement);

  for (const page of layout.pages) {
    doc.addPage();
    let open: Node | null | undefined;
    const close = () => {
      if (open !== undefined) doc.endMarkedContent();
      open = undefined;
    };
    /** What is drawn next belongs to this node of the tree, or (null) to none: decoration that is not read aloud. */
    const enter = (to: Node | null) => {
      if (open === to) return;
      close();
      if (to?.element) to.element.add(doc.markStructureContent(to.tag));
      else doc.markContent("Artifact", { type: "Pagination" });
      open = to;
    };
    for (const op of page.ops) {
      if (op.kind === "line") {
        let x = op.x;
        for (const piece of op.line.pieces) {
          if (piece.href && op.node?.element) {
            close();
            drawLink(doc, type, piece, piece.href, x, op.y, op.node.element);
          } else {
            enter(op.node);
            type.draw(piece, x, op.y);
          }
          x += piece.width;
        }
      } else if (op.kind === "rule") {
        enter(null);
        doc.rect(op.x, op.y - op.weight / 2, op.width, op.weight).fill(op.color);
      } else if (op.kind === "mark") {
        enter(null);
        drawMark(doc, op.x, op.y, op.size, dyes[data.coalition.dye]);
      } else {
        enter(op.node);
        drawBand(doc, op.x, op.y, op.width, data);
      }
    }
    close();
  }
  rootElement.end();
}

/** A link is an element of its own inside the paragraph, closed at once: PDFKit notes the page at that moment. */
function drawLink(
  doc: PDFKit.PDFDocument,
  type: Typesetter,
  piece: Piece,
  href: string,
  x: number,
  y: number,
  parent: PDFKit.PDFStructureElement,
): void {
  const link = doc.struct("Link");
  parent.add(link);
  link.add(doc.markStructureContent("Link"));
  type.draw(piece, x, y);
  const width = piece.width - (piece.text.endsWith(" ") ? type.widthOf(" ", piece.face, piece.size) : 0);
  doc.rect(x, y + piece.size * 0.16, width, 0.4).fill(piece.color);
  doc.endMarkedContent();
  // PDFKit's types leave out the parent in the tree. Its strings are String objects; plain ones become names.
  const options: object = { structParent: link, Contents: new String(href) };
  doc.link(x, y - piece.size * 0.9, width, piece.size * 1.25, href, options);
  link.end();
}

/** The coalition's mark: a square of its cloth. */
function drawMark(doc: PDFKit.PDFDocument, x: number, y: number, size: number, dye: string): void {
  const cell = size / 10;
  doc.save();
  doc.rect(x, y, size, size).fill(dye);
  doc.rect(x, y, size, size).clip();
  for (let thread = 0; thread < 10; thread++) {
    for (let row = 0; row < bandRows; row++) {
      if (showsCotton("rombo", thread, row, bandRows)) doc.rect(x + thread * cell, y + (row + 0.5) * cell, cell, cell);
    }
  }
  doc.fill("#FFFFFF");
  doc.restore();
}

/** One thread for each organization; the cotton figure is drawn in vertical runs, so that no seam shows in print. */
function drawBand(doc: PDFKit.PDFDocument, x: number, y: number, room: number, data: EditionData): void {
  const organizations = data.signatories.filter((signatory) => signatory.capacity === "organization").length;
  const band = bandSize(organizations, room);
  const { cell } = band;
  const motif = motifOf(data.letterId);
  doc.rect(x, y + cell, band.width, bandRows * cell).fill(dyes[data.coalition.dye]);
  for (let thread = 0; thread < band.threads; thread++) {
    let run = 0;
    for (let row = 0; row <= bandRows; row++) {
      if (row < bandRows && showsCotton(motif, thread, row, bandRows)) run++;
      else if (run > 0) {
        doc.rect(x + thread * cell, y + (1 + row - run) * cell, cell, run * cell);
        run = 0;
      }
    }
  }
  doc.fill("#FFFFFF");
  const weight = Math.max(0.5, cell * 0.18);
  doc.rect(x, y + cell / 2 - weight / 2, band.width, weight).fill(ink);
  doc.rect(x, y + band.height - cell / 2 - weight / 2, band.width, weight).fill(ink);
}
