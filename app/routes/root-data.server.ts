import type { AppLoadContext } from "@remix-run/node";
import { optionalPerson } from "~/auth/require-member.server";
import { isLocale, isTimeZone, type Locale, localeFromHeader, wantedLanguages } from "~/i18n";

export type Theme = "light" | "dark";

/** What every page needs before it can be drawn, signed in or not. */
export type RootData = {
  locale: Locale;
  timeZone: string;
  /** null: as the reader's system has it. */
  theme: Theme | null;
  /** Who is signed in. */
  me: { id: string; name: string; instanceAdmin: boolean; singleKeys: boolean } | null;
};

/** Where nobody said otherwise: most of the recipients sit there. */
const defaultTimeZone = "America/New_York";

/** One cookie by name, decoded; undefined when it is missing or broken. */
function cookie(header: string | null, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key !== name) continue;
    try {
      return decodeURIComponent(value.join("="));
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/**
 * Language, zone and theme of the reader: what a person who is signed in has chosen, on every device; else the cookies of this
 * one, else what the browser prefers.
 */
export async function readRootData(request: Request, _context: AppLoadContext): Promise<RootData> {
  const person = await optionalPerson(request);
  if (person) {
    return {
      locale: person.locale,
      timeZone: person.timeZone,
      theme: person.theme === "system" ? null : person.theme,
      me: {
        id: person.id,
        name: person.name,
        instanceAdmin: person.instanceAdmin,
        singleKeys: person.singleKeys,
      },
    };
  }
  return { ...readPreferences(request), me: null };
}

/** The languages that this browser reads, best first: the one chosen here, then those that it asks for. Not only the interface's. */
export function readLanguages(request: Request): string[] {
  const chosen = cookie(request.headers.get("cookie"), "lang");
  return [...(isLocale(chosen) ? [chosen] : []), ...wantedLanguages(request.headers.get("accept-language"))];
}

/** What this browser said before anybody signed in. */
export function readPreferences(request: Request): Omit<RootData, "me"> {
  const cookies = request.headers.get("cookie");
  const lang = cookie(cookies, "lang");
  const tz = cookie(cookies, "tz");
  const theme = cookie(cookies, "theme");
  return {
    locale: isLocale(lang) ? lang : localeFromHeader(request.headers.get("accept-language")),
    timeZone: isTimeZone(tz) ? tz : defaultTimeZone,
    theme: theme === "light" || theme === "dark" ? theme : null,
  };
}
