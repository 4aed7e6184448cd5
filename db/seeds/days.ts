/**
 * When things of the demo happen: on days and at hours at which people do such things, wherever in the week it is told. Pure:
 * each gives a day from the day that it is today where it happens.
 */
import { addDays, addMonths, type Day, weekdayOf } from "~/domain/actions/calendar";

export type When = (today: Day) => Day;

export const [MONDAY, TUESDAY, SATURDAY] = [1, 2, 6] as const;

/** So many days from today (negative: ago), whatever day that is. */
export const anyDay =
  (days: number): When =>
  (today) =>
    addDays(today, days);

/** The same, but never on a weekend: what is coming comes later then, and what is past is longer ago. */
export const workday =
  (days: number): When =>
  (today) => {
    let day = addDays(today, days);
    while (weekdayOf(day) === 0 || weekdayOf(day) === SATURDAY) day = addDays(day, days < 0 ? -1 : 1);
    return day;
  };

/** The first such weekday that is at least so many days from today. */
export const weekdayAfter =
  (days: number, weekday: number): When =>
  (today) => {
    const from = addDays(today, days);
    return addDays(from, (weekday - weekdayOf(from) + 7) % 7);
  };

function firstOfMonth(month: string, weekday: number): Day {
  return weekdayAfter(0, weekday)(`${month}-01`);
}

/** The last time that a month's first such weekday was, today not counted. */
export const lastFirst =
  (weekday: number): When =>
  (today) => {
    const thisMonth = firstOfMonth(today.slice(0, 7), weekday);
    return thisMonth < today ? thisMonth : firstOfMonth(addMonths(today.slice(0, 7), -1), weekday);
  };

/** The next time that a month's first such weekday is, today not counted. */
export const nextFirst =
  (weekday: number): When =>
  (today) => {
    const thisMonth = firstOfMonth(today.slice(0, 7), weekday);
    return thisMonth > today ? thisMonth : firstOfMonth(addMonths(today.slice(0, 7), 1), weekday);
  };
