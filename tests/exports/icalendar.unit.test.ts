import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { momentFromWallTime } from "~/domain/time-zones";
import { actionToIcs, type CalendarAction, calendarFeed } from "~/exports/icalendar.server";

const action = (more: Partial<CalendarAction> = {}): CalendarAction => ({
  id: "0190aaaa",
  title: "Visita al Capitolio: ríos, tierras; y «personas»",
  description: "Llevar testimonios.\nHabrá interpretación, Kreyòl ↔ English.",
  place: "Rayburn 2118, Washington; entrada sur",
  link: "https://meet.example/abc",
  office: "Subcommittee on State",
  allDay: false,
  startsAt: new Date("2026-04-21T14:00:00Z"),
  endsAt: new Date("2026-04-21T15:30:00Z"),
  startsOn: null,
  endsOn: null,
  zone: "America/New_York",
  revision: 3,
  createdAt: new Date("2026-03-01T10:00:00Z"),
  updatedAt: new Date("2026-03-02T11:22:33Z"),
  cancelledAt: null,
  url: "https://mesa.example/c/mesa/actions/0190aaaa",
  ...more,
});

const days = (startsOn: string, endsOn: string | null = startsOn) =>
  action({ allDay: true, startsAt: null, endsAt: null, startsOn, endsOn });

/** Reads a calendar back as a program does. */
function events(ics: string) {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  return calendar.getAllSubcomponents("vevent").map((component) => ({ component, event: new ICAL.Event(component) }));
}
function only(ics: string) {
  const [first, second] = events(ics);
  if (!first || second) throw new Error("Expected one event");
  return first;
}
const value = (component: ICAL.Component, name: string) => String(component.getFirstPropertyValue(name));

const options = { domain: "mesa.example", locale: "es" };

describe("an action in a calendar program", () => {
  test("is read back whole", () => {
    const { component, event } = only(actionToIcs(action(), options));
    expect(event.uid).toBe("0190aaaa@mesa.example");
    expect(event.summary).toBe("Visita al Capitolio: ríos, tierras; y «personas»");
    expect(event.location).toBe("Rayburn 2118, Washington; entrada sur");
    expect(event.description).toBe(
      "Llevar testimonios.\nHabrá interpretación, Kreyòl ↔ English.\n\nOficina: Subcommittee on State\n\nhttps://meet.example/abc",
    );
    expect(event.startDate.toJSDate().toISOString()).toBe("2026-04-21T14:00:00.000Z");
    expect(event.endDate.toJSDate().toISOString()).toBe("2026-04-21T15:30:00.000Z");
    expect(event.sequence).toBe(3);
    expect(value(component, "url")).toBe("https://mesa.example/c/mesa/actions/0190aaaa");
    expect(value(component, "status")).toBe("CONFIRMED");
    expect(value(component, "dtstamp")).toBe("2026-03-02T11:22:33Z");
    expect(value(component, "last-modified")).toBe("2026-03-02T11:22:33Z");
    expect(value(component, "created")).toBe("2026-03-01T10:00:00Z");
  });

  test("keeps its id when it changes, and stays as cancelled when it is", () => {
    const before = only(actionToIcs(action(), options));
    const after = only(actionToIcs(action({ title: "Otra", revision: 4, cancelledAt: new Date() }), options));
    expect(after.event.uid).toBe(before.event.uid);
    expect(after.event.sequence).toBe(4);
    expect(value(after.component, "status")).toBe("CANCELLED");
  });

  test.each([
    // The same wall time before and after the clocks change is another moment; the program must get the right one.
    ["2026-03-07T10:00", "America/New_York", "DTSTART:20260307T150000Z"],
    ["2026-03-08T10:00", "America/New_York", "DTSTART:20260308T140000Z"],
    ["2026-03-08T02:30", "America/New_York", "DTSTART:20260308T073000Z"],
    ["2026-11-01T01:30", "America/New_York", "DTSTART:20261101T053000Z"],
    ["2026-11-01T10:00", "America/New_York", "DTSTART:20261101T150000Z"],
    ["2026-07-01T10:00", "America/Tegucigalpa", "DTSTART:20260701T160000Z"],
    ["2026-09-06T00:30", "America/Santiago", "DTSTART:20260906T043000Z"],
  ])("planned for %s in %s begins at %s", (local, zone, expected) => {
    const at = momentFromWallTime(local, zone)?.at ?? null;
    expect(actionToIcs(action({ startsAt: at, endsAt: null, zone }), options).split("\r\n")).toContain(expected);
  });

  test.each([
    ["2026-04-21", "2026-04-21", "2026-04-22"],
    ["2026-04-21", "2026-04-23", "2026-04-24"],
    ["2026-03-07", "2026-03-08", "2026-03-09"],
    ["2026-10-31", "2026-11-01", "2026-11-02"],
    ["2028-02-28", "2028-02-29", "2028-03-01"],
    ["2026-12-31", null, "2027-01-01"],
  ])("all day from %s to %s is dates without a zone, up to but without %s", (first, last, end) => {
    const ics = actionToIcs(days(first, last), options);
    const { event } = only(ics);
    expect([event.startDate.isDate, event.startDate.toString(), event.endDate.toString()]).toEqual([true, first, end]);
    expect(ics).toContain(`DTSTART;VALUE=DATE:${first.replaceAll("-", "")}\r\n`);
    expect(ics).toContain("TRANSP:TRANSPARENT");
  });

  test("gets no end that lies before its beginning", () => {
    const ics = actionToIcs(action({ endsAt: new Date("2026-04-21T13:00:00Z") }), options);
    expect(ics).not.toContain("DTEND");
  });
});

describe("the file", () => {
  const long = action({
    title: `${"Ñandú Łódź 河 🌊 ".repeat(30)}end`,
    description: `${"párrafo, con; signos \\ y ".repeat(200)}fin`,
  });

  test("folds lines at 75 octets, ends them with CR LF, and never cuts a letter in two", () => {
    const ics = actionToIcs(long, options);
    const lines = ics.split("\r\n");
    expect(ics.endsWith("END:VCALENDAR\r\n")).toBe(true);
    expect(ics.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(ics).not.toContain("\ufffd");
    const { event } = only(ics);
    expect(event.summary).toBe(long.title);
    expect(event.description).toContain(long.description);
  });

  test("lets no text add lines of its own", () => {
    const evil = "x\r\nATTENDEE:mailto:a@example.org\u0000\rEND:VEVENT\u2028BEGIN:VALARM";
    const ics = actionToIcs(action({ title: evil, place: evil, description: evil, office: evil }), options);
    expect(ics.split("\r\n").filter((line) => /^(?:ATTENDEE|END:VEVENT|BEGIN:VALARM)/.test(line))).toEqual([
      "END:VEVENT",
    ]);
    expect(ics).not.toContain("\u0000");
    expect(only(ics).event.summary).toBe("x ATTENDEE:mailto:a@example.org END:VEVENT BEGIN:VALARM");
  });

  test("is a feed with a name, that programs ask again each hour, with every action that has a time", () => {
    const feed = calendarFeed(
      [
        action(),
        { ...days("2026-05-01"), id: "b" },
        action({ id: "c", startsAt: null }),
        action({ id: "d", cancelledAt: new Date() }),
      ],
      { ...options, name: "Mesa Hemisférica, acciones" },
    );
    expect(events(feed).map(({ event }) => event.uid)).toEqual([
      "0190aaaa@mesa.example",
      "b@mesa.example",
      "d@mesa.example",
    ]);
    const calendar = new ICAL.Component(ICAL.parse(feed));
    expect(value(calendar, "x-wr-calname")).toBe("Mesa Hemisférica, acciones");
    expect(value(calendar, "name")).toBe("Mesa Hemisférica, acciones");
    expect(feed).toContain("REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n");
    expect(events(calendarFeed([], { ...options, name: "x" }))).toEqual([]);
  });
});
