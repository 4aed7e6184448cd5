import { expect, test } from "vitest";
import { oncePerRequest, withRequestMemory } from "~/auth/request-memory.server";

test("what the loaders of one request all ask is asked once, and by the next request anew", async () => {
  let asked = 0;
  const ask = () => oncePerRequest("who", async () => ++asked);
  const request = () => withRequestMemory(() => Promise.all([ask(), ask().then(ask), ask()]));
  expect(await Promise.all([request(), request()])).toEqual([
    [1, 1, 1],
    [2, 2, 2],
  ]);
  // A request that changes something has no memory.
  expect([await ask(), await ask()]).toEqual([3, 4]);
  expect(await withRequestMemory(() => Promise.all([oncePerRequest("a", ask), oncePerRequest("b", ask)]))).toEqual([
    5, 5,
  ]);
});
