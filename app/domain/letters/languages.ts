import { DomainError } from "../errors";

/** Languages that a letter can have a version in. Wider than the languages of the interface. */
export const letterLanguages = ["en", "es", "pt", "ht", "fr"] as const;
export type LetterLanguage = (typeof letterLanguages)[number];

export function isLetterLanguage(value: string): value is LetterLanguage {
  return (letterLanguages as readonly string[]).includes(value);
}

/** @throws invalid_input for a language that no letter can have */
export function requireLetterLanguage(locale: string, field = "locale"): LetterLanguage {
  if (!isLetterLanguage(locale)) throw new DomainError("invalid_input", {}, field);
  return locale;
}

export const SUBJECT_MAX = 200;
export const DATE_LINE_MAX = 120;
export const ASK_MAX = 600;
