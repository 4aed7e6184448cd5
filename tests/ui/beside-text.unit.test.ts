import { describe, expect, it } from "vitest";
import { stack } from "~/routes/letters/use-beside-text";

/** Tops in pixels: the margin begins at 70, blocks are 100 high, 16 stand between two. */
const place = (wanted: (number | null)[], active = -1) =>
  stack(
    70,
    wanted.map(() => 100),
    wanted,
    active,
  );

describe("conversations beside their passages", () => {
  it("stand at their passage, and below the one before where that is longer than the way to the next", () => {
    expect(place([300, 700])).toEqual([300, 700]);
    expect(place([300, 340, 900])).toEqual([300, 416, 900]);
    expect(place([20])).toEqual([70]);
    expect(place([300, null, null])).toEqual([300, 416, 532]);
    expect(place([])).toEqual([]);
  });

  it("make room for the one that matters now, in their order, and never above the margin", () => {
    expect(place([300, 340, 360], 1)).toEqual([224, 340, 456]);
    expect(place([300, 340, 360], 2)).toEqual([128, 244, 360]);
    // No space above: the active one stands as high as those before it allow.
    expect(place([80, 90], 1)).toEqual([70, 186]);
    expect(place([300, 700], 0)).toEqual([300, 700]);
    expect(place([300, null], 1)).toEqual([300, 416]);
  });
});
