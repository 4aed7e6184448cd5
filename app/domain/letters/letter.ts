import { DomainError } from "../errors";

/**
 * The life of a letter on one screen (product.md, "The life of a letter"). Pure: pages, sockets, verbs and tests all ask
 * here whether a step is possible. Who may take it is the other half, and stands in permissions.ts.
 */
export const letterStatuses = [
  "drafting",
  "in_review",
  "frozen",
  "open",
  "closed",
  "finalized",
  "delivered",
  "archived",
  "cancelled",
] as const;
export type LetterStatus = (typeof letterStatuses)[number];

type Step = { readonly from: readonly LetterStatus[]; readonly to: LetterStatus | "same" };

/** From which states a step is possible, and where it leads. A step that leads to `same` happens within a state. */
export const letterSteps = {
  // writing
  edit_text: { from: ["drafting", "in_review"], to: "same" },
  edit_details: { from: ["drafting", "in_review"], to: "same" },
  comment: { from: ["drafting", "in_review"], to: "same" },
  send_to_review: { from: ["drafting"], to: "in_review" },
  return_to_draft: { from: ["in_review"], to: "drafting" },
  consent_to_freeze: { from: ["drafting", "in_review"], to: "same" },
  // the text stands
  freeze: { from: ["in_review"], to: "frozen" },
  unfreeze: { from: ["frozen"], to: "in_review" },
  // signing
  open: { from: ["frozen"], to: "open" },
  sign: { from: ["open"], to: "same" },
  invite: { from: ["frozen", "open"], to: "same" },
  remind: { from: ["open"], to: "same" },
  extend: { from: ["open"], to: "same" },
  /** How a signature is listed; from the first edition on, a correction is a matter of the next one. */
  correct_listing: { from: ["open", "closed"], to: "same" },
  close: { from: ["open"], to: "closed" },
  reopen: { from: ["closed"], to: "open" },
  review_list: { from: ["closed"], to: "same" },
  // delivering
  finalize: { from: ["closed"], to: "finalized" },
  /** Late signatures: another numbered edition of a letter whose first one exists. */
  next_edition: { from: ["finalized", "delivered"], to: "same" },
  record_delivery: { from: ["finalized", "delivered"], to: "same" },
  correct_delivery: { from: ["delivered", "archived"], to: "same" },
  deliver: { from: ["finalized"], to: "delivered" },
  publish: { from: ["finalized", "delivered", "archived"], to: "same" },
  archive: { from: ["delivered"], to: "archived" },
  cancel: { from: ["drafting", "in_review", "frozen", "open", "closed", "finalized"], to: "cancelled" },
} as const satisfies Record<string, Step>;
export type LetterStep = keyof typeof letterSteps;

const steps: Record<LetterStep, Step> = letterSteps;

/** Is this step possible in this state? */
export function canTransition(status: LetterStatus, step: LetterStep): boolean {
  return steps[step].from.includes(status);
}

/** Where the step leads; the present state for a step within it. @throws wrong_status when it is not possible */
export function nextStatus(status: LetterStatus, step: LetterStep): LetterStatus {
  requireTransition(status, step);
  const { to } = steps[step];
  return to === "same" ? status : to;
}

/** @throws wrong_status with the state and the step as facts */
export function requireTransition(status: LetterStatus, step: LetterStep): void {
  if (!canTransition(status, step)) throw new DomainError("wrong_status", { status, step });
}

/** The text, its languages, its recipients and what is said about them may still change. */
export const isWritable = (status: LetterStatus): boolean => canTransition(status, "edit_text");
/** A text version stands, hashed: from the freeze on. A cancelled letter may have one, too. */
export const isFrozen = (status: LetterStatus): boolean => !isWritable(status) && status !== "cancelled";
/** Organizations were asked to sign: the board has something to show. */
export const hasBoard = (status: LetterStatus): boolean =>
  ["open", "closed", "finalized", "delivered", "archived"].includes(status);
/**
 * Who was asked and who has signed can be read: as long as the letter has a board, and after it was cancelled, too. Nobody who
 * reads it at that moment is left before a page that is gone.
 */
export const showsBoard = (letter: { status: LetterStatus; openedAt: Date | null }): boolean =>
  hasBoard(letter.status) || (letter.status === "cancelled" && letter.openedAt !== null);
/** Its text can be verified by whoever has it: from the first edition on. Before that it is nobody's to ask about. */
export const isVerifiable = (status: LetterStatus): boolean => ["finalized", "delivered", "archived"].includes(status);
/** Somebody still has to bring it to its end: its leads cannot leave. */
export const ongoingStatuses = ["drafting", "in_review", "frozen", "open", "closed"] as const satisfies LetterStatus[];
export const isOngoing = (status: LetterStatus): boolean =>
  (ongoingStatuses as readonly LetterStatus[]).includes(status);
/** Nothing happens to it any more. */
export const isOver = (status: LetterStatus): boolean => status === "archived" || status === "cancelled";

/** The six stages of the interface (ux/DESIGN.md, section 8). */
export const letterStages = ["drafting", "in_review", "frozen", "open", "delivered", "followUp"] as const;
export type LetterStage = (typeof letterStages)[number];

/** Which stage a state belongs to; null for a letter that was cancelled. A closed list is still the stage of signing. */
export function stageOf(status: LetterStatus): LetterStage | null {
  switch (status) {
    case "closed":
    case "finalized":
      return "open";
    case "archived":
      return "followUp";
    case "cancelled":
      return null;
    default:
      return status;
  }
}

/** What a letter must have before others are asked to read it. */
export type ReviewParts = { title: string; ask: string; recipients: number; words: number };
export type ReviewPart = keyof ReviewParts;

/** What is missing for a consultation, in the order in which a writer would fill it in; empty when nothing is. */
export function missingForReview(parts: ReviewParts): ReviewPart[] {
  const missing: ReviewPart[] = [];
  if (parts.title.trim() === "") missing.push("title");
  if (parts.recipients < 1) missing.push("recipients");
  if (parts.ask.trim() === "") missing.push("ask");
  if (parts.words < 1) missing.push("words");
  return missing;
}

/** Co-leads whose consent to the freeze is still missing; none when the letter does not ask for it. */
export function missingConsents(
  letter: { coLeadsConsent: boolean },
  leads: readonly { organizationId: string; kind: "lead" | "co_lead"; consentedAt: Date | null }[],
): string[] {
  if (!letter.coLeadsConsent) return [];
  return leads.filter((l) => l.kind === "co_lead" && l.consentedAt === null).map((l) => l.organizationId);
}
