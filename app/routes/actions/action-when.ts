import type { ActionInList, ActionKind } from "~/domain/actions/action";
import type { Locale, Messages } from "~/i18n";
import { type Format, makeFormat } from "~/i18n";
import type { IconName } from "~/ui/icon";

/** Each kind has its icon (ux/DESIGN.md, section 7). */
export const kindIcons: Record<ActionKind, IconName> = {
  lobby_visit: "landmark",
  lobby_day: "plane",
  call_in_day: "phone",
  alert: "megaphone",
  briefing: "video",
  delegation: "users",
  vigil: "flame",
  deadline: "hourglass",
};

type When = Pick<ActionInList, "allDay" | "startsAt" | "endsAt" | "startsOn" | "endsOn" | "zone">;

/** The moment or day at which it begins: what date blocks and sorting take. */
export const startOf = (a: When): string => a.startsAt ?? a.startsOn ?? "";

/**
 * When an action is, in the reader's words: "7:30 am, 9:30 am in Washington", "All day", "Apr 21 to Apr 22".
 * @param full with its end
 */
export function whenWords(t: Messages, format: Format, a: When, full = false): string {
  if (a.allDay) {
    const days =
      a.endsOn && a.endsOn !== a.startsOn
        ? t.actions.page.range({ from: format.day(a.startsOn ?? ""), to: format.day(a.endsOn) })
        : null;
    return days ?? t.actions.allDay;
  }
  if (!a.startsAt) return "";
  const own =
    full && a.endsAt
      ? t.actions.page.range({ from: format.time(a.startsAt), to: endWords(format, a.startsAt, a.endsAt) })
      : format.time(a.startsAt);
  return format.differs(a.startsAt, a.zone) ? `${own}, ${format.timeIn(a.startsAt, a.zone)}` : own;
}

/** An end on another day says which. */
export function endWords(format: Format, starts: string, ends: string): string {
  return format.dayKey(starts) === format.dayKey(ends) ? format.time(ends) : format.dateTime(ends);
}

/** The same words by the clock of another zone. */
export const formatIn = (locale: Locale, zone: string): Format => makeFormat(locale, zone);
