/**
 * The woven band: one thread for each organization, in the order in which they signed.
 *
 * Pure and deterministic: the same input always gives the same cloth, on a page, in a mail and in a PDF. The dye is the
 * coalition's and the motif the letter's, so the colour says where you are and the figure says which letter.
 */
export const MOTIFS = ["rombo", "escalera", "rio", "paso"] as const;
export const DYES = ["grana", "anil", "nopal", "barro"] as const;

export type Motif = (typeof MOTIFS)[number];
export type Dye = (typeof DYES)[number];

/** Does the undyed (cotton) figure show at thread x, row y? */
export function figure(motif: Motif, x: number, y: number, rows: number): boolean {
  const mid = (rows - 1) / 2;
  switch (motif) {
    case "escalera": {
      const period = 2 * mid;
      const k = x % period;
      return Math.abs(y - mid) === (k < mid ? k : period - 1 - k);
    }
    case "rio": {
      const k = x % 8;
      return (y + 40 - (k < 4 ? k : 8 - k)) % 4 === 0;
    }
    case "paso":
      return (Math.floor(Math.abs((x % 10) - 4.5)) + Math.abs(y - mid)) % 4 < 1;
    default: {
      const period = rows + 1;
      const distance = Math.abs((x % period) - period / 2) + Math.abs(y - mid);
      return distance === mid || distance <= 1;
    }
  }
}

/** A small stable hash: the same id always picks the same of a list. */
export function pick<T>(id: string, list: readonly [T, ...T[]]): T {
  let h = 2166136261;
  for (const ch of id) h = Math.imul(h ^ (ch.codePointAt(0) ?? 0), 16777619);
  return list[(h >>> 0) % list.length] ?? list[0];
}

/** The motif of a letter, by its id. */
export function motifOf(letterId: string): Motif {
  return pick(letterId, MOTIFS);
}

export type Cloth = {
  width: number;
  height: number;
  ground: string;
  cotton: string;
  warp: string;
  your: string;
  edge: string;
};

/**
 * SVG paths of a band.
 * @param signed threads woven
 * @param total threads on the loom; more signatures than that weave all of it
 * @param yours index of the reader's own thread among the woven, or −1
 * @param rows height of the figure in cells (odd)
 * @param cell height of a cell in whole pixels
 * @param pitch width of a thread in whole pixels, where it is wider than a cell is high
 */
export function faja({
  signed,
  total,
  motif = "rombo",
  yours = -1,
  rows = 9,
  cell = 2,
  pitch = cell,
}: {
  signed: number;
  total: number;
  motif?: Motif;
  yours?: number;
  rows?: number;
  cell?: number;
  pitch?: number;
}): Cloth {
  const woven = Math.min(signed, total);
  const top = cell;
  const h = rows * cell;
  const height = h + 2 * cell;
  let cotton = "";
  let warp = "";
  let your = "";
  for (let x = 0; x < total; x++) {
    if (x >= woven) {
      warp += `M${x * pitch + pitch / 2} ${top}v${h}`;
      continue;
    }
    if (x === yours) {
      your = `M${x * pitch} ${top}h${pitch}v${h}h-${pitch}z`;
      continue;
    }
    let run = 0; // merges vertical runs of cotton into one rectangle
    for (let y = 0; y <= rows; y++) {
      if (y < rows && figure(motif, x, y, rows)) run++;
      else if (run) {
        cotton += `M${x * pitch} ${top + (y - run) * cell}h${pitch}v${run * cell}h-${pitch}z`;
        run = 0;
      }
    }
  }
  return {
    width: total * pitch,
    height,
    ground: woven > 0 ? `M0 ${top}h${woven * pitch}v${h}H0z` : "",
    cotton,
    warp,
    your,
    edge: woven > 0 ? `M0 ${top / 2}h${woven * pitch}M0 ${height - top / 2}h${woven * pitch}` : "",
  };
}

/** Above this many organizations one thread stands for two. */
export const MAX_THREADS = 320;

/** A full loom of the mockups has about this many threads: with fewer the band gets shorter and stays as low. */
const FULL_LOOM = 90;
/** With few organizations a band would be a crumb: its threads get wider until it has this part of its room, … */
const SHORTEST = 1 / 3;
/** … but no wider than so many times their height: then they would be no threads any more. */
const WIDEST = 4;

/**
 * How to draw a loom in a width: whole pixels, never scaled.
 * @returns height of a cell, width of a thread, threads, and how many organizations one stands for (the caption must say so when it is 2)
 */
export function loom(total: number, width: number): { cell: number; pitch: number; threads: number; per: number } {
  const per = total > MAX_THREADS ? Math.ceil(total / MAX_THREADS) : 1;
  const threads = Math.max(1, Math.ceil(total / per));
  const cell = Math.max(2, Math.floor(width / Math.max(threads, FULL_LOOM)));
  const pitch = Math.max(cell, Math.min(WIDEST * cell, Math.floor((width * SHORTEST) / threads)));
  return { cell, pitch, threads, per };
}
