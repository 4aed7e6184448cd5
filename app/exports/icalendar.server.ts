import ICAL from "ical.js";

/** An action as calendar programs get it: a row of `actions` and the absolute address of its page. */
export type CalendarAction = {
  id: string;
  title: string;
  description: string;
  place: string;
  link: string;
  allDay: boolean;
  startsAt: Date | null;
  endsAt: Date | null;
  /** All-day: first and last day, inclusive, YYYY-MM-DD. */
  startsOn: string | null;
  endsOn: string | null;
  zone: string;
  revision: number;
  createdAt: Date;
  updatedAt: Date;
  cancelledAt: Date | null;
  url: string;
};

const utc = (moment: Date) => ICAL.Time.fromJSDate(moment, true);
const dayAfter = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function event(action: CalendarAction, domain: string): ICAL.Component {
  const vevent = new ICAL.Component("vevent");
  vevent.addPropertyWithValue("uid", `${action.id}@${domain}`);
  vevent.addPropertyWithValue("dtstamp", utc(action.updatedAt));
  vevent.addPropertyWithValue("created", utc(action.createdAt));
  vevent.addPropertyWithValue("last-modified", utc(action.updatedAt));
  vevent.addPropertyWithValue("sequence", action.revision);
  vevent.addPropertyWithValue("summary", action.title);
  if (action.allDay && action.startsOn) {
    vevent.addPropertyWithValue("dtstart", ICAL.Time.fromDateString(action.startsOn));
    // RFC 5545, 3.6.1: the end of an all-day event is exclusive.
    vevent.addPropertyWithValue("dtend", ICAL.Time.fromDateString(dayAfter(action.endsOn ?? action.startsOn)));
  } else if (action.startsAt) {
    // In UTC: every program shows it in its reader's zone, and no time zone table can be out of date.
    vevent.addPropertyWithValue("dtstart", utc(action.startsAt));
    if (action.endsAt) vevent.addPropertyWithValue("dtend", utc(action.endsAt));
  }
  if (action.place) vevent.addPropertyWithValue("location", action.place);
  const text = [action.description, action.link].filter(Boolean).join("\n\n");
  if (text) vevent.addPropertyWithValue("description", text);
  vevent.addPropertyWithValue("url", action.url);
  vevent.addPropertyWithValue("status", action.cancelledAt ? "CANCELLED" : "CONFIRMED");
  return vevent;
}

/**
 * A calendar that programs subscribe to (RFC 5545; name by RFC 7986).
 * @param options.domain host of this installation, for ids that stay the same
 */
export function calendarFeed(
  actions: readonly CalendarAction[],
  options: { name: string; domain: string; locale?: string },
): string {
  const calendar = new ICAL.Component("vcalendar");
  calendar.addPropertyWithValue("version", "2.0");
  calendar.addPropertyWithValue("prodid", "-//Conjunta//Conjunta//EN");
  calendar.addPropertyWithValue("method", "PUBLISH");
  calendar.addPropertyWithValue("x-wr-calname", options.name);
  for (const action of actions) calendar.addSubcomponent(event(action, options.domain));
  return `${calendar.toString()}\r\n`;
}

/** One action as a file to download. */
export function actionToIcs(action: CalendarAction, options: { domain: string; locale?: string }): string {
  return calendarFeed([action], { name: action.title, ...options });
}
