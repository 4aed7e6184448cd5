import type { LetterStatus } from "./letter";
import { canStep, isUndecided, type SignatureState, takesLateRequests, takesWithdrawals } from "./signature";

/** What an organization's own page of a letter holds for the reader next. */
export type OwnStep = "sign" | "decide" | "withdraw" | "think_again" | "ask_late" | "look";

/** Where an organization of the reader's stands with a letter. */
export type OwnStanding = {
  organizationId: string;
  name: string;
  state: SignatureState;
  step: OwnStep;
};

/**
 * The one step that leads on from where an organization stands; `look` when there is nothing to do but read the answer. Pure.
 * @param open a signature may be given at this moment: sign-on is open, or the organization was let in after the closing
 */
export function ownStep(
  state: SignatureState,
  reader: { worksFor: boolean; signsFor: boolean },
  letter: { status: LetterStatus; open: boolean },
): OwnStep {
  if (letter.open && isUndecided(state)) return reader.signsFor ? "sign" : reader.worksFor ? "decide" : "look";
  if (canStep(state, "withdraw")) return reader.signsFor && takesWithdrawals(letter.status) ? "withdraw" : "look";
  if (letter.status === "open" && letter.open && canStep(state, "reopen"))
    return reader.signsFor ? "think_again" : "look";
  if (takesLateRequests(letter.status) && canStep(state, "request_late") && reader.worksFor) return "ask_late";
  return "look";
}
