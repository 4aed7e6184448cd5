/** Rows of a band at the head of a page: a short one is also a low one. */
export const bandRows = (total: number): number => (total < 24 ? 7 : 11);
