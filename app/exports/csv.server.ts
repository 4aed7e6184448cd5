/** Tables for spreadsheet programs. */
import { stringify } from "csv-stringify/sync";
import { type Locale, makeFormat, messagesFor } from "~/i18n/index";

export type CsvColumn<K extends string> = { key: K; title: string };
export type CsvValue = string | number | null;

/**
 * A cell that no spreadsheet program reads as a formula: what begins like one, also behind blanks, controls or in wide
 * letters, gets an apostrophe before it (trust.md, trap 11: csv-stringify's own escaping misses a leading blank, NUL and line feed).
 */
export function safeCell(value: string): string {
  const text = value.replaceAll("\u0000", "");
  return /^[\s\p{C}\p{Z}]*[=+\-@|%＝＋－＠]/u.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
}

/**
 * A table as RFC 4180, with a byte order mark so that Excel reads it as UTF-8.
 * @param rows numbers stay numbers; everything else is text and made safe
 */
export function toCsv<K extends string>(
  columns: readonly CsvColumn<K>[],
  rows: readonly Record<K, CsvValue>[],
): string {
  const cell = (value: CsvValue) => (typeof value === "number" ? value : safeCell(value ?? ""));
  return stringify(
    [columns.map(({ title }) => safeCell(title)), ...rows.map((row) => columns.map(({ key }) => cell(row[key])))],
    {
      bom: true,
      record_delimiter: "windows",
      quoted_match: /[\s,;'"]/,
    },
  );
}

/** One organization of a letter, as its lead may see it. */
export type SignOnRow = {
  organization: string;
  acronym: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** State of the signature (`Signature.status`). */
  state: string;
  lead: "lead" | "co_lead" | null;
  requestedBy: string;
  confirmedBy: string;
  confirmedAt: Date | null;
  /** BCP 47. */
  language: string;
  textVersion: number | null;
  sha256: string;
};

/** The sign-on list of a letter. Times are in the reader's zone, as programs sort them: "2026-03-20 17:00". */
export function signOnListCsv(rows: readonly SignOnRow[], locale: Locale, timeZone: string): string {
  const t = messagesFor(locale).pdf;
  const format = makeFormat(locale, timeZone);
  const keys = [
    "organization",
    "acronym",
    "country",
    "state",
    "role",
    "requestedBy",
    "confirmedBy",
    "confirmedAt",
    "language",
    "textVersion",
    "sha256",
  ] as const;
  const title = (key: (typeof keys)[number]) =>
    key === "confirmedAt" ? `${t.csv.confirmedAt} (${format.city()})` : t.csv[key];
  return toCsv(
    keys.map((key) => ({ key, title: title(key) })),
    rows.map((row) => ({
      ...row,
      country: row.country ? format.country(row.country) : "",
      state: Object.hasOwn(t.csv.states, row.state) ? (t.csv.states[row.state] ?? row.state) : row.state,
      role: row.lead === "lead" ? t.lead : row.lead === "co_lead" ? t.coLead : "",
      confirmedAt: row.confirmedAt ? format.localInput(row.confirmedAt).replace("T", " ") : "",
      language: row.language ? format.language(row.language) : "",
    })),
  );
}
