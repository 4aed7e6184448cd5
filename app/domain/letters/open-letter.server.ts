import { eq } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { letters } from "~db/schema";
import { requirePartners } from "../campaigns/create-campaign.server";
import { DomainError } from "../errors";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { paragraphs } from "../text-input";
import { nextStatus } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";
import {
  deadlineMoment,
  insertInvitations,
  organizationsIn,
  setDeadlineJobs,
  tellOrganizations,
} from "./sign-on.server";
import { MEANING_MAX } from "./signature";

export type OpenLetterInput = {
  letterId: string;
  /** Wall time "2026-03-20T17:00" in `zone` (IANA). */
  deadline: string;
  zone: string;
  /** What an organization says by signing. */
  meaning: string;
  /** How many signatures the lead hopes for; 0 = none. */
  goal?: number;
  /** All organizations of the campaign are invited. */
  inviteCampaign?: boolean;
  /** These too, partners of the coalition. */
  organizationIds?: readonly string[];
  /** Why a coordinator does it instead of the lead. */
  reason?: string;
};

/**
 * Opens a frozen letter for signatures until a deadline, which the database's clock will keep. The leads sign first: their rows
 * come first and their people are told first. Everybody else who is invited is told in the same moment.
 *
 * Doing it twice is not an error: a letter that is open stays as it is.
 * @throws not_found, not_allowed, wrong_status, invalid_zone, invalid_time, deadline_past, required, too_long,
 *   reason_required (coordinator)
 */
export async function openLetter(member: Member, input: OpenLetterInput): Promise<void> {
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.open", thing);
    if (letter.status === "open") return;
    const status = nextStatus(letter.status, "open");
    const at = await clock(tx);
    const hardDeadline = deadlineMoment(input, at);
    const meaning = paragraphs(input.meaning, "meaning", { max: MEANING_MAX, required: true });
    const goal = input.goal ?? 0;
    if (!Number.isInteger(goal) || goal < 0 || goal > 100_000) throw new DomainError("invalid_input", {}, "goal");
    const chosen = [...new Set(input.organizationIds ?? [])];
    await requirePartners(tx, member, chosen);
    await tx
      .update(letters)
      .set({ status, statusChangedAt: at, openedAt: at, hardDeadline, deadlineZone: input.zone, meaning, goal })
      .where(eq(letters.id, letter.id));
    await recordDecision(tx, now, thing, "open", input.reason);
    const others = [...(input.inviteCampaign ? thing.campaignOrganizationIds : []), ...chosen];
    await insertInvitations(tx, letter.id, [...thing.leadIds, ...others], at);
    // Also those that were invited while the text was frozen.
    const awaited = [...new Set([...thing.leadIds, ...(await organizationsIn(tx, letter.id, ["invited"]))])];
    const told = await tellOrganizations(tx, letter, awaited, {
      kind: "signature_awaited",
      key: `signature_awaited:${letter.id}`,
      except: member.personId,
    });
    await setDeadlineJobs(tx, letter.id, hardDeadline, at);
    await recordEvents(tx, member.personId, [{ type: "letter.opened", data: letterScope(letter) }, ...told]);
  });
}
