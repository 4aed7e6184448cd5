import { type RefObject, useEffect, useLayoutEffect } from "react";

/** Before the page is painted, and before anything takes the focus, which scrolls to where it stands. Servers paint nothing. */
const useBeforePaint = typeof window === "undefined" ? useEffect : useLayoutEffect;

/** Space between two blocks of the margin, in pixels: `gap` of `.margin`. */
const GAP = 16;

/**
 * Places blocks of the margin beside the passages that they are about, in their order, without overlap: each stands at its
 * passage or right below the one before it; the active one stands at its passage, and those before it make room. Blocks
 * without a passage follow the one before. Moves them by their upper margin, so reading and tab order stay as they are.
 * @param margin holds the blocks: every child with `data-beside`
 * @param on false while the margin follows the text (narrow windows)
 * @param passageTop top of a block's passage in the window, in pixels; null when it has none (any more)
 * @param active value of `data-beside` of the block that matters now
 */
export function useBesideText(
  margin: RefObject<HTMLElement | null>,
  on: boolean,
  passageTop: (id: string) => number | null,
  active: string | null,
): void {
  // After every rendering: whatever changed may have moved something. Between renderings, sizes tell.
  useBeforePaint(() => {
    const aside = margin.current;
    if (!aside) return;
    const blocks = () => [...aside.querySelectorAll<HTMLElement>(":scope > [data-beside]")];
    const place = () => {
      const all = blocks();
      if (!on) {
        for (const block of all) block.style.marginTop = "";
        return;
      }
      const asideTop = aside.getBoundingClientRect().top;
      const first = all[0];
      if (!first) return;
      const start = first.offsetTop - Number.parseFloat(first.style.marginTop || "0");
      const wanted = all.map((block) => {
        const top = passageTop(block.dataset.beside ?? "");
        return top === null ? null : top - asideTop;
      });
      const tops = stack(
        start,
        all.map((block) => block.offsetHeight),
        wanted,
        all.findIndex((block) => block.dataset.beside === active),
      );
      let natural = start;
      for (const [i, block] of all.entries()) {
        const top = tops[i] ?? natural;
        const space = `${Math.round(top - natural)}px`;
        if (block.style.marginTop !== space) block.style.marginTop = space;
        natural = top + block.offsetHeight + GAP;
      }
    };
    place();
    const observer = new ResizeObserver(place);
    const text = aside.parentElement?.querySelector(".paper");
    if (text) observer.observe(text);
    for (const block of blocks()) observer.observe(block);
    return () => observer.disconnect();
  });
}

/**
 * Tops of blocks of these heights that stand below `start`, in order, as near to where they are wanted as the order and the
 * space allow; the active one first of all. All in pixels.
 * @param active index of the block that must stand where it is wanted, as far as those before it fit above it; -1 for none
 */
export function stack(
  start: number,
  heights: readonly number[],
  wanted: readonly (number | null)[],
  active: number,
): number[] {
  const tops: number[] = [];
  let free = start;
  for (const [i, height] of heights.entries()) {
    const top = Math.max(free, wanted[i] ?? free);
    tops.push(top);
    free = top + height + GAP;
  }
  const goal = wanted[active] ?? null;
  if (active < 0 || goal === null || (tops[active] ?? 0) <= goal) return tops;
  // Those before the active one move up, no higher than the beginning of the margin.
  const least = heights.slice(0, active).reduce((sum, height) => sum + height + GAP, start);
  tops[active] = Math.max(goal, least);
  for (let i = active - 1; i >= 0; i--) {
    tops[i] = Math.min(tops[i] ?? start, (tops[i + 1] ?? start) - GAP - (heights[i] ?? 0));
  }
  free = (tops[active] ?? start) + (heights[active] ?? 0) + GAP;
  for (let i = active + 1; i < heights.length; i++) {
    tops[i] = Math.max(free, wanted[i] ?? free);
    free = (tops[i] ?? free) + (heights[i] ?? 0) + GAP;
  }
  return tops;
}
