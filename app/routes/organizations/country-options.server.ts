import { countries, nearCountries } from "~/domain/organizations/organization";
import { type Locale, makeFormat } from "~/i18n";
import type { CountryOption } from "./organization-form";

/** The countries of a picker by name: those of the coalitions' work, then all others. */
export function countryOptions(locale: Locale): { near: CountryOption[]; others: CountryOption[] } {
  const format = makeFormat(locale, "UTC");
  const near: readonly string[] = nearCountries;
  const byName = (codes: readonly string[]) =>
    codes
      .map((code) => ({ value: code, label: format.country(code) }))
      .sort((a, b) => a.label.localeCompare(b.label, locale));
  return { near: byName(near), others: byName(countries.filter((code) => !near.includes(code))) };
}
