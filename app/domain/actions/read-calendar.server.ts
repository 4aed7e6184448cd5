import { count, inArray, max } from "drizzle-orm";
import { db } from "~db/client.server";
import { letterDecisions } from "~db/schema";
import { followUpOf, readAnswered } from "../letters/follow-up.server";
import { type LoadedLetter, listReadableLetters } from "../letters/load-letter.server";
import type { Member } from "../member";
import type { ActionInList } from "./action";
import { readActionsBetween } from "./read-actions.server";

/** The moment at which a letter, or its consultation, closes; and when its leads ask what became of it. */
export type LetterMoment = {
  letterId: string;
  title: string;
  locale: string;
  kind: "closes" | "closed" | "review_closes" | "follow_up";
  at: string;
  zone: string;
};

/** What a calendar shows from one day to another: actions, and the moments of letters. */
export async function readCalendar(
  member: Member,
  from: string,
  to: string,
): Promise<{ actions: ActionInList[]; letters: LetterMoment[] }> {
  const [actions, readable] = await Promise.all([readActionsBetween(member, from, to), listReadableLetters(member)]);
  const letters = await momentsOf(member, readable);
  return {
    actions,
    letters: letters.filter((l) => l.at.slice(0, 10) >= dayBefore(from) && l.at.slice(0, 10) <= dayAfter(to)),
  };
}

/** A moment of a letter for calendar programs: when it was last moved, and how often. */
export type LetterMomentInFeed = LetterMoment & { createdAt: Date; updatedAt: Date; revision: number };

/** All moments of letters that the member may read, from `from` on. */
export async function readLetterMoments(member: Member, from: Date): Promise<LetterMomentInFeed[]> {
  const readable = await listReadableLetters(member);
  const moments = (await momentsOf(member, readable)).filter((m) => m.at >= from.toISOString());
  const ids = [...new Set(moments.map((m) => m.letterId))];
  if (ids.length === 0) return [];
  const decisions = await db
    .select({ letterId: letterDecisions.letterId, n: count(), last: max(letterDecisions.createdAt) })
    .from(letterDecisions)
    .where(inArray(letterDecisions.letterId, ids))
    .groupBy(letterDecisions.letterId);
  return moments.flatMap((moment) => {
    const letter = readable.find((r) => r.letter.id === moment.letterId)?.letter;
    if (!letter) return [];
    const decided = decisions.find((d) => d.letterId === letter.id);
    const last = decided?.last ?? letter.statusChangedAt;
    return [
      {
        ...moment,
        createdAt: letter.createdAt,
        updatedAt: new Date(Math.max(last.getTime(), letter.statusChangedAt.getTime())),
        // The clock closes without a decision of anybody's.
        revision: (decided?.n ?? 0) + (letter.closedAt ? 1 : 0),
      },
    ];
  });
}

async function momentsOf(member: Member, readable: readonly LoadedLetter[]): Promise<LetterMoment[]> {
  const answered = await readAnswered(readable.map(({ letter }) => letter.id));
  return readable.flatMap(({ letter, thing }): LetterMoment[] => {
    const followUp = followUpOf(member, { letter, thing }, answered);
    const base = {
      letterId: letter.id,
      title: letter.title,
      locale: letter.authoritativeLocale,
      zone: letter.deadlineZone ?? member.timeZone,
    };
    if (letter.status === "in_review" && letter.reviewUntil)
      return [{ ...base, kind: "review_closes", at: letter.reviewUntil.toISOString() }];
    if (!["open", "closed", "finalized", "delivered"].includes(letter.status)) return [];
    // A letter that its lead closed early does not close once more at its deadline.
    const at = letter.status === "open" ? letter.hardDeadline : (letter.closedAt ?? letter.hardDeadline);
    return [
      ...(at ? [{ ...base, kind: letter.status === "open" ? "closes" : "closed", at: at.toISOString() } as const] : []),
      ...(followUp ? [{ ...base, kind: "follow_up", at: followUp.toISOString() } as const] : []),
    ];
  });
}

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
