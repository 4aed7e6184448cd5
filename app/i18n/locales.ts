/** The languages of the interface. A letter may have versions in others; the interface has these. */
export const locales = ["en", "es"] as const;

export type Locale = (typeof locales)[number];

/** Narrows text from outside (cookie, header, form) to a language of the interface. */
export function isLocale(value: unknown): value is Locale {
  return typeof value === "string" && (locales as readonly string[]).includes(value);
}

/**
 * The languages that an `Accept-Language` header asks for, best first.
 * @param header the raw header, or null; `q` weights count, regions are ignored ("es-GT" reads "es")
 */
export function wantedLanguages(header: string | null): string[] {
  return (header ?? "")
    .split(",")
    .map((part, order) => {
      const [tag = "", ...params] = part.trim().toLowerCase().split(";");
      const q = params.map((p) => p.trim()).find((p) => p.startsWith("q="));
      return { language: tag.split("-")[0] ?? "", q: q ? Number(q.slice(2)) : 1, order };
    })
    .filter(({ language, q }) => language !== "" && Number.isFinite(q) && q > 0)
    .sort((a, b) => b.q - a.q || a.order - b.order)
    .map(({ language }) => language);
}

/**
 * The best language of the interface for an `Accept-Language` header.
 * @returns the first match by weight, else "en"
 */
export function localeFromHeader(header: string | null): Locale {
  return wantedLanguages(header).find(isLocale) ?? "en";
}
