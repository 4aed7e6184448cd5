import { describe, expect, it } from "vitest";
import { addDays, weekdayOf } from "~/domain/actions/calendar";
import { lastFirst, MONDAY, nextFirst, TUESDAY, weekdayAfter, workday } from "~db/seeds/days";

/** Every day of two years, with a leap day. */
const days = Array.from({ length: 731 }, (_, n) => addDays("2027-01-01", n));

describe("a day of the demo", () => {
  it("is a day of work, on the side of today on which it was meant", () => {
    for (const today of days) {
      for (const n of [-14, -5, -1, 1, 2, 5, 10]) {
        const day = workday(n)(today);
        expect([1, 2, 3, 4, 5]).toContain(weekdayOf(day));
        expect(n < 0 ? day <= addDays(today, n) : day >= addDays(today, n)).toBe(true);
      }
      // What ended stands before what followed from it.
      expect(workday(-5)(today) < workday(-1)(today)).toBe(true);
    }
  });

  it("is the weekday that its title says", () => {
    for (const today of days) {
      const [last, next] = [lastFirst(TUESDAY)(today), nextFirst(TUESDAY)(today)];
      for (const day of [last, next]) {
        expect(weekdayOf(day)).toBe(TUESDAY);
        expect(Number(day.slice(8))).toBeLessThanOrEqual(7);
      }
      expect(last < today && today < next).toBe(true);
      const monday = weekdayAfter(24, MONDAY)(today);
      expect(weekdayOf(monday)).toBe(MONDAY);
      expect(monday >= addDays(today, 24) && monday <= addDays(today, 30)).toBe(true);
    }
  });
});
