/**
 * Setting type for PDFs: which embedded font draws a word, how wide it is, and where lines break.
 *
 * PDFKit's own paragraphs break lines greedily and cannot change the font inside a word; letters here carry names in many
 * languages, and their lines should be even. So text is broken here, over the whole paragraph, and PDFKit only draws.
 */
import { createRequire } from "node:module";

/** Families as the design names them; `fallback` is chosen by the typesetter, for scripts that they lack. */
export type Family = "letter" | "ui" | "mono";

export type Look = { family: Family; size: number; color: string; bold?: boolean; italic?: boolean };

/** A stretch of text with one look. A line feed breaks the line. */
export type Span = {
  text: string;
  look: Look;
  href?: string | null;
  /** Keeps it on one line, where it fits. */
  nowrap?: boolean;
  /** Breaks at blanks only, so that a name is extracted as it is written. */
  solid?: boolean;
};

/** What is drawn in one go. */
export type Piece = { text: string; face: string; size: number; color: string; href: string | null; width: number };

export type Line = { pieces: Piece[]; width: number };

const require = createRequire(import.meta.url);
const andada = "@expo-google-fonts/andada-pro/AndadaPro_";
const archivo = "@expo-google-fonts/archivo/";
const noto = "@expo-google-fonts/noto-serif/";

/** One file for each face. Andada and Archivo lack Greek and Cyrillic: Noto Serif draws whole words in them. */
const files = {
  letter: `${andada}400Regular.ttf`,
  "letter-bold": `${andada}600SemiBold.ttf`,
  "letter-italic": `${andada}400Regular_Italic.ttf`,
  "letter-bold-italic": `${andada}600SemiBold_Italic.ttf`,
  ui: `${archivo}400Regular/Archivo_400Regular.ttf`,
  "ui-bold": `${archivo}600SemiBold/Archivo_600SemiBold.ttf`,
  mono: "@expo-google-fonts/chivo-mono/400Regular/ChivoMono_400Regular.ttf",
  fallback: `${noto}400Regular/NotoSerif_400Regular.ttf`,
  "fallback-bold": `${noto}600SemiBold/NotoSerif_600SemiBold.ttf`,
  "fallback-italic": `${noto}400Regular_Italic/NotoSerif_400Regular_Italic.ttf`,
  "fallback-bold-italic": `${noto}600SemiBold_Italic/NotoSerif_600SemiBold_Italic.ttf`,
} as const;

type Face = keyof typeof files;

/** Old-style figures stand among small letters as quietly as words do. */
const featuresOf = (face: string): PDFKit.Mixins.OpenTypeFeatures[] | undefined =>
  face.startsWith("letter") ? ["onum"] : undefined;

/** The part of PDFKit's loaded font that is used here (its types hide it). */
type LoadedFont = {
  ascender: number;
  descender: number;
  font: { hasGlyphForCodePoint(codePoint: number): boolean };
};

type Word = { pieces: Piece[]; width: number; space: number };

/** Spaces that do not break, and how they are drawn: as a space, so that the text can be searched. */
const hardSpace = /[\u00a0\u202f\u2007]/g;
const invisible = /[\u00ad\u200b\u2060\ufeff]/g;
/** Controls, and the marks that turn the direction of text: a name must not reorder its line. */
const controls = /(?!\n)[\p{Cc}\p{Bidi_Control}]/gu;
/**
 * Inside a word a line may break after a slash or an em dash. Never after a hyphen: whoever copies or searches the text
 * gets "Afrodescendant" then, since readers of PDFs take a hyphen at the end of a line for a divided word.
 */
const inner = /(?<=[^\s/][/—](?=[^\s/]))/u;

const clusters = new Intl.Segmenter("und", { granularity: "grapheme" });

export class Typesetter {
  /** Characters for which no embedded font has a glyph. */
  readonly missing = new Set<string>();
  private readonly widths = new Map<string, number>();
  private readonly loaded = new Map<string, LoadedFont>();

  constructor(private readonly doc: PDFKit.PDFDocument) {}

  /** Makes a face the current one and tells its metrics. */
  use(face: string, size: number): LoadedFont {
    if (!this.loaded.has(face)) this.doc.registerFont(face, require.resolve(files[face as Face]));
    this.doc.font(face).fontSize(size);
    let font = this.loaded.get(face);
    if (!font) {
      font = (this.doc as unknown as { _font: LoadedFont })._font;
      this.loaded.set(face, font);
    }
    return font;
  }

  /** The width of a text in one face, in points. */
  widthOf(text: string, face: string, size: number): number {
    const key = `${face} ${size} ${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      this.use(face, size);
      width = this.doc.widthOfString(text, { features: featuresOf(face) });
      this.widths.set(key, width);
    }
    return width;
  }

  /** Where the baseline lies below the top of a line, when the type stands in the middle of its leading. */
  baseline(look: Look, leading: number): number {
    const { ascender, descender } = this.use(this.faceOf(look), look.size);
    return (leading - ((ascender - descender) / 1000) * look.size) / 2 + (ascender / 1000) * look.size;
  }

  /**
   * Breaks text into lines that are as even as they can be (least squares of the blank ends, the last line free).
   * @param width of the first line; the following ones are `hang` narrower
   */
  lines(spans: readonly Span[], width: number, hang = 0): Line[] {
    const rows = this.words(spans, width - hang);
    return rows.flatMap((words, row) => {
      let from = 0;
      const lines = breakEvenly(words, width, hang).map((to) => {
        const line = this.join(words.slice(from, to));
        // The blank at which a line broke is still text: without it a screen reader reads "landand".
        const last = line.pieces[line.pieces.length - 1];
        const more = to < words.length ? (words[to - 1]?.space ?? 0) > 0 : row < rows.length - 1;
        if (last && more) last.text += " ";
        from = to;
        return line;
      });
      return lines.length > 0 ? lines : [{ pieces: [], width: 0 }];
    });
  }

  /** One line, unbroken. */
  line(spans: readonly Span[]): Line {
    return this.join(this.words(spans, Number.POSITIVE_INFINITY).flat());
  }

  /** Draws a piece with its left end at x and its baseline at y. */
  draw(piece: Piece, x: number, y: number): void {
    this.use(piece.face, piece.size);
    this.doc.fillColor(piece.color);
    this.doc.text(piece.text, x, y, { lineBreak: false, baseline: "alphabetic", features: featuresOf(piece.face) });
  }

  private faceOf({ family, bold, italic }: Look): Face {
    if (family === "mono") return "mono";
    if (family === "ui") return bold ? "ui-bold" : "ui";
    return `letter${bold ? "-bold" : ""}${italic ? "-italic" : ""}` as Face;
  }

  /** The face that has every character of a word: the wanted one, else the fallback for the whole word. */
  private faceFor(text: string, look: Look): Face {
    const wanted = this.faceOf(look);
    const has = (face: string, char: string) => {
      const font = this.loaded.get(face) ?? this.use(face, look.size);
      return font.font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0);
    };
    const lacking = [...text].filter((char) => !has(wanted, char));
    if (lacking.length === 0) return wanted;
    const bold = look.bold ? "-bold" : "";
    const italic = look.italic && look.family === "letter" ? "-italic" : "";
    const fallback = `fallback${bold}${italic}` as Face;
    const still = lacking.filter((char) => !has(fallback, char));
    for (const char of still) this.missing.add(char);
    return still.length < lacking.length ? fallback : wanted;
  }

  private piece(text: string, span: Span): Piece {
    const { size, color } = span.look;
    const face = this.faceFor(text, span.look);
    return { text, face, size, color, href: span.href ?? null, width: this.widthOf(text, face, size) };
  }

  /** Words of each hard line. A word may change its look inside; `space` is the blank after it. */
  private words(spans: readonly Span[], widest: number): Word[][] {
    const rows: Word[][] = [[]];
    let open: Word | undefined;
    for (const span of spans) {
      const text = span.text
        .replace(/\r\n?/g, "\n")
        .replace(/\t/g, " ")
        .normalize("NFC")
        .replace(controls, "")
        .replace(invisible, "")
        .replace(/\u2011/g, "-");
      // A span that stays together is one word of its own, unless it alone is wider than the line.
      const whole = span.nowrap && this.piece(text.replace(hardSpace, " "), span).width <= widest;
      for (const token of whole ? [text] : text.split(/(\n| +)/)) {
        const row = rows[rows.length - 1] ?? [];
        if (token === "") continue;
        if (token === "\n") {
          rows.push([]);
          open = undefined;
        } else if (!whole && token.trim() === "" && /^ +$/.test(token)) {
          const last = open?.pieces[open.pieces.length - 1];
          if (open && last) open.space = this.widthOf(" ", last.face, last.size);
          open = undefined;
        } else {
          const parts = (whole || span.solid ? [token] : token.split(inner)).map((part) =>
            this.fit(part.replace(hardSpace, " "), span, widest),
          );
          for (const [index, piece] of parts.flat().entries()) {
            // The first goes on from another look's half of the word; before each other one the line may break.
            if (!open || index > 0) {
              open = { pieces: [], width: 0, space: 0 };
              row.push(open);
            }
            open.pieces.push(piece);
            open.width += piece.width;
          }
        }
      }
    }
    return rows;
  }

  /** A part of a word that is wider than a line (an address, say) is cut between characters. */
  private fit(text: string, span: Span, widest: number): Piece[] {
    const whole = this.piece(text, span);
    if (whole.width <= widest) return [whole];
    const pieces: Piece[] = [];
    let part = "";
    for (const { segment } of clusters.segment(text)) {
      if (part && this.piece(part + segment, span).width > widest) {
        pieces.push(this.piece(part, span));
        part = "";
      }
      part += segment;
    }
    return part ? [...pieces, this.piece(part, span)] : pieces;
  }

  /** Puts words on a line; neighbors of one look become one piece, so that the blanks between them are text. */
  private join(words: readonly Word[]): Line {
    const pieces: Piece[] = [];
    words.forEach((word, index) => {
      word.pieces.forEach((piece, at) => {
        const previous = words[index - 1];
        const blank = at === 0 && previous && previous.space > 0 ? " " : "";
        const last = pieces[pieces.length - 1];
        if (last && blank) last.text += blank;
        const alike =
          last?.face === piece.face &&
          last.size === piece.size &&
          last.color === piece.color &&
          last.href === piece.href;
        if (last && alike) last.text += piece.text;
        else pieces.push({ ...piece });
      });
    });
    for (const piece of pieces) piece.width = this.widthOf(piece.text, piece.face, piece.size);
    return { pieces, width: pieces.reduce((sum, piece) => sum + piece.width, 0) };
  }
}

/**
 * Where each line ends (index after its last word), for the least sum of squared blanks.
 * A last line of a lone short word costs a little, so that it is avoided when it can be.
 */
function breakEvenly(words: readonly Word[], width: number, hang: number): number[] {
  const n = words.length;
  if (n === 0) return [];
  // best[i] = cost of setting the words from i on, for a first line or a following one (they differ by the hang).
  const cost = new Array<number>(n + 1).fill(Number.POSITIVE_INFINITY);
  const next = new Array<number>(n + 1).fill(n);
  cost[n] = 0;
  const solve = (from: number, room: number): [number, number] => {
    let best = Number.POSITIVE_INFINITY;
    let at = from + 1;
    let used = 0;
    for (let to = from + 1; to <= n; to++) {
      const word = words[to - 1];
      if (!word) break;
      used += word.width;
      if (used > room + 0.01 && to > from + 1) break;
      const left = Math.max(0, room - used) / room;
      const lone = to - from === 1 && from > 0 && word.width < room * 0.2;
      const here = to === n ? (lone ? 0.08 : 0) : left * left;
      const total = here + (cost[to] ?? 0);
      if (total < best) [best, at] = [total, to];
      used += word.space;
    }
    return [best, at];
  };
  for (let from = n - 1; from >= 1; from--) [cost[from], next[from]] = solve(from, width - hang);
  const ends = [solve(0, width)[1]];
  while ((ends[ends.length - 1] ?? n) < n) ends.push(next[ends[ends.length - 1] ?? n] ?? n);
  return ends;
}
