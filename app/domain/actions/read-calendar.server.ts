import { listReadableLetters } from "../letters/load-letter.server";
import type { Member } from "../member";
import type { ActionInList } from "./action";
import { readActionsBetween } from "./read-actions.server";

/** The moment at which a letter, or its consultation, closes. */
export type LetterMoment = {
  letterId: string;
  title: string;
  locale: string;
  kind: "closes" | "closed" | "review_closes";
  at: string;
  zone: string;
};

/** What a calendar shows from one day to another: actions, and the moments at which letters close. */
export async function readCalendar(
  member: Member,
  from: string,
  to: string,
): Promise<{ actions: ActionInList[]; letters: LetterMoment[] }> {
  const [actions, readable] = await Promise.all([readActionsBetween(member, from, to), listReadableLetters(member)]);
  const letters = readable.flatMap(({ letter }): LetterMoment[] => {
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
    return at ? [{ ...base, kind: letter.status === "open" ? "closes" : "closed", at: at.toISOString() }] : [];
  });
  return {
    actions,
    letters: letters.filter((l) => l.at.slice(0, 10) >= dayBefore(from) && l.at.slice(0, 10) <= dayAfter(to)),
  };
}

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
