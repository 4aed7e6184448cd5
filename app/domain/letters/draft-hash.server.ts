import type { Reader } from "~db/client.server";
import { hashText, listLanguages, listRecipients } from "./load-language.server";
import type { LetterRow } from "./load-letter.server";
import { sha256Hex } from "./text/sha256.server";
import { readText } from "./text/stored-text.server";

/**
 * One hash over everything that a freeze would freeze: the canonical texts of all languages that are not left out. A co-lead's
 * consent keeps it, so that a consent to another text does not count.
 */
export async function draftHash(
  letter: Pick<LetterRow, "id" | "authoritativeLocale">,
  reader: Reader,
): Promise<string> {
  const [languages, to] = [await listLanguages(letter, reader), await listRecipients(letter.id, reader)];
  const parts: string[] = [];
  for (const language of languages.filter((l) => l.state !== "left_out")) {
    const { sha256 } = hashText(language, to, await readText(language.id, reader));
    parts.push(`${language.locale} ${sha256}`);
  }
  return sha256Hex(parts.sort().join("\n"));
}
