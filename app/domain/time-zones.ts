/** Time zones as people choose them, and the moments that a wall clock in one of them shows. */
import { tzOffset } from "@date-fns/tz";

/** The zones of this coalition's work come first in a picker; the rest follow in the alphabet. */
const near = [
  "America/New_York",
  "America/Mexico_City",
  "America/Guatemala",
  "America/Tegucigalpa",
  "America/El_Salvador",
  "America/Managua",
  "America/Costa_Rica",
  "America/Panama",
  "America/Port-au-Prince",
  "America/Santo_Domingo",
  "America/Puerto_Rico",
  "America/Bogota",
  "America/Lima",
  "America/La_Paz",
  "America/Sao_Paulo",
  "America/Argentina/Buenos_Aires",
  "America/Santiago",
] as const;

/**
 * Names for a picker: those near to the work first, then every other zone of this system, then UTC. No name twice.
 * Links such as "US/Eastern" are not offered, but `isTimeZone` accepts them.
 */
export function timeZones(): string[] {
  return [...new Set<string>([...near, ...Intl.supportedValuesOf("timeZone"), "UTC"])].filter(isTimeZone);
}

/** True for the IANA name of a zone that this system knows; offsets such as "+02:00" are no zones. */
export function isTimeZone(value: unknown): value is string {
  if (typeof value !== "string" || value.length > 64 || !/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(value)) return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

export type WallMoment = {
  at: Date;
  /** `skipped`: the clocks jump over this time; `twice`: it comes twice that night. Worth telling whoever chose it. */
  clock: "exact" | "skipped" | "twice";
};

const minute = 60_000;
const day = 86_400_000;

/**
 * The moment at which a wall clock in a zone shows a time.
 *
 * Policy at a change of clocks (that of RFC 5545 and of Temporal's "compatible"): a time that is skipped is read with
 * the offset from before, so 02:30 becomes 03:30; a time that comes twice is the first of the two. A deadline is so
 * never later than what was written, when clocks go back.
 *
 * @param local the value of `<input type="datetime-local">`, "2026-03-20T17:00" (seconds are allowed), or a day, read as 00:00
 * @param zone IANA name
 * @returns null when the text is no time of the calendar or the zone is unknown
 */
export function momentFromWallTime(local: string, zone: string): WallMoment | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?)?$/.exec(local.trim());
  if (!match || !isTimeZone(zone)) return null;
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = match.slice(1).map((part) => Number(part ?? 0));
  if (mo < 1 || mo > 12 || h > 23 || mi > 59 || s > 59) return null;
  const wall = Date.UTC(y, mo - 1, d, h, mi, s);
  const read = new Date(wall);
  if (y < 1000 || read.getUTCMonth() !== mo - 1 || read.getUTCDate() !== d) return null;
  const offset = (at: number) => tzOffset(zone, new Date(at)) * minute;
  const [before, after] = [offset(wall - day), offset(wall + day)];
  const shows = [...new Set([before, after])].map((o) => wall - o).filter((at) => at + offset(at) === wall);
  const first = shows.sort((a, b) => a - b)[0];
  if (first === undefined) return { at: new Date(wall - before), clock: "skipped" };
  return { at: new Date(first), clock: shows.length > 1 ? "twice" : "exact" };
}

const two = (n: number) => String(n).padStart(2, "0");

/** What a wall clock in a zone shows at a moment: "2026-03-20T17:00", the value of `<input type="datetime-local">`. */
export function wallTimeOf(at: Date, zone: string): string {
  const there = new Date(at.getTime() + tzOffset(zone, at) * minute);
  const date = `${String(there.getUTCFullYear()).padStart(4, "0")}-${two(there.getUTCMonth() + 1)}-${two(there.getUTCDate())}`;
  return `${date}T${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`;
}
