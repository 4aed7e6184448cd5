import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DYES, faja, figure, loom, MAX_THREADS, MOTIFS, motifOf, pick } from "~/ui/faja";

describe("the band", () => {
  it("has one thread for each organization, woven or waiting", () => {
    fc.assert(
      fc.property(fc.nat(320), fc.nat(320), fc.constantFrom(...MOTIFS), (signed, waiting, motif) => {
        const total = signed + waiting;
        const cloth = faja({ signed, total, motif });
        expect(cloth.width).toBe(total * 2);
        expect(cloth.warp.match(/M/g)?.length ?? 0).toBe(waiting);
        expect(cloth.ground === "").toBe(signed === 0);
        if (signed > 0) expect(cloth.ground).toContain(`h${signed * 2}v`);
      }),
    );
  });

  it("shows your thread in one place and only among the woven", () => {
    expect(faja({ signed: 5, total: 9, yours: 2 }).your).toBe("M4 2h2v18h-2z");
    expect(faja({ signed: 5, total: 9, yours: 0 }).ground).not.toBe("");
    expect(faja({ signed: 5, total: 9, yours: 7 }).your).toBe("");
    expect(faja({ signed: 5, total: 9 }).your).toBe("");
  });

  it("never weaves more threads than it has", () => {
    expect(faja({ signed: 12, total: 9 }).ground).toBe(faja({ signed: 9, total: 9 }).ground);
  });

  it("draws the figure cell by cell", () => {
    const rows = 9;
    for (const motif of MOTIFS) {
      const { cotton } = faja({ signed: 30, total: 30, motif, rows, cell: 1 });
      const drawn = new Set<string>();
      for (const [, x, y, h] of cotton.matchAll(/M(\d+) (\d+)h1v(\d+)h-1z/g)) {
        for (let i = 0; i < Number(h); i++) drawn.add(`${x},${Number(y) - 1 + i}`);
      }
      expect(drawn.size).toBeGreaterThan(20);
      for (let x = 0; x < 30; x++) {
        for (let y = 0; y < rows; y++) expect(drawn.has(`${x},${y}`)).toBe(figure(motif, x, y, rows));
      }
    }
  });

  it("lets one thread stand for two above 320, in whole pixels", () => {
    expect(loom(140, 280)).toEqual({ cell: 2, pitch: 2, threads: 140, per: 1 });
    expect(loom(MAX_THREADS, 1280)).toEqual({ cell: 4, pitch: 4, threads: 320, per: 1 });
    expect(loom(321, 640)).toEqual({ cell: 3, pitch: 3, threads: 161, per: 2 });
    expect(loom(0, 100).threads).toBe(1);
  });

  it("is no crumb when few organizations are asked, and never wider than its room", () => {
    expect(loom(9, 700)).toEqual({ cell: 7, pitch: 25, threads: 9, per: 1 });
    expect(loom(10, 180)).toEqual({ cell: 2, pitch: 6, threads: 10, per: 1 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 320 }), fc.constantFrom(180, 220, 280, 296, 700), (total, width) => {
        const { cell, pitch, threads } = loom(total, width);
        expect(threads * pitch).toBeLessThanOrEqual(Math.max(width, threads * 2));
        // A third of the room, but for what whole pixels leave over, or threads as wide as they get.
        if (pitch < 4 * cell) expect(threads * pitch).toBeGreaterThan(width / 3 - threads);
      }),
    );
  });

  it("widens threads, not rows", () => {
    const cloth = faja({ signed: 2, total: 3, rows: 7, cell: 2, pitch: 6, yours: 1 });
    expect([cloth.width, cloth.height, cloth.ground, cloth.warp]).toEqual([18, 18, "M0 2h12v14H0z", "M15 2v14"]);
    expect(cloth.your).toBe("M6 2h6v14h-6z");
  });
});

describe("what an id decides", () => {
  it("is the same each time, and uses every choice", () => {
    const ids = Array.from({ length: 200 }, (_, n) => `letter-${n}`);
    expect(ids.map(motifOf)).toEqual(ids.map(motifOf));
    expect(new Set(ids.map(motifOf)).size).toBe(MOTIFS.length);
    expect(new Set(ids.map((id) => pick(id, DYES))).size).toBe(DYES.length);
  });
});
