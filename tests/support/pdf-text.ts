import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * What poppler reads in a PDF: a reader that is not ours. Needs `poppler-utils` on the machine.
 * @returns standard output of `pdftotext`, `pdfinfo` or `pdffonts`
 */
function poppler(tool: "pdftotext" | "pdfinfo" | "pdffonts", pdf: Buffer, args: string[] = []): string {
  const folder = mkdtempSync(path.join(tmpdir(), "pdf-"));
  try {
    const file = path.join(folder, "edition.pdf");
    writeFileSync(file, pdf);
    const out = tool === "pdftotext" ? [file, "-"] : [file];
    return execFileSync(tool, [...args, ...out], { encoding: "utf8", maxBuffer: 64_000_000 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new Error(`${tool} is not here: install poppler-utils`);
    }
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The words of each page, blanks and line ends made one blank. */
export const pdfPages = (pdf: Buffer): string[] =>
  poppler("pdftotext", pdf)
    .split("\f")
    .slice(0, -1)
    .map((page) => page.replace(/\s+/g, " "));

export const pdfInfo = (pdf: Buffer): string => poppler("pdfinfo", pdf);

/** The tree that a screen reader walks, with its text. */
export const pdfStructure = (pdf: Buffer): string => poppler("pdfinfo", pdf, ["-struct-text"]);

export const pdfFonts = (pdf: Buffer): { name: string; embedded: boolean; unicode: boolean }[] =>
  poppler("pdffonts", pdf)
    .split("\n")
    .slice(2)
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const flags = /(yes|no) +(?:yes|no) +(yes|no) +\d+ +\d+\s*$/.exec(line);
      return { name: line.split(/\s+/)[0] ?? "", embedded: flags?.[1] === "yes", unicode: flags?.[2] === "yes" };
    });

/** Every word with its box, in points from the page's top left corner. */
export function pdfWords(pdf: Buffer): { page: number; word: string; left: number; right: number; bottom: number }[] {
  const found: { page: number; word: string; left: number; right: number; bottom: number }[] = [];
  let page = 0;
  for (const line of poppler("pdftotext", pdf, ["-bbox"]).split("\n")) {
    if (line.includes("<page ")) page++;
    const word = /<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<\/word>/.exec(line);
    if (word) {
      found.push({
        page,
        word: word[4] ?? "",
        left: Number(word[1]),
        right: Number(word[2]),
        bottom: Number(word[3]),
      });
    }
  }
  return found;
}
