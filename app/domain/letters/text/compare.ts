import { diffArrays, diffWordsWithSpace } from "diff";
import { type TextBlock, toBlocks } from "./blocks";
import type { LetterDoc } from "./schema";
import { countWords } from "./word-count";

/** A stretch of a compared block: unchanged, written since, or taken out since. */
export type ComparedRun = { kind: "same" | "inserted" | "deleted"; text: string };

export type ComparedBlock = {
  kind: "same" | "changed" | "added" | "removed";
  /** Look of the block as it is now (or was, if removed). */
  type: TextBlock["type"];
  level: number;
  quote: number;
  depth: number;
  marker: string | null;
  blockId: string | null;
  runs: ComparedRun[];
};

export type Comparison = {
  blocks: ComparedBlock[];
  /** Words in inserted stretches. */
  wordsAdded: number;
  /** Words in deleted stretches. */
  wordsRemoved: number;
};

/** Two blocks with less of their words in common than this are shown as one removed and one added. */
const ALIKE = 0.35;

/**
 * What changed between two bodies, block by block and then word by word. Equal blocks are anchors; between anchors, blocks
 * that carry the same id or much the same words are compared with each other, in order.
 */
export function compareTexts(before: LetterDoc, after: LetterDoc): Comparison {
  const old = toBlocks(before);
  const now = toBlocks(after);
  const blocks: ComparedBlock[] = [];
  let removed: TextBlock[] = [];
  let added: TextBlock[] = [];
  const endGap = () => {
    blocks.push(...compareGap(removed, added));
    removed = [];
    added = [];
  };

  let i = 0;
  let j = 0;
  for (const change of diffArrays(old.map(signature), now.map(signature))) {
    if (change.removed) {
      removed.push(...old.slice(i, i + change.count));
      i += change.count;
    } else if (change.added) {
      added.push(...now.slice(j, j + change.count));
      j += change.count;
    } else {
      endGap();
      for (const block of now.slice(j, j + change.count)) blocks.push(whole(block, "same"));
      i += change.count;
      j += change.count;
    }
  }
  endGap();

  const words = (kind: ComparedRun["kind"]) =>
    blocks.reduce(
      (sum, block) => sum + block.runs.reduce((n, run) => n + (run.kind === kind ? countWords(run.text) : 0), 0),
      0,
    );
  return { blocks, wordsAdded: words("inserted"), wordsRemoved: words("deleted") };
}

function text(block: TextBlock): string {
  return block.runs.map((run) => run.text).join("");
}

function signature(block: TextBlock): string {
  return JSON.stringify([block.type, block.level, block.quote, block.depth, text(block)]);
}

function whole(block: TextBlock, kind: "same" | "added" | "removed"): ComparedBlock {
  const run = ({ same: "same", added: "inserted", removed: "deleted" } as const)[kind];
  return { ...look(block), kind, runs: [{ kind: run, text: text(block) }] };
}

function look({ type, level, quote, depth, marker, blockId }: TextBlock) {
  return { type, level, quote, depth, marker, blockId };
}

/** Pairs blocks of a gap in order (longest common subsequence by likeness), so that no pair crosses another. */
function compareGap(removed: TextBlock[], added: TextBlock[]): ComparedBlock[] {
  const alike = removed.map((a) => added.map((b) => likeness(a, b)));
  const best: number[][] = Array.from({ length: removed.length + 1 }, () => new Array(added.length + 1).fill(0));
  const at = (i: number, j: number) => best[i]?.[j] ?? 0;
  for (let i = removed.length - 1; i >= 0; i--) {
    for (let j = added.length - 1; j >= 0; j--) {
      const pair = alike[i]?.[j] ?? 0;
      const row = best[i];
      if (row) row[j] = Math.max(at(i + 1, j), at(i, j + 1), pair >= ALIKE ? pair + at(i + 1, j + 1) : 0);
    }
  }
  const out: ComparedBlock[] = [];
  let i = 0;
  let j = 0;
  while (i < removed.length || j < added.length) {
    const a = removed[i];
    const b = added[j];
    const pair = a && b ? (alike[i]?.[j] ?? 0) : 0;
    if (a && b && pair >= ALIKE && at(i, j) === pair + at(i + 1, j + 1)) {
      out.push({ ...look(b), kind: "changed", runs: compareWords(text(a), text(b)) });
      i++;
      j++;
    } else if (a && (!b || at(i, j) === at(i + 1, j))) {
      out.push(whole(a, "removed"));
      i++;
    } else if (b) {
      out.push(whole(b, "added"));
      j++;
    }
  }
  return out;
}

/**
 * Words of two blocks. Changes that only blanks part are shown as one ("phase out" → "end"), deletion first; blanks that
 * both sides end in are not part of the change.
 */
function compareWords(before: string, after: string): ComparedRun[] {
  const runs: ComparedRun[] = [];
  let deleted = "";
  let inserted = "";
  const add = (kind: ComparedRun["kind"], value: string) => {
    if (value !== "") runs.push({ kind, text: value });
  };
  const changes = diffWordsWithSpace(before, after);
  changes.forEach((change, index) => {
    if (change.added) inserted += change.value;
    else if (change.removed) deleted += change.value;
    else if ((deleted !== "" || inserted !== "") && change.value.trim() === "" && index < changes.length - 1) {
      deleted += change.value;
      inserted += change.value;
    } else {
      const blanks = commonEnd(deleted, inserted);
      add("deleted", deleted.slice(0, deleted.length - blanks.length));
      add("inserted", inserted.slice(0, inserted.length - blanks.length));
      add("same", blanks + change.value);
      deleted = "";
      inserted = "";
    }
  });
  add("deleted", deleted);
  add("inserted", inserted);
  return runs;
}

/** The blanks in which both texts end. */
function commonEnd(a: string, b: string): string {
  const left = /\s*$/.exec(a)?.[0] ?? "";
  const right = /\s*$/.exec(b)?.[0] ?? "";
  return left.endsWith(right) ? right : right.endsWith(left) ? left : "";
}

/** 0 to 1: share of common words (Dice); a block that kept its id counts as alike unless nothing of it is left. */
function likeness(a: TextBlock, b: TextBlock): number {
  const left =
    text(a)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const right =
    text(b)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  if (left.length === 0 || right.length === 0) return 0;
  const count = new Map<string, number>();
  for (const word of left) count.set(word, (count.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of right) {
    const n = count.get(word) ?? 0;
    if (n > 0) {
      common++;
      count.set(word, n - 1);
    }
  }
  const dice = (2 * common) / (left.length + right.length);
  return a.blockId !== null && a.blockId === b.blockId && dice > 0.1 ? Math.max(dice, 0.6) : dice;
}
