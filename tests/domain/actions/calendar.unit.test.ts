import { describe, expect, it } from "vitest";
import { addMonths, daysOf, monthGrid, parseMonth } from "~/domain/actions/calendar";
import { makeFormat } from "~/i18n";

describe("a month's grid", () => {
  it("has whole weeks from Sunday to Saturday that hold every day once", () => {
    for (const month of ["2026-02", "2026-03", "2028-02", "2026-11", "2027-01"]) {
      const days = monthGrid(month).flat();
      expect(days.length % 7).toBe(0);
      expect(new Set(days).size).toBe(days.length);
      expect(days.filter((d) => d.startsWith(month)).length).toBe(
        new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate(),
      );
      expect(new Date(`${days[0]}T00:00Z`).getUTCDay()).toBe(0);
    }
    expect(monthGrid("2026-02")).toHaveLength(4);
    expect(monthGrid("2026-03").at(0)?.at(0)).toBe("2026-03-01");
  });

  it("goes over the year and takes only months", () => {
    expect(addMonths("2026-12", 1)).toBe("2027-01");
    expect(addMonths("2026-01", -1)).toBe("2025-12");
    expect(["2026-13", "2026-3", "x", null, "0001-01"].map((m) => parseMonth(m))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe("the days that an entry touches", () => {
  const days = (zone: string, startsAt: string, endsAt: string) =>
    daysOf({ startsAt, endsAt, startsOn: null, endsOn: null }, makeFormat("en", zone).dayKey);
  it("are those of the chosen clock", () => {
    expect(days("America/New_York", "2026-03-20T03:00:00Z", "2026-03-20T04:30:00Z")).toEqual([
      "2026-03-19",
      "2026-03-20",
    ]);
    expect(days("Europe/Madrid", "2026-03-20T03:00:00Z", "2026-03-20T04:30:00Z")).toEqual(["2026-03-20"]);
  });
  it("do not reach into a day that only begins when it ends", () => {
    expect(days("UTC", "2026-03-19T22:00:00Z", "2026-03-20T00:00:00Z")).toEqual(["2026-03-19"]);
    expect(days("UTC", "2026-03-19T22:00:00Z", "2026-03-19T22:00:00Z")).toEqual(["2026-03-19"]);
  });
  it("are the same everywhere when it is all-day", () => {
    const entry = { startsAt: null, endsAt: null, startsOn: "2026-04-21", endsOn: "2026-04-22" };
    expect(daysOf(entry, makeFormat("en", "Asia/Tokyo").dayKey)).toEqual(["2026-04-21", "2026-04-22"]);
  });
});
