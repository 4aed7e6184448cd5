import type { en } from "./en/index";
import type { Locale } from "./locales";

/** Filled by `loadDictionary`: a reader downloads one language, not all. */
export const dictionaries: Partial<Record<Locale, typeof en>> = {};

/** Downloads a dictionary, once. entry.client awaits it before hydrating, so pages read it synchronously. */
export async function loadDictionary(locale: Locale): Promise<void> {
  if (dictionaries[locale]) return;
  dictionaries[locale] = locale === "es" ? (await import("./es/index")).es : (await import("./en/index")).en;
}
