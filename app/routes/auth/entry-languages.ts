import { useLocation } from "@remix-run/react";
import { locales } from "~/i18n/locales";
import { useI18n } from "~/i18n/use-i18n";
import type { LanguageLink } from "~/ui/language-switch";

const names = { en: "English", es: "Español" } as const;

/** Links to this page in each language of the interface, for people who are not signed in. */
export function useEntryLanguages(): LanguageLink[] {
  const { locale } = useI18n();
  const { pathname, search } = useLocation();
  return locales.map((one) => ({
    locale: one,
    name: names[one],
    current: one === locale,
    to: `/preferences?${new URLSearchParams({ lang: one, redirectTo: pathname + search })}`,
  }));
}
