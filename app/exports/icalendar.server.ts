/** Actions for calendar programs (RFC 5545; name and refreshing by RFC 7986). */
import ICAL from "ical.js";
import { type Locale, messagesFor } from "~/i18n/index";
import { isLocale } from "~/i18n/locales";

// ical.js does not count the blank that begins a continued line; RFC 5545 allows 75 octets with it.
ICAL.foldLength = 74;

/** An action as calendar programs get it: a row of `actions` and the absolute address of its page. */
export type CalendarAction = {
  id: string;
  title: string;
  description: string;
  place: string;
  link: string;
  /** The office to which it is directed; empty or absent when there is none. */
  office?: string;
  allDay: boolean;
  startsAt: Date | null;
  endsAt: Date | null;
  /** All-day: first and last day, inclusive, YYYY-MM-DD. */
  startsOn: string | null;
  endsOn: string | null;
  zone: string;
  /** Raised with each change that readers should notice. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
  cancelledAt: Date | null;
  url: string;
};

export type CalendarOptions = {
  /** Host of this installation, for ids that stay the same. */
  domain: string;
  /** Language of the few words that are ours. */
  locale?: string;
};

/**
 * A calendar that programs subscribe to.
 *
 * Times are in UTC: every program shows them in its reader's zone, and no time zone table can be out of date. Days are days
 * (`VALUE=DATE`), in nobody's zone. A cancelled action stays, as cancelled, so that it disappears where it was taken over.
 * @param options.name as the program lists it
 */
export function calendarFeed(actions: readonly CalendarAction[], options: CalendarOptions & { name: string }): string {
  const calendar = new ICAL.Component("vcalendar");
  calendar.addPropertyWithValue("version", "2.0");
  calendar.addPropertyWithValue("prodid", "-//Conjunta//Conjunta//EN");
  calendar.addPropertyWithValue("method", "PUBLISH");
  calendar.addPropertyWithValue("name", line(options.name));
  // What came before RFC 7986, and what most programs still read.
  calendar.addPropertyWithValue("x-wr-calname", line(options.name));
  const refresh = new ICAL.Property("refresh-interval");
  refresh.resetType("duration");
  refresh.setValue(ICAL.Duration.fromSeconds(3600));
  calendar.addProperty(refresh);
  calendar.addPropertyWithValue("x-published-ttl", "PT1H");
  const locale: Locale = isLocale(options.locale) ? options.locale : "en";
  for (const action of actions) {
    const vevent = event(action, options.domain, locale);
    if (vevent) calendar.addSubcomponent(vevent);
  }
  return `${calendar.toString()}\r\n`;
}

/** One action as a file to download. */
export function actionToIcs(action: CalendarAction, options: CalendarOptions): string {
  return calendarFeed([action], { name: action.title, ...options });
}

const utc = (moment: Date) => ICAL.Time.fromJSDate(moment, true);
const dayAfter = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Text of a property: no controls, which some programs take for the end of a line. Line feeds are escaped on writing. */
const text = (it: string) =>
  it
    .replace(/\r\n?|\u2028|\u2029/g, "\n")
    .replace(/(?!\n)[\p{Cc}]+/gu, " ")
    .trim();
const line = (it: string) => text(it).replace(/\s*\n\s*/g, " ");

/** Null for an action that has no time yet: there is nothing to put in a calendar. */
function event(action: CalendarAction, domain: string, locale: Locale): ICAL.Component | null {
  const t = messagesFor(locale).pdf.calendar;
  const vevent = new ICAL.Component("vevent");
  vevent.addPropertyWithValue("uid", `${action.id}@${domain}`);
  vevent.addPropertyWithValue("dtstamp", utc(action.updatedAt));
  vevent.addPropertyWithValue("created", utc(action.createdAt));
  vevent.addPropertyWithValue("last-modified", utc(action.updatedAt));
  vevent.addPropertyWithValue("sequence", action.revision);
  vevent.addPropertyWithValue("summary", line(action.title));
  if (action.allDay && action.startsOn) {
    vevent.addPropertyWithValue("dtstart", ICAL.Time.fromDateString(action.startsOn));
    // RFC 5545, 3.6.1: the end of an all-day event is exclusive.
    vevent.addPropertyWithValue("dtend", ICAL.Time.fromDateString(dayAfter(action.endsOn ?? action.startsOn)));
    // A day of action or a deadline does not make its readers busy all day.
    vevent.addPropertyWithValue("transp", "TRANSPARENT");
  } else if (!action.allDay && action.startsAt) {
    vevent.addPropertyWithValue("dtstart", utc(action.startsAt));
    if (action.endsAt && action.endsAt > action.startsAt) vevent.addPropertyWithValue("dtend", utc(action.endsAt));
  } else {
    return null;
  }
  if (action.place.trim()) vevent.addPropertyWithValue("location", line(action.place));
  const office = line(action.office ?? "");
  const parts = [text(action.description), office && t.office({ office }), text(action.link)].filter(
    (part) => part !== "",
  );
  if (parts.length > 0) vevent.addPropertyWithValue("description", parts.join("\n\n"));
  vevent.addPropertyWithValue("url", action.url);
  vevent.addPropertyWithValue("status", action.cancelledAt ? "CANCELLED" : "CONFIRMED");
  return vevent;
}
