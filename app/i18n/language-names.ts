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

/** How each language asks its own readers to change to it: they may not understand the page that they are on. */
const invitations: Readonly<Record<string, string>> = {
  en: "Read in English",
  es: "Leer en español",
  pt: "Ler em português",
  ht: "Li an kreyòl ayisyen",
  fr: "Lire en français",
};

/** The offer to read in a language, in its own words; its name where they are unknown. */
export const readInNative = (locale: string): string => invitations[locale] ?? nativeName(locale);
