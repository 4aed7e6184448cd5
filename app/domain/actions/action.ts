import { DomainError } from "../errors";
import { line, paragraphs } from "../text-input";
import { isTimeZone, momentFromWallTime } from "../time-zones";

/** Kinds of actions, in the order of the form (product.md, "Words"). */
export const actionKinds = [
  "lobby_visit",
  "lobby_day",
  "call_in_day",
  "alert",
  "briefing",
  "delegation",
  "vigil",
  "deadline",
] as const;
export type ActionKind = (typeof actionKinds)[number];

export const answers = ["going", "maybe", "no"] as const;
export type RsvpAnswer = (typeof answers)[number];

/** When an action is: moments, or days without a zone. */
export type ActionTimes =
  | { allDay: false; startsAt: Date; endsAt: Date; startsOn: null; endsOn: null }
  | { allDay: true; startsAt: null; endsAt: null; startsOn: string; endsOn: string };

export type ActionTimesInput = {
  allDay: boolean;
  /** "2026-03-19T09:30" for a timed action, "2026-03-19" for an all-day one; an hour on an all-day one is left out. */
  starts: string;
  /** The same; empty = an hour after the start, or the same day. */
  ends: string;
  /** IANA name. */
  zone: string;
};

const HOUR = 3_600_000;

/**
 * Reads what a form says about the time, by the wall clock of the zone chosen.
 * @throws invalid_zone, required, invalid_time, ends_before_start, each naming its field
 */
export function actionTimes(input: ActionTimesInput): ActionTimes {
  if (!isTimeZone(input.zone)) throw new DomainError("invalid_zone", {}, "zone");
  if (!input.starts) throw new DomainError("required", {}, "starts");
  if (input.allDay) {
    const startsOn = day(input.starts, "starts");
    const endsOn = input.ends ? day(input.ends, "ends") : startsOn;
    if (endsOn < startsOn) throw new DomainError("ends_before_start", {}, "ends");
    return { allDay: true, startsAt: null, endsAt: null, startsOn, endsOn };
  }
  const startsAt = moment(input.starts, input.zone, "starts");
  const endsAt = input.ends ? moment(input.ends, input.zone, "ends") : new Date(startsAt.getTime() + HOUR);
  if (endsAt <= startsAt) throw new DomainError("ends_before_start", {}, "ends");
  return { allDay: false, startsAt, endsAt, startsOn: null, endsOn: null };
}

function day(text: string, field: string): string {
  const value = text.slice(0, 10);
  if (!momentFromWallTime(value, "UTC")) throw new DomainError("invalid_time", {}, field);
  return value;
}

function moment(text: string, zone: string, field: string): Date {
  const found = text.includes("T") ? momentFromWallTime(text, zone) : null;
  if (!found) throw new DomainError("invalid_time", {}, field);
  return found.at;
}

export type ActionTextsInput = {
  kind: ActionKind;
  title: string;
  locale?: string;
  place?: string;
  link?: string;
  description?: string;
  office?: string;
};

/** @throws required, too_long, invalid_url */
export function actionTexts(input: ActionTextsInput) {
  const link = line(input.link ?? "", "link", { max: 500 });
  if (link && !isWebAddress(link)) throw new DomainError("invalid_url", {}, "link");
  return {
    kind: input.kind,
    title: line(input.title, "title", { max: 140, required: true }),
    place: line(input.place ?? "", "place", { max: 200 }),
    link,
    description: paragraphs(input.description ?? "", "description", { max: 5000 }),
    office: line(input.office ?? "", "office", { max: 200 }),
  };
}

/** http or https only: nothing else may stand behind a link that people press. */
function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

/** An action as lists and calendars show it. */
export type ActionInList = {
  id: string;
  kind: ActionKind;
  title: string;
  locale: string;
  allDay: boolean;
  /** ISO 8601, timed actions only. */
  startsAt: string | null;
  endsAt: string | null;
  /** "2026-03-19", all-day actions only; the last day is included. */
  startsOn: string | null;
  endsOn: string | null;
  zone: string;
  place: string;
  link: string;
  campaign: { id: string; name: string } | null;
  cancelled: boolean;
  going: number;
  /** The reader's own answer. */
  answer: RsvpAnswer | null;
};
