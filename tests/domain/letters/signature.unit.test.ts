import { describe, expect, it } from "vitest";
import { isDomainError } from "~/domain/errors";
import { letterStatuses } from "~/domain/letters/letter";
import {
  answerOf,
  canStep,
  completesRule,
  isSigningOpen,
  nextReminderAt,
  requireSigningOpen,
  type SignatureStep,
  signatureStates,
  signatureSteps,
} from "~/domain/letters/signature";

const steps = Object.keys(signatureSteps) as SignatureStep[];

describe("the life of a signature", () => {
  it("as a table: from which state a step is possible, and where it leads", () => {
    const table = signatureStates.map((state) =>
      `${state.padEnd(17)}${steps.map((s) => (canStep(state, s) ? signatureSteps[s].to : "·").padEnd(18)).join("")}`.trimEnd(),
    );
    expect(
      `\n${"".padEnd(17)}${steps
        .map((s) => s.padEnd(18))
        .join("")
        .trimEnd()}\n${table.join("\n")}\n`,
    ).toMatchInlineSnapshot(`
      "
                       consider          request           request_late      approve           confirm           decline           reopen            withdraw
      invited          considering       pending_approval  pending_approval  pending_approval  confirmed         declined          ·                 ·
      considering      ·                 pending_approval  pending_approval  pending_approval  confirmed         declined          ·                 ·
      pending_approval ·                 ·                 ·                 pending_approval  confirmed         declined          ·                 ·
      confirmed        ·                 ·                 ·                 ·                 ·                 ·                 ·                 withdrawn
      declined         ·                 ·                 pending_approval  ·                 ·                 ·                 considering       ·
      withdrawn        ·                 ·                 pending_approval  ·                 ·                 ·                 considering       ·
      "
    `);
  });

  it("looks from the lead's desk like one of four answers", () => {
    expect(Object.fromEntries(signatureStates.map((s) => [s, answerOf(s)]))).toMatchInlineSnapshot(`
      {
        "confirmed": "signed",
        "considering": "none",
        "declined": "declined",
        "invited": "none",
        "pending_approval": "review",
        "withdrawn": "declined",
      }
    `);
  });
});

describe("when a signature may be given", () => {
  const deadline = new Date("2026-03-20T21:00:00Z");
  const before = new Date("2026-03-20T20:59:59.999Z");
  const cases = letterStatuses.flatMap((status) =>
    (
      [
        ["before", before],
        ["at the deadline", deadline],
      ] as const
    ).map(([name, at]) => {
      const moment = { status, hardDeadline: deadline, at, lateAdmitted: false };
      let answer = "signs";
      try {
        requireSigningOpen(moment);
      } catch (error) {
        answer = isDomainError(error) ? `${error.code} ${error.status}` : "?";
      }
      const late = isSigningOpen({ ...moment, lateAdmitted: true }) ? "signs" : "–";
      return `${status.padEnd(11)} ${name.padEnd(16)} ${answer.padEnd(20)} admitted late: ${late}`;
    }),
  );
  it("as a table", () => {
    expect(`\n${cases.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      drafting    before           wrong_status 409     admitted late: –
      drafting    at the deadline  wrong_status 409     admitted late: –
      in_review   before           wrong_status 409     admitted late: –
      in_review   at the deadline  wrong_status 409     admitted late: –
      frozen      before           wrong_status 409     admitted late: –
      frozen      at the deadline  wrong_status 409     admitted late: –
      open        before           signs                admitted late: signs
      open        at the deadline  signing_closed 409   admitted late: –
      closed      before           signing_closed 409   admitted late: –
      closed      at the deadline  signing_closed 409   admitted late: –
      finalized   before           signing_closed 409   admitted late: signs
      finalized   at the deadline  signing_closed 409   admitted late: signs
      delivered   before           signing_closed 409   admitted late: signs
      delivered   at the deadline  signing_closed 409   admitted late: signs
      archived    before           signing_closed 409   admitted late: –
      archived    at the deadline  signing_closed 409   admitted late: –
      cancelled   before           wrong_status 409     admitted late: –
      cancelled   at the deadline  wrong_status 409     admitted late: –
      "
    `);
  });
});

describe("the sign-off rule", () => {
  it.each([
    ["one", [], "a", true],
    ["one", ["a"], "a", true],
    ["two", [], "a", false],
    ["two", ["a"], "a", false],
    ["two", ["b"], "a", true],
  ] as const)("%s, approved before by %j, now %s: complete %s", (rule, before, person, complete) => {
    expect(completesRule(rule, before, person)).toBe(complete);
  });
});

describe("a reminder", () => {
  const at = new Date("2026-03-10T12:00:00Z");
  it.each([
    [null, null],
    ["2026-03-07T12:00:00Z", null],
    ["2026-03-07T12:00:01Z", "2026-03-10T12:00:01.000Z"],
  ])("last %s: the next at %s", (last, next) => {
    expect(nextReminderAt(last ? new Date(last) : null, at)?.toISOString() ?? null).toBe(next);
  });
});
