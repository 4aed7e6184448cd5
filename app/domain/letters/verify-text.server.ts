import { and, desc, eq, inArray } from "drizzle-orm";
import { db } from "~db/client.server";
import { coalitions, editions, editionTexts, languageVersions, letters, textVersions } from "~db/schema";
import { isVerifiable, letterStatuses } from "./letter";
import { canonicalParts, foldWords, normalizePasted, withoutPageMarks } from "./text/pasted";
import { sha256Hex } from "./text/sha256.server";

export type VerifiedText = {
  locale: string;
  frozenAt: string;
  /** As it stands in the record. */
  sha256: string;
  /** Computed again now, from the stored text. */
  recomputed: string;
  /** Only of a public letter. */
  letter: {
    slug: string;
    subject: string;
    coalition: string;
    coalitionLocale: string;
    count: number;
    edition: number;
    canonical: string;
  } | null;
};

/**
 * What agreed: the hash, the canonical text, every word of it as it is read, or the words of the body only, when subject or
 * recipients were not pasted, or are others.
 */
export type MatchedBy = "hash" | "canonical" | "words" | "body";

export type Verdict =
  | { kind: "match"; by: MatchedBy; given: string; text: VerifiedText }
  | { kind: "no_match"; given: string }
  /** The record itself is broken: stored text and stored hash do not agree. */
  | { kind: "corrupt"; given: string; text: VerifiedText };

/**
 * Does a text, or a hash, belong to a letter that was delivered or finalized here? Whoever has the text or its hash learns
 * that it matches; which letter it is only if that is public. A text that is still in sign-on is nobody's to ask about.
 * @param input 64 hexadecimal digits, or the text: the canonical one, or as it was read on the page or in the PDF
 */
export async function verifyText(input: string): Promise<Verdict> {
  const compact = input
    .replace(/[\s:]+/g, "")
    .replace(/^sha-?256/i, "")
    .toLowerCase();
  if (/^[0-9a-f]{64}$/.test(compact)) return judge(compact, "hash", (await findByHash(compact))[0]);
  const text = normalizePasted(input);
  const given = sha256Hex(text);
  const [exact] = await findByHash(given);
  if (exact) return judge(given, "canonical", exact);
  const read = await findByWords(input);
  return judge(given, read?.head ? "words" : "body", read?.found);
}

type Found = Awaited<ReturnType<typeof find>>[number];

function judge(given: string, by: MatchedBy, found: Found | undefined): Verdict {
  if (!found) return { kind: "no_match", given };
  const { text, letter, coalition, edition, locale } = found;
  const recomputed = sha256Hex(text.canonical);
  const verified: VerifiedText = {
    locale,
    frozenAt: text.createdAt.toISOString(),
    sha256: text.sha256,
    recomputed,
    letter:
      letter.publication === "public"
        ? {
            slug: letter.publicSlug,
            subject: text.subject,
            coalition: coalition.name,
            coalitionLocale: coalition.nameLocale,
            count: edition.count,
            edition: edition.number,
            canonical: text.canonical,
          }
        : null,
  };
  if (recomputed !== text.sha256) return { kind: "corrupt", given, text: verified };
  return { kind: "match", by, given, text: verified };
}

const settled = letterStatuses.filter(isVerifiable);

function find() {
  return db
    .select({
      // Not the lists of signatures: every public letter is read when words are compared.
      text: {
        canonical: textVersions.canonical,
        sha256: textVersions.sha256,
        subject: textVersions.subject,
        createdAt: textVersions.createdAt,
      },
      letter: { publication: letters.publication, publicSlug: letters.publicSlug },
      coalition: { name: coalitions.name, nameLocale: coalitions.nameLocale },
      edition: { number: editions.number, count: editions.count },
      locale: languageVersions.locale,
    })
    .from(editionTexts)
    .innerJoin(editions, eq(editions.id, editionTexts.editionId))
    .innerJoin(textVersions, eq(textVersions.id, editionTexts.textVersionId))
    .innerJoin(languageVersions, eq(languageVersions.id, textVersions.languageVersionId))
    .innerJoin(letters, eq(letters.id, editions.letterId))
    .innerJoin(coalitions, eq(coalitions.id, letters.coalitionId))
    .$dynamic();
}

function findByHash(sha256: string) {
  return find()
    .where(and(eq(textVersions.sha256, sha256), inArray(letters.status, settled)))
    .orderBy(desc(letters.publication), desc(editions.number))
    .limit(1);
}

/**
 * What people copy from a page or a PDF has other line breaks, no labels, and lines around it. So the words are compared: a
 * pasted text matches a public letter when it holds the letter's body, word by word and in order.
 * @returns the letter, and whether subject, recipients and date line were there too
 */
async function findByWords(input: string): Promise<{ found: Found; head: boolean } | undefined> {
  const words = foldWords(withoutPageMarks(input));
  if (words.length < 200 || words.length > 200_000) return undefined;
  const published = await find()
    .where(and(eq(letters.publication, "public"), inArray(letters.status, settled)))
    .orderBy(desc(editions.number));
  for (const found of published) {
    const { head, body } = canonicalParts(found.text.canonical);
    // The addresses of links stand in the canonical text, and not in what is read.
    if (!words.includes(foldWords(body.replace(/ <[^<>\s]+>/g, "")))) continue;
    return { found, head: head.every((line) => words.includes(foldWords(line))) };
  }
  return undefined;
}
