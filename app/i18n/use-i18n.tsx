import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { loadDictionary } from "#dictionaries";
import { type Format, makeFormat } from "./format";
import { type Messages, messagesFor } from "./index";
import type { Locale } from "./locales";

export type I18n = { t: Messages; locale: Locale; timeZone: string; format: Format };

const I18nContext = createContext<I18n | null>(null);

/** Gives the reader's language and time zone (IANA name) to everything below. root.tsx mounts it once. */
export function I18nProvider({
  locale,
  timeZone,
  children,
}: {
  locale: Locale;
  timeZone: string;
  children: ReactNode;
}) {
  // A language other than the page's own may still have to be downloaded; until then the loaded one is shown.
  const [loaded, setLoaded] = useState<Locale>(locale);
  useEffect(() => {
    let current = true;
    loadDictionary(locale).then(
      () => current && setLoaded(locale),
      () => {}, // offline: keep the language that is here
    );
    return () => {
      current = false;
    };
  }, [locale]);
  const value = useMemo<I18n>(
    () => ({ t: messagesFor(loaded), locale: loaded, timeZone, format: makeFormat(loaded, timeZone) }),
    [loaded, timeZone],
  );
  return <I18nContext.Provider value={value}>{children}</I18nContext.Provider>;
}

/** Words and formats of the reader. Throws outside of `I18nProvider`. */
export function useI18n(): I18n {
  const value = useContext(I18nContext);
  if (!value) throw new Error("useI18n needs I18nProvider above it");
  return value;
}
