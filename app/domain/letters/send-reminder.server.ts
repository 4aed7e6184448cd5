import { and, eq, inArray, max } from "drizzle-orm";
import { isLocale, type Locale } from "~/i18n/locales";
import { type Reader, transaction } from "~db/client.server";
import { organizations, people, reminders, signatures } from "~db/schema";
import { DomainError } from "../errors";
import { newId } from "../id";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvents } from "../record-event.server";
import { paragraphs } from "../text-input";
import { requireTransition } from "./letter";
import { clock, lockLetter } from "./load-letter.server";
import { letterScope, recordDecision } from "./record-decision.server";
import { organizationsIn, readPostHolders, tellOrganizations, workers } from "./sign-on.server";
import { isUndecided, nextReminderAt, REMINDER_MAX, REMINDER_PAUSE_DAYS, undecidedStates } from "./signature";

export type ReminderInput = {
  letterId: string;
  /** Which; absent = every undecided one. Naming them is for the leads, who may know who has not answered. */
  organizationIds?: readonly string[];
  /** The text that a person wrote, for each language in which one of these organizations reads. */
  bodies: Partial<Record<Locale, string>>;
};

export type ReminderResult = {
  sent: string[];
  /** Decided since, or reminded within three days by somebody else. */
  passedOver: string[];
};

/**
 * Reminds organizations that have not decided, each in its language. An organization is reminded at most once in three days,
 * whoever does it; those that cannot be reminded any more are passed over.
 * @throws not_found, not_allowed, wrong_status, not_invited, required (a text is missing), too_long;
 *   reminded_recently or signature_state when nobody is left to be reminded
 */
export async function sendReminder(member: Member, input: ReminderInput): Promise<ReminderResult> {
  return transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.remind", thing);
    requireTransition(letter.status, "remind");
    if (input.organizationIds) requireCan(now, "letter.see_answers", thing);
    const ids = [...new Set(input.organizationIds ?? (await organizationsIn(tx, letter.id, undecidedStates)))];
    if (ids.length === 0) throw new DomainError("required", {}, "organizationIds");
    const at = await clock(tx);
    const rows = await tx
      .select({ organizationId: signatures.organizationId, state: signatures.state })
      .from(signatures)
      .where(and(eq(signatures.letterId, letter.id), inArray(signatures.organizationId, ids)));
    if (rows.length < ids.length) throw new DomainError("not_invited");
    const last = await readLastReminders(letter.id, tx);
    const undecided = new Set(rows.filter((r) => isUndecided(r.state)).map((r) => r.organizationId));
    const free = ids.filter((id) => undecided.has(id) && !nextReminderAt(last.get(id) ?? null, at));
    if (free.length === 0) {
      throw new DomainError(undecided.size > 0 ? "reminded_recently" : "signature_state", {
        days: REMINDER_PAUSE_DAYS,
      });
    }
    const locales = await readReaderLocales(tx, free);
    const written = free.map((organizationId) => {
      const locale = locales.get(organizationId) ?? "en";
      const body = paragraphs(input.bodies[locale] ?? "", `body_${locale}`, { max: REMINDER_MAX, required: true });
      return { id: newId(), letterId: letter.id, organizationId, sentBy: member.personId, body, createdAt: at };
    });
    await recordDecision(tx, now, thing, "remind", "", { absence: false });
    await tx.insert(reminders).values(written);
    const reminderOf = new Map(written.map((r) => [r.organizationId, r.id]));
    const told = await tellOrganizations(tx, letter, free, {
      kind: "reminder",
      key: `reminder:${letter.id}:${at.getTime()}`,
      factsOf: (organizationId) => ({ reminderId: reminderOf.get(organizationId) ?? "", byId: member.personId }),
    });
    await recordEvents(tx, member.personId, [
      ...written.map((r) => ({
        type: "signature.reminded" as const,
        data: { ...letterScope(letter), organizationId: r.organizationId, reminderId: r.id },
      })),
      ...told,
    ]);
    return { sent: free, passedOver: ids.filter((id) => !free.includes(id)) };
  });
}

/** When each organization was last reminded of this letter. */
export async function readLastReminders(letterId: string, reader: Reader): Promise<Map<string, Date>> {
  const rows = await reader
    .select({ organizationId: reminders.organizationId, at: max(reminders.createdAt) })
    .from(reminders)
    .where(eq(reminders.letterId, letterId))
    .groupBy(reminders.organizationId);
  return new Map(rows.flatMap((r) => (r.at ? [[r.organizationId, new Date(r.at)] as const] : [])));
}

/** The language in which most of an organization's signatories and delegates read; else that of its name. */
export async function readReaderLocales(
  reader: Reader,
  organizationIds: readonly string[],
): Promise<Map<string, Locale>> {
  const locales = new Map<string, Locale>();
  if (organizationIds.length === 0) return locales;
  const holders = await readPostHolders(reader, organizationIds, workers);
  const ids = [...new Set([...holders.values()].flat())];
  const read = ids.length
    ? await reader.select({ id: people.id, locale: people.locale }).from(people).where(inArray(people.id, ids))
    : [];
  const localeOf = new Map(read.map((p) => [p.id, p.locale]));
  const named = await reader
    .select({ id: organizations.id, nameLocale: organizations.nameLocale })
    .from(organizations)
    .where(inArray(organizations.id, [...organizationIds]));
  for (const { id, nameLocale } of named) {
    const of = (holders.get(id) ?? []).map((personId) => localeOf.get(personId));
    const spanish = of.filter((l) => l === "es").length;
    const english = of.filter((l) => l === "en").length;
    locales.set(id, spanish > english ? "es" : english > spanish ? "en" : isLocale(nameLocale) ? nameLocale : "en");
  }
  return locales;
}
