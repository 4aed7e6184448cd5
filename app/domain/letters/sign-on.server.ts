import { and, eq, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { Reader, Tx } from "~db/client.server";
import {
  coalitionOrganizations,
  coordinators,
  languageVersions,
  letters,
  posts,
  signatures,
  textVersions,
} from "~db/schema";
import { addJob, removeJob } from "../add-job.server";
import { DomainError } from "../errors";
import { newId } from "../id";
import type { PostRole } from "../member";
import type { NotificationKind } from "../people/notification";
import { notify } from "../people/notify.server";
import type { EventToRecord } from "../record-event.server";
import { isTimeZone, momentFromWallTime } from "../time-zones";
import type { LetterRow } from "./load-letter.server";
import { DEADLINE_WARNINGS } from "./signature";

/** What the verbs of signing share: the frozen texts, the row of a signature, invitations, the deadline and its jobs. */

export type SignatureRow = typeof signatures.$inferSelect;
export type FrozenText = typeof textVersions.$inferSelect & { locale: string };

/**
 * The text that is signed, in each of its languages: the newest frozen version of every language that was not left out.
 * The text of reference comes first, the others in the alphabet of their codes.
 */
export async function readFrozenTexts(
  letter: Pick<LetterRow, "id" | "authoritativeLocale">,
  reader: Reader,
): Promise<FrozenText[]> {
  const rows = await reader
    .selectDistinctOn([textVersions.languageVersionId], { text: textVersions, locale: languageVersions.locale })
    .from(textVersions)
    .innerJoin(languageVersions, eq(languageVersions.id, textVersions.languageVersionId))
    .where(
      and(
        eq(languageVersions.letterId, letter.id),
        eq(textVersions.kind, "frozen"),
        sql`${languageVersions.state} <> 'left_out'`,
      ),
    )
    .orderBy(textVersions.languageVersionId, sql`${textVersions.number} desc`);
  const rank = (locale: string) => (locale === letter.authoritativeLocale ? "" : locale);
  return rows
    .map(({ text, locale }) => ({ ...text, locale }))
    .sort((a, b) => (rank(a.locale) < rank(b.locale) ? -1 : 1));
}

/** The organization's row of this letter. The letter's row is locked, so nobody changes it meanwhile. @throws not_invited */
export async function requireSignature(tx: Tx, letterId: string, organizationId: string): Promise<SignatureRow> {
  const [row] = await tx
    .select()
    .from(signatures)
    .where(and(eq(signatures.letterId, letterId), eq(signatures.organizationId, organizationId)));
  if (!row) throw new DomainError("not_invited");
  return row;
}

/** Makes the rows of organizations that have none yet, in the order given. @returns those that are new */
export async function insertInvitations(
  tx: Tx,
  letterId: string,
  organizationIds: readonly string[],
  at: Date,
): Promise<string[]> {
  const ids = [...new Set(organizationIds)];
  if (ids.length === 0) return [];
  const written = await tx
    .insert(signatures)
    .values(ids.map((organizationId) => ({ id: newId(), letterId, organizationId, invitedAt: at, updatedAt: at })))
    .onConflictDoNothing({ target: [signatures.letterId, signatures.organizationId] })
    .returning({ organizationId: signatures.organizationId });
  const fresh = new Set(written.map((w) => w.organizationId));
  return ids.filter((id) => fresh.has(id));
}

/** People with one of these posts, by organization. */
export async function readPostHolders(
  reader: Reader,
  organizationIds: readonly string[],
  roles: readonly PostRole[],
): Promise<Map<string, string[]>> {
  const holders = new Map<string, string[]>();
  if (organizationIds.length === 0) return holders;
  const rows = await reader
    .select({ organizationId: posts.organizationId, personId: posts.personId })
    .from(posts)
    .where(
      and(inArray(posts.organizationId, [...organizationIds]), inArray(posts.role, [...roles]), isNull(posts.endedAt)),
    );
  for (const { organizationId, personId } of rows) {
    holders.set(organizationId, [...(holders.get(organizationId) ?? []), personId]);
  }
  return holders;
}

/** Signatories and delegates: who works on a signature. */
export const workers = ["signatory", "delegate"] as const;

/**
 * Tells each organization's people something about a letter, one organization after the other in the order given.
 * @param what.key makes the key under which a person is told once; the organization's id is added to it
 */
export async function tellOrganizations(
  tx: Tx,
  letter: Pick<LetterRow, "id" | "coalitionId">,
  organizationIds: readonly string[],
  what: {
    kind: NotificationKind;
    key: string;
    roles?: readonly PostRole[];
    facts?: Record<string, string>;
    factsOf?: (organizationId: string) => Record<string, string>;
    /** Nobody is told of what they did themselves. */
    except?: string;
  },
): Promise<EventToRecord[]> {
  // An organization that has left the coalition is told nothing of its letters any more.
  const partners =
    organizationIds.length === 0
      ? []
      : await tx
          .select({ id: coalitionOrganizations.organizationId })
          .from(coalitionOrganizations)
          .where(
            and(
              eq(coalitionOrganizations.coalitionId, letter.coalitionId),
              inArray(coalitionOrganizations.organizationId, [...organizationIds]),
              isNull(coalitionOrganizations.leftAt),
            ),
          );
  const holders = await readPostHolders(
    tx,
    partners.map((p) => p.id),
    what.roles ?? workers,
  );
  const events: EventToRecord[] = [];
  for (const organizationId of organizationIds) {
    const told = (holders.get(organizationId) ?? []).filter((personId) => personId !== what.except);
    events.push(
      ...(await notify(tx, told, {
        coalitionId: letter.coalitionId,
        kind: what.kind,
        facts: { letterId: letter.id, organizationId, ...what.facts, ...what.factsOf?.(organizationId) },
        dedupeKey: `${what.key}:${organizationId}`,
      })),
    );
  }
  return events;
}

/**
 * Tells the people of a letter's leads something, each person once, whatever posts they hold.
 * @param what.coordinators also the coalition's coordinators, who decide when no lead does
 */
export async function tellLeads(
  tx: Tx,
  letter: Pick<LetterRow, "id" | "coalitionId">,
  leadIds: readonly string[],
  what: {
    kind: NotificationKind;
    key: string;
    facts?: Record<string, string>;
    coordinators?: boolean;
    /** Nobody is told of what they did themselves. */
    except?: string;
  },
): Promise<EventToRecord[]> {
  const holders = await readPostHolders(tx, leadIds, workers);
  const others = what.coordinators
    ? await tx
        .select({ personId: coordinators.personId })
        .from(coordinators)
        .where(eq(coordinators.coalitionId, letter.coalitionId))
    : [];
  const told = [...[...holders.values()].flat(), ...others.map((o) => o.personId)];
  return notify(
    tx,
    told.filter((personId) => personId !== what.except),
    {
      coalitionId: letter.coalitionId,
      kind: what.kind,
      facts: { letterId: letter.id, ...what.facts },
      dedupeKey: what.key,
    },
  );
}

/** Asked for a place after the closing, and no lead has let it in yet. Of a letter that takes late requests. */
export const isLateRequest = and(eq(signatures.state, "pending_approval"), isNull(signatures.lateAdmittedAt));
/** `awaitsAnswer`, as a query over letters and signatures. */
export const isAwaited = or(
  eq(letters.status, "open"),
  and(inArray(letters.status, ["finalized", "delivered"]), isNotNull(signatures.lateAdmittedAt)),
);

/** Organizations of a letter in one of these states. */
export async function organizationsIn(
  tx: Reader,
  letterId: string,
  states: readonly SignatureRow["state"][],
): Promise<string[]> {
  const rows = await tx
    .select({ organizationId: signatures.organizationId })
    .from(signatures)
    .where(and(eq(signatures.letterId, letterId), inArray(signatures.state, [...states])))
    .orderBy(signatures.invitedAt, signatures.organizationId);
  return rows.map((r) => r.organizationId);
}

export type DeadlineInput = { deadline: string; zone: string };

/**
 * The moment that a wall clock in the chosen zone shows.
 * @param input.deadline value of `<input type="datetime-local">`
 * @throws invalid_zone, invalid_time; deadline_past unless it is after `at`
 */
export function deadlineMoment({ deadline, zone }: DeadlineInput, at: Date): Date {
  if (!isTimeZone(zone)) throw new DomainError("invalid_zone", {}, "zone");
  const moment = momentFromWallTime(deadline, zone);
  if (!moment) throw new DomainError("invalid_time", {}, "deadline");
  if (moment.at <= at) throw new DomainError("deadline_past", {}, "deadline");
  return moment.at;
}

const closing = (letterId: string) => `close_letter:${letterId}`;
const warning = (letterId: string, hours: number) => `warn_of_deadline:${letterId}:${hours}`;

/** Sets the clock: the closing at the deadline, warnings before it. Earlier settings are replaced. */
export async function setDeadlineJobs(tx: Tx, letterId: string, deadline: Date, at: Date): Promise<void> {
  await addJob(tx, "close_letter", { letterId }, { runAt: deadline, key: closing(letterId) });
  for (const hours of DEADLINE_WARNINGS) {
    const runAt = new Date(deadline.getTime() - hours * 3_600_000);
    if (runAt > at) await addJob(tx, "warn_of_deadline", { letterId, hours }, { runAt, key: warning(letterId, hours) });
    else await removeJob(tx, warning(letterId, hours));
  }
}

/** Stops the clock of a letter that was closed by hand. */
export async function removeDeadlineJobs(tx: Tx, letterId: string): Promise<void> {
  await removeJob(tx, closing(letterId));
  for (const hours of DEADLINE_WARNINGS) await removeJob(tx, warning(letterId, hours));
}

/** The letter's row, locked, for the clock's jobs, which act for nobody. Null when there is none. */
export async function lockLetterForClock(tx: Tx, letterId: string): Promise<LetterRow | null> {
  const [letter] = await tx.select().from(letters).where(eq(letters.id, letterId)).for("update");
  return letter ?? null;
}
