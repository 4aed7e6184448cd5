import type { Locale } from "./locales";

const rules = new Map<Locale, Intl.PluralRules>();

/**
 * Chooses the form of a count: `plural("en", 3, { one: "1 letter", other: "3 letters" })`.
 * Spanish "many" (1,000,000) reads like "other" in every sentence of ours.
 */
export function plural(locale: Locale, n: number, forms: { zero?: string; one: string; other: string }): string {
  if (n === 0 && forms.zero !== undefined) return forms.zero;
  let rule = rules.get(locale);
  if (!rule) {
    rule = new Intl.PluralRules(locale);
    rules.set(locale, rule);
  }
  return rule.select(n) === "one" ? forms.one : forms.other;
}
