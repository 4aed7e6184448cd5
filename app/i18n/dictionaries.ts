import { en } from "./en/index";
import { es } from "./es/index";
import type { Locale } from "./locales";

/** Every dictionary, for servers and tests. Browsers get `dictionaries.browser.ts` (package.json, "imports"). */
export const dictionaries: Partial<Record<Locale, typeof en>> = { en, es };

/** Nothing to load here; the browser's half does. */
export async function loadDictionary(_locale: Locale): Promise<void> {}
