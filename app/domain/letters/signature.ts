import { DomainError } from "../errors";
import { hasBoard, type LetterStatus } from "./letter";

/**
 * The life of a signature on one screen (product.md, "The life of a signature"): one live one for each organization and
 * letter. Pure: verbs, pages and tests ask here whether a step is possible. Who may take it stands in permissions.ts.
 */
export const signatureStates = [
  "invited",
  "considering",
  "pending_approval",
  "confirmed",
  "declined",
  "withdrawn",
] as const;
export type SignatureState = (typeof signatureStates)[number];

type Step = { readonly from: readonly SignatureState[]; readonly to: SignatureState };

const undecided = ["invited", "considering", "pending_approval"] as const;
export const undecidedStates: readonly SignatureState[] = undecided;

/** From which states a step is possible, and where it leads. */
export const signatureSteps = {
  /** Somebody of the organization says "we are reading it". Nothing is ever inferred from an opened page. */
  consider: { from: ["invited"], to: "considering" },
  /** A delegate asks an authorized signatory. */
  request: { from: ["invited", "considering"], to: "pending_approval" },
  /** The same after the closing, for the next edition: also of an organization that had declined or withdrawn. */
  request_late: { from: ["invited", "considering", "declined", "withdrawn"], to: "pending_approval" },
  /** The first of two signatories, where the organization's rule asks for two. */
  approve: { from: undecided, to: "pending_approval" },
  confirm: { from: undecided, to: "confirmed" },
  decline: { from: undecided, to: "declined" },
  /** The organization thinks again, while the letter is open. */
  reopen: { from: ["declined", "withdrawn"], to: "considering" },
  withdraw: { from: ["confirmed"], to: "withdrawn" },
} as const satisfies Record<string, Step>;
export type SignatureStep = keyof typeof signatureSteps;

const steps: Record<SignatureStep, Step> = signatureSteps;

export function canStep(state: SignatureState, step: SignatureStep): boolean {
  return steps[step].from.includes(state);
}

/** Where the step leads. @throws signature_state when it is not possible */
export function nextState(state: SignatureState, step: SignatureStep): SignatureState {
  if (!canStep(state, step)) throw new DomainError("signature_state", { state, step });
  return steps[step].to;
}

/**
 * Has the organization never answered, so that its invitation can be taken back without a trace of what it decided? One that
 * thinks again about an answer of before has a history, and keeps it.
 */
export function canTakeBack(signature: {
  state: SignatureState;
  requestedAt: Date | null;
  confirmedAt: Date | null;
  declinedAt: Date | null;
  withdrawnAt: Date | null;
}): boolean {
  const { state, requestedAt, confirmedAt, declinedAt, withdrawnAt } = signature;
  return (state === "invited" || state === "considering") && !(requestedAt ?? confirmedAt ?? declinedAt ?? withdrawnAt);
}

/** The organization has not answered yet: it can be reminded, and is told of a new deadline. */
export const isUndecided = (state: SignatureState): boolean => (undecided as readonly SignatureState[]).includes(state);
/** Stands in the list and is counted. */
export const counts = (state: SignatureState): boolean => state === "confirmed";

/** The four answers of the sign-on board (ux/DESIGN.md): several states look alike from the lead's desk. */
export const boardAnswers = ["signed", "review", "none", "declined"] as const;
export type BoardAnswer = (typeof boardAnswers)[number];

export function answerOf(state: SignatureState): BoardAnswer {
  switch (state) {
    case "confirmed":
      return "signed";
    case "pending_approval":
      return "review";
    case "declined":
    case "withdrawn":
      return "declined";
    default:
      return "none";
  }
}

/** How an organization decides about its own name: one signatory confirms, or two different ones do. */
export const signOffRules = ["one", "two"] as const;
export type SignOffRule = (typeof signOffRules)[number];

/** How many different signatories a rule asks for. */
export const approvalsNeeded = (rule: SignOffRule): number => (rule === "two" ? 2 : 1);

/**
 * Does this signatory's confirmation complete the signature?
 * @param before people who approved the present text before, each still a signatory of the organization
 */
export function completesRule(rule: SignOffRule, before: readonly string[], personId: string): boolean {
  return new Set([...before, personId]).size >= approvalsNeeded(rule);
}

/** A signature whose letter is not open any more can still be given when a lead let it into the next edition. */
export type SigningMoment = {
  status: LetterStatus;
  hardDeadline: Date | null;
  /** The database's clock, read after the letter's row was locked. */
  at: Date;
  lateAdmitted: boolean;
};

/**
 * Does the letter wait for an organization that has not decided: sign-on is open, or a lead let it into the next edition? A deadline
 * that has just passed is the clock's to close; whether a signature may be given at a moment is `isSigningOpen`.
 */
export const awaitsAnswer = (status: LetterStatus, lateAdmitted: boolean): boolean =>
  status === "open" || (lateAdmitted && (status === "finalized" || status === "delivered"));

/** May a signature be given now? Up to, and not at, the deadline. */
export function isSigningOpen({ status, hardDeadline, at, lateAdmitted }: SigningMoment): boolean {
  if (status === "open") return hardDeadline !== null && at < hardDeadline;
  return awaitsAnswer(status, lateAdmitted);
}

/** @throws signing_closed after the deadline or the closing; wrong_status for a letter that was not opened or was cancelled */
export function requireSigningOpen(moment: SigningMoment): void {
  if (isSigningOpen(moment)) return;
  if (hasBoard(moment.status)) throw new DomainError("signing_closed");
  throw new DomainError("wrong_status", { status: moment.status, step: "sign" });
}

/** A request that comes too late waits for the next edition, if the lead wants one. */
export const takesLateRequests = (status: LetterStatus): boolean =>
  status === "closed" || status === "finalized" || status === "delivered";
/** Taking one's name back is possible at any time; an edition that was made before stays as it is. */
export const takesWithdrawals = (status: LetterStatus): boolean => status === "open" || takesLateRequests(status);

/** A confirmation of who it is (password) is good for this long, for one signature of one exact text. */
export const STEP_UP_MINUTES = 5;
/** Between two reminders to one organization. */
export const REMINDER_PAUSE_DAYS = 3;
/** From the first delivery to the follow-up. */
export const FOLLOW_UP_DAYS = 14;
/** Hours before the deadline at which undecided organizations are told. */
export const DEADLINE_WARNINGS = [72, 24] as const;

export const MEANING_MAX = 600;
export const REMINDER_MAX = 2000;
export const LISTED_NAME_MAX = 200;
export const LISTED_PERSON_MAX = 160;

const DAY = 86_400_000;

/** When an organization may be reminded again; null when it may be now. */
export function nextReminderAt(lastReminder: Date | null, at: Date): Date | null {
  if (!lastReminder) return null;
  const next = new Date(lastReminder.getTime() + REMINDER_PAUSE_DAYS * DAY);
  return next > at ? next : null;
}

export const followUpAfter = (delivered: Date): Date => new Date(delivered.getTime() + FOLLOW_UP_DAYS * DAY);
