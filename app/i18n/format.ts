/**
 * Dates, times, counts and lists as the reader writes them.
 *
 * Everything is built from numeric parts and our own names, because the names and blanks of Intl differ between the ICU
 * of a server and that of a browser (narrow no-break spaces, "sept" or "sep"), and React would then find another text
 * than the server sent. Zone and language are always explicit; nothing is read from the environment.
 */
import type { Locale } from "./locales";

/** A moment: a Date, an ISO text, or epoch milliseconds. An ISO day without a time ("2026-03-10") has no zone. */
export type Moment = Date | string | number;

/** The calendar fields of a moment in one zone; month 1 to 12, weekday 0 = Sunday. */
export type ZonedParts = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  weekday: number;
};

type Names = { days: string[]; daysShort: string[]; months: string[]; monthsShort: string[] };

const names: Record<Locale, Names> = {
  en: {
    days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    daysShort: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
    months: [
      "January",
      "February",
      "March",
      "April",
      "May",
      "June",
      "July",
      "August",
      "September",
      "October",
      "November",
      "December",
    ],
    monthsShort: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  },
  es: {
    days: ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"],
    daysShort: ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"],
    months: [
      "enero",
      "febrero",
      "marzo",
      "abril",
      "mayo",
      "junio",
      "julio",
      "agosto",
      "septiembre",
      "octubre",
      "noviembre",
      "diciembre",
    ],
    monthsShort: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
  },
};

/** Zones whose city is not the last part of their name, or is spelled otherwise. Congress sits in New York's zone. */
const cities: Record<string, string | Record<Locale, string>> = {
  "America/New_York": "Washington",
  "US/Eastern": "Washington",
  "America/Mexico_City": { en: "Mexico City", es: "Ciudad de México" },
  "America/Guatemala": { en: "Guatemala City", es: "Ciudad de Guatemala" },
  "America/El_Salvador": "San Salvador",
  "America/Costa_Rica": "San José",
  "America/Panama": { en: "Panama City", es: "Ciudad de Panamá" },
  "America/Puerto_Rico": "San Juan",
  "America/Havana": { en: "Havana", es: "La Habana" },
  "America/Bogota": "Bogotá",
  "America/Asuncion": "Asunción",
  "America/Sao_Paulo": "São Paulo",
  "America/Belem": "Belém",
  "America/Merida": "Mérida",
  "America/Cancun": "Cancún",
  "America/Port-au-Prince": "Port-au-Prince",
  "America/Jamaica": "Kingston",
  "America/Belize": { en: "Belize City", es: "Ciudad de Belice" },
  "America/Los_Angeles": { en: "Los Angeles", es: "Los Ángeles" },
  "America/Montreal": "Montréal",
  "Europe/London": { en: "London", es: "Londres" },
  "Europe/Brussels": { en: "Brussels", es: "Bruselas" },
  "Europe/Zurich": { en: "Geneva", es: "Ginebra" },
  "Europe/Rome": { en: "Rome", es: "Roma" },
  "Europe/Berlin": { en: "Berlin", es: "Berlín" },
  "Europe/Paris": { en: "Paris", es: "París" },
};

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(timeZone: string): Intl.DateTimeFormat {
  let found = clocks.get(timeZone);
  if (!found) {
    const options = {
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    } as const;
    try {
      found = new Intl.DateTimeFormat("en-US", { ...options, timeZone });
    } catch {
      // A zone that this ICU does not know must not take a page down; UTC is named as such by `city`.
      found = new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" });
    }
    clocks.set(timeZone, found);
  }
  return found;
}

const isDay = (at: Moment): at is string => typeof at === "string" && /^\d{4}-\d{2}-\d{2}$/.test(at);

/** The calendar fields of a moment in a zone (IANA name). */
export function zonedParts(at: Moment, timeZone: string): ZonedParts {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw new RangeError("Not a moment");
  const read: Record<string, number> = {};
  for (const { type, value } of clock(isDay(at) ? "UTC" : timeZone).formatToParts(date)) read[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = read;
  return { year, month, day, hour, minute, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
}

/**
 * The moment that a wall clock in a zone shows.
 * @param local the value of `<input type="datetime-local">` ("2026-03-20T17:00") or a day ("2026-03-20", read as 00:00)
 * @returns the Date, or null when the text is no time; an hour skipped in spring reads as the hour after it, one that
 * comes twice in autumn as the first
 */
export function momentOf(local: string, timeZone: string): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?$/.exec(local.trim());
  if (!match) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  if (new Date(wall).getUTCDate() !== day || month > 12 || hour > 23 || minute > 59) return null;
  const offset = (at: number) => {
    const p = zonedParts(at, timeZone);
    return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute) - Math.floor(at / 60_000) * 60_000;
  };
  // The offset before and after a change of clocks: the one whose result shows the wanted wall time counts.
  const candidates = [wall - offset(wall - 86_400_000), wall - offset(wall + 86_400_000)];
  const exact = candidates.filter((at) => at + offset(at) === wall).sort((a, b) => a - b);
  return new Date(exact[0] ?? Math.max(...candidates));
}

/** True when the text names a zone that this system knows. */
export function isTimeZone(value: unknown): value is string {
  if (typeof value !== "string" || value === "" || value.length > 64 || /^[+-]/.test(value)) return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

const two = (n: number) => String(n).padStart(2, "0");

function build(locale: Locale, timeZone: string) {
  const word = names[locale];
  const en = locale === "en";
  const at = (moment: Moment, zone = timeZone) => zonedParts(moment, zone);
  const dayKeyOf = (p: ZonedParts) => `${p.year}-${two(p.month)}-${two(p.day)}`;

  const clockText = ({ hour, minute }: ZonedParts) => {
    if (!en) return `${hour}:${two(minute)}`;
    if (minute === 0 && hour === 12) return "12:00 noon";
    if (minute === 0 && hour === 0) return "12:00 midnight";
    return `${hour % 12 || 12}:${two(minute)} ${hour < 12 ? "am" : "pm"}`;
  };
  const dayText = (p: ZonedParts) =>
    en
      ? `${word.daysShort[p.weekday]}, ${word.monthsShort[p.month - 1]} ${p.day}`
      : `${word.daysShort[p.weekday]} ${p.day} ${word.monthsShort[p.month - 1]}`;
  const dayLongText = (p: ZonedParts) =>
    en
      ? `${word.days[p.weekday]}, ${word.months[p.month - 1]} ${p.day}`
      : `${word.days[p.weekday]} ${p.day} de ${word.months[p.month - 1]}`;

  /** Days from `now` to the moment, by the reader's calendar: 0 today, 1 tomorrow, −1 yesterday. */
  const daysFrom = (moment: Moment, now: Moment) => {
    const [a, b] = [at(moment), at(now)];
    return Math.round((Date.UTC(a.year, a.month - 1, a.day) - Date.UTC(b.year, b.month - 1, b.day)) / 86_400_000);
  };

  const city = (zone: string = timeZone) => {
    const known = Object.hasOwn(cities, zone) ? cities[zone] : undefined;
    if (typeof known === "string") return known;
    if (known) return known[locale];
    if (zone === "UTC" || zone.startsWith("Etc/")) return "UTC";
    return (zone.split("/").pop() ?? zone).replaceAll("_", " ");
  };
  const inCity = (text: string, zone: string) => {
    const name = city(zone);
    if (name === "UTC") return `${text} UTC`;
    return en ? `${text} in ${name}` : `${text} en ${name}`;
  };

  const numbers = new Intl.NumberFormat(en ? "en-US" : "es-MX", { useGrouping: true });
  const number = (n: number) => numbers.format(n).replace(/[\u00a0\u202f]/g, "\u00a0");
  const joined = (items: readonly string[], word: string, comma: string) => {
    if (items.length < 2) return items[0] ?? "";
    const last = items[items.length - 1];
    return `${items.slice(0, -1).join(", ")}${items.length > 2 ? comma : ""} ${word} ${last}`;
  };
  const displayNames = (type: "region" | "language", code: string) => {
    try {
      return new Intl.DisplayNames([en ? "en-US" : "es-419"], { type }).of(code) ?? code;
    } catch {
      return code;
    }
  };

  return {
    locale,
    timeZone,
    /** "Mar 10, 2026" · "10 mar 2026" */
    date: (moment: Moment) => {
      const p = at(moment);
      const month = word.monthsShort[p.month - 1];
      return en ? `${month} ${p.day}, ${p.year}` : `${p.day} ${month} ${p.year}`;
    },
    /** "Mar 10" · "10 mar"; with the year when it is another than that of `now` */
    monthDay: (moment: Moment, now: Moment) => {
      const p = at(moment);
      const month = word.monthsShort[p.month - 1];
      const year = p.year === at(now).year ? "" : en ? `, ${p.year}` : ` ${p.year}`;
      return (en ? `${month} ${p.day}` : `${p.day} ${month}`) + year;
    },
    /** "Tuesday, March 10, 2026" · "martes 10 de marzo de 2026" */
    dateLong: (moment: Moment) => {
      const p = at(moment);
      return en ? `${dayLongText(p)}, ${p.year}` : `${dayLongText(p)} de ${p.year}`;
    },
    /** "March 10, 2026" · "10 de marzo de 2026", as a letter writes it */
    dateInLetter: (moment: Moment) => {
      const p = at(moment);
      const month = word.months[p.month - 1];
      return en ? `${month} ${p.day}, ${p.year}` : `${p.day} de ${month} de ${p.year}`;
    },
    /** "Tue, Mar 10" · "mar 10 mar" */
    day: (moment: Moment) => dayText(at(moment)),
    /** "Tuesday, March 10" · "martes 10 de marzo" */
    dayLong: (moment: Moment) => dayLongText(at(moment)),
    /** "Tue" · "mar" */
    weekday: (moment: Moment) => word.daysShort[at(moment).weekday] ?? "",
    /** "Tuesday" · "martes" */
    weekdayLong: (moment: Moment) => word.days[at(moment).weekday] ?? "",
    /** "10" */
    dayNumber: (moment: Moment) => String(at(moment).day),
    /** "March 2026" · "marzo de 2026"; month 1 to 12 */
    month: (year: number, month: number) =>
      en ? `${word.months[month - 1]} ${year}` : `${word.months[month - 1]} de ${year}`,
    /** Names for calendar heads, Sunday first. */
    weekdays: word.days,
    weekdaysShort: word.daysShort,
    /** "4:00 pm" · "16:00" in the reader's zone */
    time: (moment: Moment) => clockText(at(moment)),
    /** "Tue, Mar 10, 4:00 pm" · "mar 10 mar, 16:00" in the reader's zone */
    dateTime: (moment: Moment) => {
      const p = at(moment);
      return `${dayText(p)}, ${clockText(p)}`;
    },
    /** "Tuesday, March 10, 4:00 pm" · "martes 10 de marzo, 16:00" in the reader's zone */
    dateTimeLong: (moment: Moment) => {
      const p = at(moment);
      return `${dayLongText(p)}, ${clockText(p)}`;
    },
    /** "5:00 pm in Washington"; with the weekday when it is another day there: "Sat, 1:00 am in London" */
    timeIn: (moment: Moment, zone: string) => {
      const there = at(moment, zone);
      const sameDay = dayKeyOf(there) === dayKeyOf(at(moment));
      return inCity(sameDay ? clockText(there) : `${word.daysShort[there.weekday]}, ${clockText(there)}`, zone);
    },
    /** "Fri, Mar 20, 5:00 pm in Washington" */
    dateTimeIn: (moment: Moment, zone: string) => {
      const there = at(moment, zone);
      return inCity(`${dayText(there)}, ${clockText(there)}`, zone);
    },
    /** Does the zone show another wall clock than the reader's at this moment? Then both are worth showing. */
    differs: (moment: Moment, zone: string) => {
      const [a, b] = [at(moment), at(moment, zone)];
      return dayKeyOf(a) !== dayKeyOf(b) || a.hour !== b.hour || a.minute !== b.minute;
    },
    city,
    /** "UTC−6" at a moment, for a choice of zones; the minus sign is a real one. */
    offset: (moment: Moment, zone: string = timeZone) => {
      const p = zonedParts(moment, zone);
      const utc = zonedParts(moment, "UTC");
      const minutes =
        (Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute) -
          Date.UTC(utc.year, utc.month - 1, utc.day, utc.hour, utc.minute)) /
        60_000;
      if (minutes === 0) return "UTC";
      const [h, m] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
      return `UTC${minutes < 0 ? "−" : "+"}${h}${m ? `:${two(m)}` : ""}`;
    },
    daysFrom,
    /** "Today", "Tomorrow", "Yesterday", else "Tue, Mar 10" · "Hoy", "Mañana", "Ayer" */
    relativeDay: (moment: Moment, now: Moment) => {
      const days = daysFrom(moment, now);
      if (days === 0) return en ? "Today" : "Hoy";
      if (days === 1) return en ? "Tomorrow" : "Mañana";
      if (days === -1) return en ? "Yesterday" : "Ayer";
      return dayText(at(moment));
    },
    /** When something happened, as short as it stays clear: "9:41 am", "Mon 4:20 pm", "Mar 3" · "9:41", "lun 16:20" */
    happened: (moment: Moment, now: Moment) => {
      const p = at(moment);
      const days = daysFrom(moment, now);
      if (days === 0) return clockText(p);
      if (days < 0 && days > -7) return `${word.daysShort[p.weekday]} ${clockText(p)}`;
      const month = word.monthsShort[p.month - 1];
      const year = p.year === at(now).year ? "" : en ? `, ${p.year}` : ` ${p.year}`;
      return (en ? `${month} ${p.day}` : `${p.day} ${month}`) + year;
    },
    /** What is left until a deadline: "10 days 4 h"; minutes only in the last day: "5 h 20 min", "42 min". */
    deadlineLeft: (ms: number) => {
      const minutes = Math.floor(Math.max(0, ms) / 60_000);
      if (minutes === 0) return en ? "less than 1 min" : "menos de 1 min";
      if (minutes < 60) return `${minutes} min`;
      const hours = Math.floor(minutes / 60);
      if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
      const days = Math.floor(hours / 24);
      const dayWord = en ? (days === 1 ? "day" : "days") : days === 1 ? "día" : "días";
      return hours % 24 ? `${days} ${dayWord} ${hours % 24} h` : `${days} ${dayWord}`;
    },
    /** "12,345" */
    number,
    /** A share from 0 to 1: "86 %" in Spanish, "86%" in English */
    percent: (share: number) => `${number(Math.round(share * 100))}${en ? "%" : "\u00a0%"}`,
    /** "1.4 MB", "12 kB": decimal units */
    bytes: (n: number) => {
      if (n < 1000) return `${n} B`;
      if (n < 1_000_000) return `${number(Math.round(n / 1000))} kB`;
      return `${number(Math.round(n / 100_000) / 10)} MB`;
    },
    /** "Haiti, Honduras, and Brazil" · "Haití, Honduras y Brasil" (with e before i-) */
    list: (items: readonly string[]) =>
      en
        ? joined(items, "and", ",")
        : joined(items, /^h?[iíy](?![aeou])/i.test(items[items.length - 1] ?? "") ? "e" : "y", ""),
    /** The same with "or" · "o" (u before o-) */
    listOr: (items: readonly string[]) =>
      en ? joined(items, "or", ",") : joined(items, /^h?[oó]/i.test(items[items.length - 1] ?? "") ? "u" : "o", ""),
    /** Name of a country by its ISO 3166 code: "HT" reads "Haiti" · "Haití" */
    country: (code: string) => displayNames("region", code),
    /** Name of a language by its code: "ht" reads "Haitian Creole" · "criollo haitiano" */
    language: (code: string) => displayNames("language", code),
    /** "First letter in capitals", for sentences that begin with a Spanish weekday */
    capital: (text: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1),
    /** "2026-03-10", the reader's calendar day of a moment */
    dayKey: (moment: Moment) => dayKeyOf(at(moment)),
    /** "2026-03-10T16:00", the value of a datetime-local field in a zone */
    localInput: (moment: Moment, zone: string = timeZone) => {
      const p = at(moment, zone);
      return `${dayKeyOf(p)}T${two(p.hour)}:${two(p.minute)}`;
    },
    parts: (moment: Moment) => at(moment),
  };
}

export type Format = ReturnType<typeof build>;

const made = new Map<string, Format>();

/**
 * The formats of one reader.
 * @param locale language of the interface
 * @param timeZone IANA name; all times are shown in it unless a function takes another
 */
export function makeFormat(locale: Locale, timeZone: string): Format {
  const key = `${locale} ${timeZone}`;
  let format = made.get(key);
  if (!format) {
    // A reader's zone is data from outside: keep the cache small.
    if (made.size > 500) made.clear();
    format = build(locale, timeZone);
    made.set(key, format);
  }
  return format;
}
