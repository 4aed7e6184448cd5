/** Days of a month's grid. Pure: days are texts ("2026-03-01") and need no zone. */
export type Day = string;

const DAY_MS = 86_400_000;
const utc = (day: Day) => Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));

export const addDays = (day: Day, n: number): Day => new Date(utc(day) + n * DAY_MS).toISOString().slice(0, 10);
/** 0 = Sunday. */
export const weekdayOf = (day: Day): number => new Date(utc(day)).getUTCDay();

/** "2026-03", or null when the text is no month. */
export function parseMonth(text: string | null): string | null {
  return text && /^(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])$/.test(text) ? text : null;
}

export function addMonths(month: string, n: number): string {
  const at = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1 + n, 1));
  return at.toISOString().slice(0, 7);
}

/** The weeks that a month touches, from Sunday to Saturday. */
export function monthGrid(month: string): Day[][] {
  const first = `${month}-01`;
  const start = addDays(first, -weekdayOf(first));
  const lastDay = addDays(`${addMonths(month, 1)}-01`, -1);
  const weeks: Day[][] = [];
  for (let week = start; week <= lastDay; week = addDays(week, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(week, i)));
  }
  return weeks;
}

/** What stands in a calendar: an action, or the moment at which a letter or its consultation closes. */
export type Spanning = { startsAt: string | null; endsAt: string | null; startsOn: Day | null; endsOn: Day | null };

/**
 * Every day that an entry touches, by the clock of one zone. All-day entries have the same days everywhere; an end at
 * midnight does not touch the day that begins then.
 * @param dayKey the calendar day of a moment in that zone
 */
export function daysOf(entry: Spanning, dayKey: (at: string) => Day): Day[] {
  const from = entry.startsOn ?? (entry.startsAt ? dayKey(entry.startsAt) : null);
  if (!from) return [];
  const to =
    entry.endsOn ??
    (entry.endsAt
      ? dayKey(
          new Date(Math.max(Date.parse(entry.endsAt) - 1, Date.parse(entry.startsAt ?? entry.endsAt))).toISOString(),
        )
      : from);
  const days: Day[] = [];
  for (let day = from; day <= to && days.length < 62; day = addDays(day, 1)) days.push(day);
  return days;
}
