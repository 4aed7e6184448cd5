import { type Locale, messagesFor } from "~/i18n/index";

/**
 * "The undersigned 83 organizations": the sentence above a list, filled from its count.
 * @param organizations `count` of a composed list
 * @param individuals its `individualCount`
 */
export function countSentence(locale: Locale, organizations: number, individuals = 0): string {
  return messagesFor(locale).pdf.undersigned({ organizations, individuals });
}
