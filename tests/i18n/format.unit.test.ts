import { describe, expect, it } from "vitest";
import { isTimeZone, makeFormat, momentOf } from "~/i18n";

const tapachula = "America/Mexico_City"; // UTC−6 all year
const at = "2026-03-20T21:00:00Z"; // 3:00 pm in Tapachula, 5:00 pm in Washington (summer time since March 8)
const en = makeFormat("en", tapachula);
const es = makeFormat("es", tapachula);

describe("times", () => {
  it("are the reader's, then the recipient's", () => {
    expect(en.dateTime(at)).toBe("Fri, Mar 20, 3:00 pm");
    expect(en.timeIn(at, "America/New_York")).toBe("5:00 pm in Washington");
    expect(es.dateTime(at)).toBe("vie 20 mar, 15:00");
    expect(es.timeIn(at, "America/New_York")).toBe("17:00 en Washington");
  });

  it("name the weekday where it is already another day", () => {
    expect(en.timeIn("2026-03-20T23:30:00Z", "Europe/London")).toBe("11:30 pm in London");
    expect(en.timeIn("2026-03-21T00:30:00Z", "Europe/London")).toBe("Sat, 12:30 am in London");
  });

  it("say noon and midnight in English, and use 24 hours in Spanish", () => {
    expect(en.time("2026-03-20T18:00:00Z")).toBe("12:00 noon");
    expect(en.time("2026-03-20T06:00:00Z")).toBe("12:00 midnight");
    expect(en.time("2026-03-20T18:05:00Z")).toBe("12:05 pm");
    expect(es.time("2026-03-20T06:05:00Z")).toBe("0:05");
  });

  it("hold no blank that another ICU would write otherwise", () => {
    for (const f of [en, es]) {
      for (const text of [f.dateTime(at), f.dateLong(at), f.timeIn(at, "America/New_York"), f.month(2026, 3)]) {
        expect(text).not.toMatch(/[\u00a0\u2009\u202f]/);
      }
    }
  });
});

describe("days", () => {
  it("are written out by each language's own rule", () => {
    expect(en.dateLong(at)).toBe("Friday, March 20, 2026");
    expect(es.dateLong(at)).toBe("viernes 20 de marzo de 2026");
    expect(es.dateInLetter(at)).toBe("20 de marzo de 2026");
    expect(es.month(2026, 3)).toBe("marzo de 2026");
  });

  it("without a time have no zone", () => {
    expect(makeFormat("en", "Pacific/Honolulu").day("2026-03-10")).toBe("Tue, Mar 10");
  });

  it("are counted by the reader's calendar, not by 24 hours", () => {
    expect(en.daysFrom("2026-03-21T05:59:00Z", "2026-03-20T07:00:00Z")).toBe(0);
    expect(en.daysFrom("2026-03-21T06:00:00Z", "2026-03-20T07:00:00Z")).toBe(1);
    expect(es.relativeDay("2026-03-19T12:00:00Z", at)).toBe("Ayer");
    expect(en.happened("2026-03-16T22:20:00Z", at)).toBe("Mon 4:20 pm");
    expect(en.happened("2025-12-03T22:20:00Z", at)).toBe("Dec 3, 2025");
  });
});

describe("what is left", () => {
  const [m, h, d] = [60_000, 3_600_000, 86_400_000];
  it("is days and hours, and minutes only in the last day", () => {
    expect(en.deadlineLeft(10 * d + 4 * h + 59 * m)).toBe("10 days 4 h");
    expect(en.deadlineLeft(d + 23 * h)).toBe("1 day 23 h");
    expect(en.deadlineLeft(d)).toBe("1 day");
    expect(en.deadlineLeft(d - 1)).toBe("23 h 59 min");
    expect(es.deadlineLeft(2 * d)).toBe("2 días");
    expect(es.deadlineLeft(42 * m)).toBe("42 min");
    expect(es.deadlineLeft(59_999)).toBe("menos de 1 min");
    expect(en.deadlineLeft(-5)).toBe("less than 1 min");
  });
});

describe("a wall clock in a zone", () => {
  it("is the moment that reads back as it was written", () => {
    for (const zone of ["America/New_York", "America/Bogota", "America/Port-au-Prince", "Asia/Kolkata"]) {
      for (const local of ["2026-03-08T01:59", "2026-03-08T03:00", "2026-07-01T00:00", "2026-11-01T12:00"]) {
        const moment = momentOf(local, zone);
        expect(moment && makeFormat("en", zone).localInput(moment)).toBe(local);
      }
    }
  });

  it("that is skipped reads as the hour after, that comes twice as the first", () => {
    expect(momentOf("2026-03-08T02:30", "America/New_York")?.toISOString()).toBe("2026-03-08T07:30:00.000Z");
    expect(momentOf("2026-11-01T01:30", "America/New_York")?.toISOString()).toBe("2026-11-01T05:30:00.000Z");
  });

  it("that does not exist is none", () => {
    for (const text of ["", "tomorrow", "2026-02-30T10:00", "2026-13-01", "2026-01-01T25:00"]) {
      expect(momentOf(text, "UTC")).toBeNull();
    }
  });
});

describe("zones and names", () => {
  it("tells known zones from other text", () => {
    expect(isTimeZone("America/Tegucigalpa")).toBe(true);
    for (const text of ["", "Mars/Olympus", "+05:00", null, 6]) expect(isTimeZone(text)).toBe(false);
  });

  it("names the city", () => {
    expect(es.city("America/Guatemala")).toBe("Ciudad de Guatemala");
    expect(en.city("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
    expect(en.timeIn(at, "UTC")).toBe("9:00 pm UTC");
    expect(en.offset(at, tapachula)).toBe("UTC−6");
    expect(en.offset(at, "Asia/Kolkata")).toBe("UTC+5:30");
  });

  it("names countries in both languages", () => {
    expect(en.country("HT")).toBe("Haiti");
    expect(es.country("HT")).toBe("Haití");
    expect(es.country("??")).toBe("??");
  });
});

describe("lists and counts", () => {
  it("join as each language writes", () => {
    expect(en.list(["Haiti", "Honduras", "Brazil"])).toBe("Haiti, Honduras, and Brazil");
    expect(en.list(["Haiti", "Brazil"])).toBe("Haiti and Brazil");
    expect(es.list(["Haití", "Honduras", "Brasil"])).toBe("Haití, Honduras y Brasil");
    expect(es.list(["Perú", "Italia"])).toBe("Perú e Italia");
    expect(es.list(["agua", "hielo"])).toBe("agua y hielo");
    expect(es.listOr(["siete", "ocho"])).toBe("siete u ocho");
    expect(es.list([])).toBe("");
  });

  it("group thousands", () => {
    expect(en.number(12345)).toBe("12,345");
    expect(es.number(12345)).toBe("12,345");
    expect(en.bytes(1_440_000)).toBe("1.4 MB");
  });
});
