import type { LetterStatus } from "./letter";
import type { BoardAnswer, SignatureState } from "./signature";
import type { SignatureView } from "./signature-view";

/** What the sign-on board shows. Times are ISO 8601. Pure: the browser appends to it what arrives live. */

/** An organization that has not signed, as the letter's leads see it. */
export type ChaseRow = {
  signatureId: string;
  organizationId: string;
  name: string;
  place: string;
  country: string;
  kind: string;
  lead: "lead" | "co_lead" | null;
  state: SignatureState;
  answer: BoardAnswer;
  /** When it was invited, asked, declined or withdrawn: whatever was last. */
  at: string;
  /** Who asked its signatory, declined or withdrew. */
  who: string;
  /** The delegate's note, the reason of a refusal: for the leads' eyes. */
  note: string;
  remindedAt: string | null;
  /** Null when it may be reminded now. */
  nextReminderAt: string | null;
};

export type BoardLetter = {
  id: string;
  title: string;
  locale: string;
  status: LetterStatus;
  campaign: { id: string; name: string; locale: string };
  dye: "grana" | "anil" | "nopal" | "barro";
  openedAt: string | null;
  hardDeadline: string | null;
  closedAt: string | null;
  zone: string;
  goal: number;
  frozenAt: string | null;
  frozenBy: string;
  version: number;
  sha256: string;
  languages: string[];
  publicSlug: string | null;
  listReviewed: boolean;
};

/** An organization of the reader's that was invited. */
export type OwnAnswer = {
  organizationId: string;
  name: string;
  state: SignatureState;
  worksFor: boolean;
  signsFor: boolean;
};

export type Board = {
  letter: BoardLetter;
  signed: number;
  total: number;
  /** Confirmed signatures, newest first. */
  wall: SignatureView[];
  /** Null for those who may not even see how many. */
  answers: { review: number; none: number; declined: number } | null;
  /** Null for those who are not its leads. */
  chase: ChaseRow[] | null;
  /** Moments at which the leads sent reminders. */
  nudges: string[];
  /** Zones in which people of the invited organizations live, the most frequent first. */
  zones: string[];
  own: OwnAnswer[];
};

/**
 * The board after one more signature: what a fresh reading would give. The same signature twice is one.
 * @returns null when it must be read again: a coordinator sees how many have answered what, and the signature does not tell
 *   which of these it was before
 */
export function withSignature(board: Board, view: SignatureView): Board | null {
  if (board.wall.some((s) => s.id === view.id)) return board;
  if (board.answers && !board.chase) return null;
  const wall = [...board.wall, view].sort(newestFirst);
  const before = board.chase?.find((row) => row.signatureId === view.id);
  return {
    ...board,
    wall,
    signed: wall.length,
    chase: board.chase?.filter((row) => row.signatureId !== view.id) ?? null,
    answers:
      board.answers && before && before.answer !== "signed"
        ? { ...board.answers, [before.answer]: board.answers[before.answer] - 1 }
        : board.answers,
    own: board.own.map((o) => (o.organizationId === view.organizationId ? { ...o, state: "confirmed" } : o)),
  };
}

export function newestFirst(a: SignatureView, b: SignatureView): number {
  return a.confirmedAt < b.confirmedAt ? 1 : a.confirmedAt > b.confirmedAt ? -1 : a.id < b.id ? 1 : -1;
}

/** Signatures over time: one point for each, with how many there were then. */
export function momentum(wall: readonly SignatureView[]): { at: string; count: number }[] {
  return wall
    .map((s) => s.confirmedAt)
    .sort()
    .map((at, i) => ({ at, count: i + 1 }));
}

/** How many signatures by a property, the most first. */
export function countBy(wall: readonly SignatureView[], key: "country" | "kind"): { key: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const s of wall) counts.set(s[key], (counts.get(s[key]) ?? 0) + 1);
  return [...counts]
    .map(([k, count]) => ({ key: k, count }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

export type BoardFilter = { answer: BoardAnswer | null; country: string; kind: string; text: string };

/** Does a row of the board pass the filter of the address? Accents and case do not matter. */
export function passes(
  row: { name: string; place: string; country: string; kind: string; person?: string; who?: string },
  filter: BoardFilter,
): boolean {
  if (filter.country && row.country !== filter.country) return false;
  if (filter.kind && row.kind !== filter.kind) return false;
  if (!filter.text) return true;
  return fold([row.name, row.place, row.person, row.who].join(" ")).includes(fold(filter.text));
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
