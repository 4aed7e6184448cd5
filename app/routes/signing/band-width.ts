/**
 * Room for a band whose threads are at most `cell` px wide: few organizations make a short band, not a wall.
 * @param most room in px
 */
export function bandWidth(total: number, most: number, cell = 8): number {
  return Math.min(most, Math.max(1, total) * cell);
}

/** Rows of a band at the head of a page: a short one is also a low one. */
export const bandRows = (total: number): number => (total < 24 ? 7 : 11);
