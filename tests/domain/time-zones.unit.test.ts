import { describe, expect, test } from "vitest";
import { isTimeZone, momentFromWallTime, timeZones, wallTimeOf } from "~/domain/time-zones";

const at = (local: string, zone: string) => {
  const found = momentFromWallTime(local, zone);
  return found && `${found.at.toISOString().slice(0, 16)}Z ${found.clock}`;
};

describe("a time on the wall becomes a moment", () => {
  test.each([
    // An ordinary day on both sides of the year's changes.
    ["2026-01-15T17:00", "America/New_York", "2026-01-15T22:00Z exact"],
    ["2026-07-15T17:00", "America/New_York", "2026-07-15T21:00Z exact"],
    // Zones without daylight saving, and one that gave it up in 2022.
    ["2026-07-15T17:00", "America/Guatemala", "2026-07-15T23:00Z exact"],
    ["2026-07-15T17:00", "America/Mexico_City", "2026-07-15T23:00Z exact"],
    ["2021-07-15T17:00", "America/Mexico_City", "2021-07-15T22:00Z exact"],
    ["2026-07-15T17:00", "America/Sao_Paulo", "2026-07-15T20:00Z exact"],
    // The spring night: 02:00 to 03:00 does not exist.
    ["2026-03-08T01:59", "America/New_York", "2026-03-08T06:59Z exact"],
    ["2026-03-08T02:00", "America/New_York", "2026-03-08T07:00Z skipped"],
    ["2026-03-08T02:30", "America/New_York", "2026-03-08T07:30Z skipped"],
    ["2026-03-08T03:00", "America/New_York", "2026-03-08T07:00Z exact"],
    // The autumn night: 01:00 to 02:00 comes twice, the first counts.
    ["2026-11-01T00:59", "America/New_York", "2026-11-01T04:59Z exact"],
    ["2026-11-01T01:30", "America/New_York", "2026-11-01T05:30Z twice"],
    ["2026-11-01T02:00", "America/New_York", "2026-11-01T07:00Z exact"],
    // South of the equator the year is turned, and in Chile the clocks change at midnight: a day without 00:30.
    ["2026-09-06T00:30", "America/Santiago", "2026-09-06T04:30Z skipped"],
    ["2026-04-04T23:30", "America/Santiago", "2026-04-05T02:30Z twice"],
    // Haiti keeps New York's rule; the zone of Lord Howe moves by half an hour.
    ["2026-03-08T02:30", "America/Port-au-Prince", "2026-03-08T07:30Z skipped"],
    ["2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45Z skipped"],
    // A day alone is its first minute.
    ["2026-03-20", "America/Bogota", "2026-03-20T05:00Z exact"],
    ["2024-02-29T12:00:30", "UTC", "2024-02-29T12:00Z exact"],
  ])("%s in %s is %s", (local, zone, expected) => {
    expect(at(local, zone)).toBe(expected);
  });

  test.each([
    "2026-02-30T10:00",
    "2026-13-01T10:00",
    "2026-00-10T10:00",
    "2026-03-20T24:00",
    "2026-03-20T10:60",
    "tomorrow",
    "",
    "2026-03-20T17:00Z",
    "2026-03-20T17:00+02:00",
  ])("%j is no time", (local) => {
    expect(momentFromWallTime(local, "America/New_York")).toBeNull();
  });

  test("an unknown zone is refused, not read as UTC", () => {
    expect(momentFromWallTime("2026-03-20T17:00", "America/Atlantis")).toBeNull();
  });

  test("every hour of the weeks in which clocks change goes there and back, in zones with and without changes", () => {
    const weeks = [Date.UTC(2026, 2, 6), Date.UTC(2026, 3, 3), Date.UTC(2026, 8, 3), Date.UTC(2026, 9, 30)];
    for (const zone of ["America/New_York", "America/Santiago", "America/Tegucigalpa", "Asia/Kathmandu"]) {
      let odd = 0;
      for (const week of weeks) {
        for (let hour = 0; hour < 7 * 24; hour++) {
          const moment = new Date(week + hour * 3_600_000);
          const back = momentFromWallTime(wallTimeOf(moment, zone), zone);
          if (back?.at.getTime() !== moment.getTime()) odd++;
        }
      }
      // Only the second of the two hours of an autumn night cannot come back.
      expect([zone, odd]).toEqual([zone, ["America/New_York", "America/Santiago"].includes(zone) ? 1 : 0]);
    }
  });
});

describe("the zones of a picker", () => {
  test("are all valid, each once, with the coalition's first and UTC among them", () => {
    const zones = timeZones();
    expect(zones[0]).toBe("America/New_York");
    expect(zones).toContain("America/Port-au-Prince");
    expect(zones).toContain("UTC");
    expect(zones.length).toBeGreaterThan(400);
    expect(new Set(zones).size).toBe(zones.length);
    expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
  });

  test.each(["America/New_York", "US/Eastern", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])(
    "%s is a zone",
    (z) => {
      expect(isTimeZone(z)).toBe(true);
    },
  );
  test.each(["+02:00", "-05", "", "Washington", "America/../etc", "a".repeat(65), 5, null, undefined])(
    "%j is none",
    (z) => {
      expect(isTimeZone(z)).toBe(false);
    },
  );
});
