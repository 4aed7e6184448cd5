import { describe, expect, test } from "vitest";
import { isDomainError } from "~/domain/errors";
import {
  canTransition,
  hasBoard,
  isFrozen,
  isWritable,
  type LetterStatus,
  type LetterStep,
  letterStatuses,
  letterSteps,
  missingConsents,
  missingForReview,
  nextStatus,
  showsBoard,
  stageOf,
} from "~/domain/letters/letter";
import { letterStatuses as statusesInDatabase } from "~db/schema";

const steps = Object.keys(letterSteps) as LetterStep[];

/** The whole table, as a person would check it against product.md. `→ x` leads there, `·` happens within, blank = refused. */
function printed(): string {
  const cell = (status: LetterStatus, step: LetterStep) => {
    if (!canTransition(status, step)) return "";
    const to = nextStatus(status, step);
    return to === status ? "·" : `→ ${to}`;
  };
  const rows = [["", ...letterStatuses], ...steps.map((step) => [step, ...letterStatuses.map((s) => cell(s, step))])];
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((r) => r[i]?.length ?? 0))) ?? [];
  return rows
    .map((r) =>
      r
        .map((c, i) => c.padEnd(widths[i] ?? 0))
        .join(" | ")
        .trimEnd(),
    )
    .join("\n");
}

describe("the life of a letter", () => {
  test("is this table", () => {
    expect(`\n${printed()}\n`).toMatchInlineSnapshot(`
      "
                        | drafting    | in_review   | frozen      | open        | closed      | finalized   | delivered  | archived | cancelled
      edit_text         | ·           | ·           |             |             |             |             |            |          |
      edit_details      | ·           | ·           |             |             |             |             |            |          |
      comment           | ·           | ·           |             |             |             |             |            |          |
      send_to_review    | → in_review |             |             |             |             |             |            |          |
      return_to_draft   |             | → drafting  |             |             |             |             |            |          |
      consent_to_freeze | ·           | ·           |             |             |             |             |            |          |
      freeze            |             | → frozen    |             |             |             |             |            |          |
      unfreeze          |             |             | → in_review |             |             |             |            |          |
      open              |             |             | → open      |             |             |             |            |          |
      sign              |             |             |             | ·           |             |             |            |          |
      invite            |             |             | ·           | ·           |             |             |            |          |
      remind            |             |             |             | ·           |             |             |            |          |
      extend            |             |             |             | ·           |             |             |            |          |
      correct_listing   |             |             |             | ·           | ·           |             |            |          |
      close             |             |             |             | → closed    |             |             |            |          |
      reopen            |             |             |             |             | → open      |             |            |          |
      review_list       |             |             |             |             | ·           |             |            |          |
      finalize          |             |             |             |             | → finalized |             |            |          |
      next_edition      |             |             |             |             |             | ·           | ·          |          |
      record_delivery   |             |             |             |             |             | ·           | ·          |          |
      correct_delivery  |             |             |             |             |             |             | ·          | ·        |
      deliver           |             |             |             |             |             | → delivered |            |          |
      publish           |             |             |             |             |             | ·           | ·          | ·        |
      archive           |             |             |             |             |             |             | → archived |          |
      cancel            | → cancelled | → cancelled | → cancelled | → cancelled | → cancelled | → cancelled |            |          |
      "
    `);
  });

  test("has the states that the database knows", () => {
    expect(letterStatuses).toEqual(statusesInDatabase);
  });

  test("reaches every state from drafting, and nothing leaves an archived or cancelled letter", () => {
    const reached = new Set<LetterStatus>(["drafting"]);
    for (const from of reached) {
      for (const step of steps) if (canTransition(from, step)) reached.add(nextStatus(from, step));
    }
    expect([...reached].sort()).toEqual([...letterStatuses].sort());
    for (const over of ["archived", "cancelled"] as const) {
      expect(steps.filter((step) => canTransition(over, step) && nextStatus(over, step) !== over)).toEqual([]);
    }
  });

  test("cannot be cancelled once it was delivered", () => {
    expect(letterStatuses.filter((s) => canTransition(s, "cancel"))).toEqual([
      "drafting",
      "in_review",
      "frozen",
      "open",
      "closed",
      "finalized",
    ]);
  });

  test("refuses a step with the state and the step as facts", () => {
    try {
      nextStatus("open", "freeze");
      expect.unreachable();
    } catch (error) {
      expect(isDomainError(error) && [error.code, error.facts]).toEqual([
        "wrong_status",
        { status: "open", step: "freeze" },
      ]);
    }
  });

  test("keeps the board of a cancelled letter only where there was one", () => {
    const openedAt = new Date();
    expect(letterStatuses.filter((status) => showsBoard({ status, openedAt }) !== hasBoard(status))).toEqual([
      "cancelled",
    ]);
    expect(showsBoard({ status: "cancelled", openedAt: null })).toBe(false);
  });

  test("is writable or frozen, never both", () => {
    for (const status of letterStatuses) expect(isWritable(status) && isFrozen(status)).toBe(false);
    expect(letterStatuses.filter((s) => !isWritable(s) && !isFrozen(s))).toEqual(["cancelled"]);
  });

  test("shows each state in one of the six stages", () => {
    expect(letterStatuses.map((s) => stageOf(s))).toEqual([
      "drafting",
      "in_review",
      "frozen",
      "open",
      "open",
      "open",
      "delivered",
      "followUp",
      null,
    ]);
  });
});

describe("what a consultation needs", () => {
  test("names what is missing in the order of the form", () => {
    expect(missingForReview({ title: " ", ask: "", recipients: 0, words: 0 })).toEqual([
      "title",
      "recipients",
      "ask",
      "words",
    ]);
    expect(missingForReview({ title: "A letter", ask: "Vote yes", recipients: 1, words: 1 })).toEqual([]);
  });

  test("asks for consents only where the letter does, and only of co-leads", () => {
    const leads = [
      { organizationId: "a", kind: "lead" as const, consentedAt: null },
      { organizationId: "b", kind: "co_lead" as const, consentedAt: null },
      { organizationId: "c", kind: "co_lead" as const, consentedAt: new Date() },
    ];
    expect(missingConsents({ coLeadsConsent: true }, leads)).toEqual(["b"]);
    expect(missingConsents({ coLeadsConsent: false }, leads)).toEqual([]);
  });
});
