import { expect, test } from "vitest";
import { describeError } from "~/log.server";

test("an error is logged without what it quotes", () => {
  const cause = Object.assign(new Error(`duplicate key: (email)=(ana@canary.test)`), {
    code: "23505",
    detail: "ana@canary.test",
    query: "insert canary",
  });
  const shown = describeError(new Error("Failed query: canary", { cause }));
  expect(JSON.stringify(shown)).not.toContain("canary.test");
  expect(JSON.stringify(shown)).not.toContain("canary");
  expect(shown.cause?.code).toBe("23505");
  expect(shown.frames.length).toBeGreaterThan(0);
});

test("what was thrown need not be an error", () => {
  expect(describeError("a secret canary")).toEqual({ name: "string", frames: [] });
});
