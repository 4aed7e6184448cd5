/**
 * The words of the interface. Import from here: `messagesFor`, `errorText`, `plural`, `makeFormat`, and the types.
 * In components use `useI18n()` of `~/i18n/use-i18n` instead.
 */
import { dictionaries } from "#dictionaries";
import type { en } from "./en/index";
import type { Locale } from "./locales";

export { type Format, isTimeZone, type Moment, makeFormat, momentOf, zonedParts } from "./format";
export { isLocale, type Locale, localeFromHeader, locales, wantedLanguages } from "./locales";
export { plural } from "./plural";

/** The shape of a dictionary: the English one decides, every other language is checked against it. */
export type Messages = typeof en;

/**
 * The dictionary of a language.
 *
 * On a server every language is there. In a browser only the page's own is (see `dictionaries.browser.ts`), so another
 * language answers with the one that is loaded: changing the language is a full page load.
 */
export function messagesFor(locale: Locale): Messages {
  const found = dictionaries[locale] ?? Object.values(dictionaries)[0];
  if (!found) throw new Error("No dictionary is loaded: entry.client must await loadDictionary first");
  return found;
}

/** Facts of a DomainError, as they arrive in a page. */
export type ErrorFacts = Readonly<Record<string, unknown>>;

/**
 * The sentence for an error code.
 * @param t the reader's dictionary
 * @param error a DomainError, or its plain {code, facts} as sent to a page
 * @returns the text of the `errors` area; an unknown code answers with the general sentence, never with the code
 */
export function errorText(t: Messages, error: { code: string; facts?: ErrorFacts }): string {
  const texts = t.errors.codes as Readonly<Record<string, string | ((facts: ErrorFacts) => string)>>;
  const text = Object.hasOwn(texts, error.code) ? texts[error.code] : undefined;
  if (typeof text === "function") return text(error.facts ?? {});
  return text ?? t.errors.generic;
}
