import { messagesFor } from "./index";
import { isLocale } from "./locales";

/**
 * The `meta` of a route whose title comes from the dictionary:
 * `export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.letters.title);`
 * @param matches what Remix hands to `meta`; the root loader's data tells the reader's language
 * @param title a text, or a function of the dictionary; empty gives the bare name of the product
 */
export function pageTitle(
  matches: readonly ({ id: string; data?: unknown } | undefined)[],
  title: string | ((t: ReturnType<typeof messagesFor>) => string),
): { title: string }[] {
  const root = matches.find((match) => match?.id === "root")?.data;
  const locale = root && typeof root === "object" && "locale" in root ? root.locale : undefined;
  const t = messagesFor(isLocale(locale) ? locale : "en");
  const text = typeof title === "function" ? title(t) : title;
  return [{ title: text ? t.common.documentTitle({ page: text }) : t.common.product }];
}
