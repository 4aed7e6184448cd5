import type { Member } from "../member";
import { can } from "../permissions";
import { type Stream, stream } from "../streams";
import { loadLetter } from "./load-letter.server";

/**
 * The streams by which a page of a letter learns that an answer came in: the desk for its leads, who see who answered what;
 * bells for coordinators, who see how many; none for other readers.
 * @throws not_found
 */
export async function readAnswerStreams(member: Member, letterId: string): Promise<Stream[]> {
  const { letter, thing } = await loadLetter(member, letterId);
  if (can(member, "letter.see_answers", thing)) return [stream("desk", letter.id)];
  return can(member, "letter.see_answer_counts", thing) ? [stream("answers", letter.id)] : [];
}
