import { describe, expect, test } from "vitest";
import { inBatches } from "~/domain/in-batches";

const done = <T>(value: T): PromiseSettledResult<T> => ({ status: "fulfilled", value });

/** Batches that end when told to. */
function gate(max = 10) {
  const batches: string[][] = [];
  const endings: (() => void)[] = [];
  const hand = inBatches<string, string>(
    async (key, items) => {
      batches.push(items.map((item) => `${key}${item}`));
      await new Promise<void>((resolve) => endings.push(resolve));
      return items.map((item) => (item === "no" ? { status: "rejected", reason: new Error("no") } : done(item)));
    },
    { apart: (item) => item, max },
  );
  return {
    hand,
    batches,
    async end() {
      endings.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe("work that shares a commit", () => {
  test("the first waits for nothing; what comes meanwhile goes together, for each key by itself", async () => {
    const { hand, batches, end } = gate();
    const all = [hand("x", "1"), hand("x", "2"), hand("y", "1"), hand("x", "3")];
    expect(batches).toEqual([["x1"], ["y1"]]);
    await end();
    await end();
    expect(batches).toEqual([["x1"], ["y1"], ["x2", "x3"]]);
    await end();
    expect(await Promise.all(all)).toEqual(["1", "2", "1", "3"]);
    // The queue is forgotten: the next one waits for nothing again.
    void hand("x", "4");
    expect(batches.at(-1)).toEqual(["x4"]);
  });

  test("the same thing is never twice in a batch, nor more than the limit", async () => {
    const { hand, batches, end } = gate(2);
    for (const item of ["0", "a", "a", "b", "c"]) void hand("", item);
    for (let n = 0; n < 4; n++) await end();
    expect(batches).toEqual([["0"], ["a", "b"], ["a", "c"]]);
  });

  test("a refusal is one's own", async () => {
    const { hand, end } = gate();
    const all = [hand("", "0"), hand("", "no"), hand("", "1")].map((one) => one.catch((e: Error) => e.message));
    await end();
    await end();
    expect(await Promise.all(all)).toEqual(["0", "no", "1"]);
  });

  test("when all fail together, each is done alone", async () => {
    const tried: number[] = [];
    const hand = inBatches<string, string>(
      async (_key, items) => {
        await null;
        tried.push(items.length);
        if (items.includes("bad")) throw new Error("the whole of it");
        return items.map(done);
      },
      { apart: (item) => item, max: 10 },
    );
    const all = ["0", "1", "bad", "2"].map((item) => hand("", item).catch((e: Error) => e.message));
    expect(await Promise.all(all)).toEqual(["0", "1", "the whole of it", "2"]);
    expect(tried).toEqual([1, 3, 1, 1, 1]);
  });
});
