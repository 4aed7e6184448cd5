import type { Tx } from "~db/client.server";
import { letterDecisions } from "~db/schema";
import { DomainError } from "../errors";
import { newId } from "../id";
import type { Member } from "../member";
import { actsForAbsentLead, type LetterThing } from "../permissions";
import { paragraphs } from "../text-input";

/** Longest reason, in characters. */
export const REASON_MAX = 600;

export type Reasoned = { reason?: string };

/**
 * Writes down who took a step of a letter's life, and why: the trail that people read. A coordinator who decides because
 * the lead is absent must say why, and the record says that it was so.
 *
 * @param options.required the step needs a reason from everybody (cancelling)
 * @returns the reason as stored
 * @throws reason_required, too_long
 */
export async function recordDecision(
  tx: Tx,
  member: Member,
  thing: LetterThing,
  kind: string,
  reason = "",
  options: { required?: boolean; absence?: boolean } = {},
): Promise<string> {
  const leadAbsent = options.absence !== false && actsForAbsentLead(member, thing);
  const text = paragraphs(reason, "reason", { max: REASON_MAX });
  if (text === "" && (leadAbsent || options.required)) throw new DomainError("reason_required", {}, "reason");
  await tx
    .insert(letterDecisions)
    .values({ id: newId(), letterId: thing.id, kind, personId: member.personId, reason: text, leadAbsent });
  return text;
}

/** The scope that every event of a letter carries. */
export function letterScope(letter: { coalitionId: string; campaignId: string; id: string }) {
  return { coalitionId: letter.coalitionId, campaignId: letter.campaignId, letterId: letter.id };
}
