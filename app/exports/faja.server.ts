/**
 * The woven band in print (ux/DESIGN.md, section 2): one thread for each organization, in the coalition's dye; the figure
 * comes from the letter. Geometry only, so that the page decides where it stands.
 */

export type Dye = "grana" | "anil" | "nopal" | "barro";
export type Motif = "rombo" | "escalera" | "rio" | "paso";

export const dyes: Readonly<Record<Dye, string>> = {
  grana: "#9C1B36",
  anil: "#263E7C",
  nopal: "#3A662B",
  barro: "#8A4B22",
};

const motifs: readonly Motif[] = ["rombo", "escalera", "rio", "paso"];

/** The letter's motif, the same wherever its band is drawn (FNV-1a of its id). */
export function motifOf(letterId: string): Motif {
  let hash = 2166136261;
  for (const char of letterId) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return motifs[(hash >>> 0) % motifs.length] ?? "rombo";
}

/** Does the undyed figure show at thread x, row y of a band of `rows` rows? */
export function showsCotton(motif: Motif, x: number, y: number, rows: number): boolean {
  const mid = (rows - 1) / 2;
  if (motif === "escalera") {
    const k = x % (2 * mid);
    return Math.abs(y - mid) === (k < mid ? k : 2 * mid - 1 - k);
  }
  if (motif === "rio") {
    const k = x % 8;
    return (y + 40 - (k < 4 ? k : 8 - k)) % 4 === 0;
  }
  if (motif === "paso") return (Math.floor(Math.abs((x % 10) - 4.5)) + Math.abs(y - mid)) % 4 < 1;
  const period = rows + 1;
  const distance = Math.abs((x % period) - period / 2) + Math.abs(y - mid);
  return distance === mid || distance <= 1;
}

export const bandRows = 9;
const mostThreads = 320;
const widestCell = 5;

export type Band = { threads: number; per: number; cell: number; width: number; height: number };

/**
 * The size of a band, in points.
 * @param organizations how many signed; above 320 one thread stands for several, and the caption must say so
 * @param width the room there is; few threads make a short band, never wide threads
 */
export function bandSize(organizations: number, width: number): Band {
  const per = Math.max(1, Math.ceil(organizations / mostThreads));
  const threads = Math.ceil(organizations / per);
  const cell = Math.min(widestCell, width / Math.max(1, threads));
  return { threads, per, cell, width: threads * cell, height: (bandRows + 2) * cell };
}
