import { describe, expect, it } from "vitest";
import { addDays, weekdayOf } from "~/domain/actions/calendar";
import { lastFirst, MONDAY, nextFirst, TUESDAY, weekdayAfter, workday } from "~db/seeds/days";

/** Every day of two years, with a leap day. */
const days = Array.from({ length: 731 }, (_, n) => addDays("2027-01-01", n));

describe("a day of the demo", () => {
  it("is a day of work, on the side of today on which it was meant", () => {
    const wrong = days.flatMap((today) =>
      [-14, -5, -1, 1, 2, 5, 10].filter((n) => {
        const [day, meant] = [workday(n)(today), addDays(today, n)];
        return weekdayOf(day) % 6 === 0 || (n < 0 ? day > meant : day < meant);
      }),
    );
    expect(wrong).toEqual([]);
    // What ended stands before what followed from it.
    expect(days.filter((today) => workday(-5)(today) >= workday(-1)(today))).toEqual([]);
  });

  it("is the weekday that its title says", () => {
    const isFirstTuesday = (day: string) => weekdayOf(day) === TUESDAY && Number(day.slice(8)) <= 7;
    const isSuchMonday = (day: string, today: string) =>
      weekdayOf(day) === MONDAY && day >= addDays(today, 24) && day <= addDays(today, 30);
    const wrong = days.filter((today) => {
      const [last, next] = [lastFirst(TUESDAY)(today), nextFirst(TUESDAY)(today)];
      const firsts = isFirstTuesday(last) && isFirstTuesday(next) && last < today && today < next;
      return !firsts || !isSuchMonday(weekdayAfter(24, MONDAY)(today), today);
    });
    expect(wrong).toEqual([]);
  });
});
