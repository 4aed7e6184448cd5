/** Each language names itself, so that whoever reads it finds it. Words of the interface name languages in its own tongue. */
const names: Readonly<Record<string, string>> = {
  en: "English",
  es: "Español",
  pt: "Português",
  ht: "Kreyòl ayisyen",
  fr: "Français",
};

/** The language's own name for itself; its code when it is unknown. */
export const nativeName = (locale: string): string => names[locale] ?? locale;
