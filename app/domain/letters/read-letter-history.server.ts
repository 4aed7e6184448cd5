import { asc, eq, inArray } from "drizzle-orm";
import { db } from "~db/client.server";
import { languageVersions, letterDecisions, people, textVersions } from "~db/schema";
import type { Member } from "../member";
import { listLanguages } from "./load-language.server";
import { loadLetter } from "./load-letter.server";

/** One line of a letter's history: a step of its life, or a version of its text. */
export type HistoryItem = {
  id: string;
  /** ISO 8601. */
  at: string;
  by: string | null;
} & (
  | { kind: "decision"; step: string; reason: string; leadAbsent: boolean }
  | { kind: "version"; locale: string; number: number; frozen: boolean; sha256: string; note: string }
);

/** What was decided about a letter and which texts were kept, newest first. @throws not_found */
export async function readLetterHistory(member: Member, letterId: string): Promise<HistoryItem[]> {
  const { letter } = await loadLetter(member, letterId);
  const languages = await listLanguages(letter);
  const [decisions, versions] = await Promise.all([
    db
      .select({ decision: letterDecisions, by: people.name })
      .from(letterDecisions)
      .leftJoin(people, eq(people.id, letterDecisions.personId))
      .where(eq(letterDecisions.letterId, letter.id))
      .orderBy(asc(letterDecisions.createdAt), asc(letterDecisions.id)),
    languages.length === 0
      ? []
      : db
          .select({ version: textVersions, by: people.name, locale: languageVersions.locale })
          .from(textVersions)
          .innerJoin(languageVersions, eq(languageVersions.id, textVersions.languageVersionId))
          .leftJoin(people, eq(people.id, textVersions.createdBy))
          .where(
            inArray(
              textVersions.languageVersionId,
              languages.map((l) => l.id),
            ),
          ),
  ]);
  const items: HistoryItem[] = [
    ...decisions.map(
      ({ decision, by }): HistoryItem => ({
        id: decision.id,
        at: decision.createdAt.toISOString(),
        by,
        kind: "decision",
        step: decision.kind,
        reason: decision.reason,
        leadAbsent: decision.leadAbsent,
      }),
    ),
    ...versions.map(
      ({ version, by, locale }): HistoryItem => ({
        id: version.id,
        at: version.createdAt.toISOString(),
        by,
        kind: "version",
        locale,
        number: version.number,
        frozen: version.kind === "frozen",
        sha256: version.sha256,
        note: version.note,
      }),
    ),
  ];
  return items.sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id));
}
