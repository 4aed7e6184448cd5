import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { Locale } from "~/i18n/locales";
import { db } from "~db/client.server";
import { organizations, posts, signatures } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { actsForAbsentLead, can, requireCan } from "../permissions";
import type { BoardLetter } from "./board";
import { canTransition } from "./letter";
import { clock, loadLetter } from "./load-letter.server";
import { readBoardLetter } from "./read-board.server";
import { readLastReminders, readReaderLocales } from "./send-reminder.server";
import { isSigningOpen, nextReminderAt, takesLateRequests } from "./signature";

/** The lead's desk: the deadline, the closing, and whom to remind. */
export type Desk = {
  letter: BoardLetter;
  signed: number;
  total: number;
  undecided: number;
  needsReason: boolean;
  can: { extend: boolean; close: boolean; reopen: boolean; remind: boolean; reviewList: boolean };
};

/** @throws not_found; not_allowed for those who do not decide about the letter */
export async function readDesk(member: Member, letterId: string): Promise<Desk> {
  const loaded = await loadLetter(member, letterId);
  const { letter, thing } = loaded;
  requireCan(member, "letter.see_answer_counts", thing);
  const [rows, at] = await Promise.all([
    db.select({ state: signatures.state }).from(signatures).where(eq(signatures.letterId, letter.id)),
    clock(db),
  ]);
  const count = (states: string[]) => rows.filter((r) => states.includes(r.state)).length;
  const running = isSigningOpen({ ...letter, at, lateAdmitted: false });
  return {
    letter: await readBoardLetter(loaded),
    signed: count(["confirmed"]),
    total: rows.length,
    undecided: count(["invited", "considering", "pending_approval"]),
    needsReason: actsForAbsentLead(member, thing),
    can: {
      extend: running && can(member, "letter.extend", thing),
      close: canTransition(letter.status, "close") && can(member, "letter.close", thing),
      reopen: canTransition(letter.status, "reopen") && can(member, "letter.reopen", thing),
      remind: running && can(member, "letter.remind", thing),
      reviewList:
        (canTransition(letter.status, "review_list") || takesLateRequests(letter.status)) &&
        can(member, "letter.review_list", thing),
    },
  };
}

export type Remindable = {
  organizationId: string;
  name: string;
  country: string;
  state: "invited" | "considering" | "pending_approval";
  /** The language in which its people read. */
  reads: Locale;
  people: number;
  remindedAt: string | null;
  nextReminderAt: string | null;
};

export type Reminding = Desk & {
  /** How many can be reminded now, by the language in which they read. */
  free: Record<Locale, number>;
  /** Null for coordinators. */
  organizations: Remindable[] | null;
};

/** Organizations that have not decided. @throws not_found, not_allowed; not_found when the letter is not open */
export async function readRemindable(member: Member, letterId: string): Promise<Reminding> {
  const desk = await readDesk(member, letterId);
  if (desk.letter.status !== "open") throw notFound();
  const rows = await db
    .select({
      organizationId: organizations.id,
      name: organizations.name,
      country: organizations.country,
      state: signatures.state,
    })
    .from(signatures)
    .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
    .where(
      and(eq(signatures.letterId, letterId), inArray(signatures.state, ["invited", "considering", "pending_approval"])),
    )
    .orderBy(asc(organizations.name));
  const ids = rows.map((r) => r.organizationId);
  const [last, reads, holders, at] = await Promise.all([
    readLastReminders(letterId, db),
    readReaderLocales(db, ids),
    ids.length
      ? db
          .select({ organizationId: posts.organizationId, role: posts.role })
          .from(posts)
          .where(
            and(
              inArray(posts.organizationId, ids),
              isNull(posts.endedAt),
              inArray(posts.role, ["signatory", "delegate"]),
            ),
          )
      : [],
    clock(db),
  ]);
  const all = rows.map((r) => ({
    ...r,
    state: r.state as Remindable["state"],
    reads: reads.get(r.organizationId) ?? "en",
    people: holders.filter((h) => h.organizationId === r.organizationId).length,
    remindedAt: last.get(r.organizationId)?.toISOString() ?? null,
    nextReminderAt: nextReminderAt(last.get(r.organizationId) ?? null, at)?.toISOString() ?? null,
  }));
  const free = all.filter((o) => o.nextReminderAt === null);
  const { thing } = await loadLetter(member, letterId);
  return {
    ...desk,
    free: { en: free.filter((o) => o.reads === "en").length, es: free.filter((o) => o.reads === "es").length },
    // Who has not answered is the leads' to know; a coordinator reminds all of them without seeing who they are.
    organizations: can(member, "letter.see_answers", thing) ? all : null,
  };
}
