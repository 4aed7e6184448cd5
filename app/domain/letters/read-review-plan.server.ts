import type { Member } from "../member";
import { requireCan } from "../permissions";
import { missingForReview, type ReviewPart } from "./letter";
import { listRecipients, loadLanguage } from "./load-language.server";
import { loadLetter } from "./load-letter.server";
import { readText } from "./text/stored-text.server";
import { countWords } from "./text/word-count";

export type ReviewPlan = {
  /** What the letter still needs; empty when it can be sent. */
  missing: ReviewPart[];
  /** Organizations whose people will be told. */
  organizations: number;
};

/** What stands between a draft and its consultation. @throws not_found, not_allowed */
export async function readReviewPlan(member: Member, letterId: string): Promise<ReviewPlan> {
  const { letter, thing } = await loadLetter(member, letterId);
  requireCan(member, "letter.send_to_review", thing);
  const reference = await loadLanguage(letter.id, letter.authoritativeLocale);
  return {
    missing: missingForReview({
      title: letter.title,
      ask: letter.ask,
      recipients: (await listRecipients(letter.id)).filter((r) => r.kind === "to").length,
      words: countWords(await readText(reference.id)),
    }),
    organizations: new Set([...thing.leadIds, ...thing.editorIds, ...thing.campaignOrganizationIds]).size,
  };
}
