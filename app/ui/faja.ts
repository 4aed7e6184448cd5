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
 * @param cell size of a cell in whole pixels
 */
export function faja({
  signed,
  total,
  motif = "rombo",
  yours = -1,
  rows = 9,
  cell = 2,
}: {
  signed: number;
  total: number;
  motif?: Motif;
  yours?: number;
  rows?: number;
  cell?: number;
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
      warp += `M${x * cell + cell / 2} ${top}v${h}`;
      continue;
    }
    if (x === yours) {
      your = `M${x * cell} ${top}h${cell}v${h}h-${cell}z`;
      continue;
    }
    let run = 0; // merges vertical runs of cotton into one rectangle
    for (let y = 0; y <= rows; y++) {
      if (y < rows && figure(motif, x, y, rows)) run++;
      else if (run) {
        cotton += `M${x * cell} ${top + (y - run) * cell}h${cell}v${run * cell}h-${cell}z`;
        run = 0;
      }
    }
  }
  return {
    width: total * cell,
    height,
    ground: woven > 0 ? `M0 ${top}h${woven * cell}v${h}H0z` : "",
    cotton,
    warp,
    your,
    edge: woven > 0 ? `M0 ${top / 2}h${woven * cell}M0 ${height - top / 2}h${woven * cell}` : "",
  };
}

/** Above this many organizations one thread stands for two. */
export const MAX_THREADS = 320;

/** A full loom of the mockups has about this many threads: with fewer the band gets shorter, not its threads wider. */
const FULL_LOOM = 90;

/**
 * How to draw a loom in a width: whole-pixel cells, never scaled.
 * @returns cell size, threads, and how many organizations a thread stands for (the caption must say so when it is 2)
 */
export function loom(total: number, width: number): { cell: number; threads: number; per: number } {
  const per = total > MAX_THREADS ? Math.ceil(total / MAX_THREADS) : 1;
  const threads = Math.max(1, Math.ceil(total / per));
  return { cell: Math.max(2, Math.floor(width / Math.max(threads, FULL_LOOM))), threads, per };
}
