import { and, asc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "~db/client.server";
import {
  campaigns,
  coalitions,
  letterLeads,
  organizations,
  people,
  reminders,
  signatures,
  textVersions,
} from "~db/schema";
import { notFound } from "../errors";
import { type Member, roleIn } from "../member";
import { can } from "../permissions";
import { type Board, type ChaseRow, newestFirst } from "./board";
import { showsBoard } from "./letter";
import { type LoadedLetter, loadLetter } from "./load-letter.server";
import { readSignatureViews } from "./read-signature-views.server";
import { readFrozenTexts } from "./sign-on.server";
import { answerOf, nextReminderAt } from "./signature";

/**
 * The sign-on board: everybody who reads the letter sees who has signed and how many were asked; coordinators see how many
 * have answered what; only the leads see who, and why.
 * @throws not_found, also before the letter was opened
 */
export async function readBoard(member: Member, letterId: string): Promise<Board> {
  const loaded = await loadLetter(member, letterId);
  const { letter, thing } = loaded;
  if (!showsBoard(letter) || !can(member, "letter.see_board", thing)) throw notFound();
  const rows = await readRows(letter.id);
  const views = await readSignatureViews(
    rows.filter((r) => r.signature.state === "confirmed").map((r) => r.signature.id),
  );
  const wall = [...views.values()].sort(newestFirst);
  const waiting = rows.filter((r) => r.signature.state !== "confirmed");
  const nudged = can(member, "letter.see_answer_counts", thing) ? await readReminderTimes(letter.id) : [];
  const counted = (answer: ChaseRow["answer"]) => waiting.filter((r) => answerOf(r.signature.state) === answer).length;
  return {
    letter: await readBoardLetter(loaded),
    signed: wall.length,
    total: rows.length,
    wall,
    answers: can(member, "letter.see_answer_counts", thing)
      ? { review: counted("review"), none: counted("none"), declined: counted("declined") }
      : null,
    chase: can(member, "letter.see_answers", thing) ? chaseRows(waiting, nudged) : null,
    nudges: [...new Set(nudged.map((n) => n.at.toISOString()))],
    // Where people of an organization live is for those who work with all of them: one of them may be in hiding.
    zones: can(member, "letter.see_answers", thing) ? await readZones(letter.id) : [],
    own: rows
      .filter((r) => roleIn(member, r.signature.organizationId) !== null)
      .map(({ signature, organization }) => {
        const role = roleIn(member, organization.id);
        return {
          organizationId: organization.id,
          name: organization.name,
          state: signature.state,
          worksFor: role !== "member",
          signsFor: role === "signatory",
        };
      }),
  };
}

type Row = Awaited<ReturnType<typeof readRows>>[number];

async function readRows(letterId: string) {
  const requester = alias(people, "requester");
  const decliner = alias(people, "decliner");
  const withdrawer = alias(people, "withdrawer");
  return db
    .select({
      signature: signatures,
      organization: organizations,
      lead: letterLeads.kind,
      requester: requester.name,
      decliner: decliner.name,
      withdrawer: withdrawer.name,
    })
    .from(signatures)
    .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
    .leftJoin(
      letterLeads,
      and(eq(letterLeads.letterId, signatures.letterId), eq(letterLeads.organizationId, signatures.organizationId)),
    )
    .leftJoin(requester, eq(requester.id, signatures.requestedBy))
    .leftJoin(decliner, eq(decliner.id, signatures.declinedBy))
    .leftJoin(withdrawer, eq(withdrawer.id, signatures.withdrawnBy))
    .where(eq(signatures.letterId, letterId))
    .orderBy(asc(organizations.name), asc(signatures.id));
}

async function readZones(letterId: string): Promise<string[]> {
  const rows = await db.execute<{ zone: string }>(sql`
    select p.time_zone as zone from signatures s
      join posts o on o.organization_id = s.organization_id and o.ended_at is null
      join people p on p.id = o.person_id
    where s.letter_id = ${letterId} group by 1 order by count(*) desc, 1 limit 6`);
  return rows.map((r) => r.zone);
}

async function readReminderTimes(letterId: string) {
  return db
    .select({ organizationId: reminders.organizationId, at: reminders.createdAt })
    .from(reminders)
    .where(eq(reminders.letterId, letterId))
    .orderBy(asc(reminders.createdAt));
}

function chaseRows(rows: readonly Row[], nudged: readonly { organizationId: string; at: Date }[]): ChaseRow[] {
  const last = new Map(nudged.map((n) => [n.organizationId, n.at]));
  const now = new Date();
  return rows.map(({ signature: s, organization: o, lead, requester, decliner, withdrawer }) => {
    const reminded = last.get(o.id) ?? null;
    const said = {
      pending_approval: { at: s.requestedAt ?? s.updatedAt, who: requester ?? "", note: s.requestNote },
      declined: { at: s.declinedAt ?? s.updatedAt, who: decliner ?? "", note: s.declineReason },
      withdrawn: { at: s.withdrawnAt ?? s.updatedAt, who: withdrawer ?? "", note: s.withdrawReason },
      considering: { at: s.consideringAt ?? s.updatedAt, who: "", note: "" },
      invited: { at: s.invitedAt, who: "", note: "" },
      confirmed: { at: s.updatedAt, who: "", note: "" },
    }[s.state];
    return {
      signatureId: s.id,
      organizationId: o.id,
      name: o.name,
      place: o.place,
      country: o.country,
      kind: o.kind,
      lead,
      state: s.state,
      answer: answerOf(s.state),
      at: said.at.toISOString(),
      who: said.who,
      note: said.note,
      remindedAt: reminded?.toISOString() ?? null,
      nextReminderAt: nextReminderAt(reminded, now)?.toISOString() ?? null,
    };
  });
}

/** What stands at the head of every page of a letter that is being signed. */
export async function readBoardLetter({ letter }: LoadedLetter): Promise<Board["letter"]> {
  const [[around], texts] = await Promise.all([
    db
      .select({ campaign: campaigns, dye: coalitions.dye })
      .from(campaigns)
      .innerJoin(coalitions, eq(coalitions.id, campaigns.coalitionId))
      .where(eq(campaigns.id, letter.campaignId)),
    readFrozenTexts(letter, db),
  ]);
  const text = texts[0];
  const [by] = text
    ? await db
        .select({ name: people.name })
        .from(textVersions)
        .innerJoin(people, eq(people.id, textVersions.createdBy))
        .where(eq(textVersions.id, text.id))
    : [];
  return {
    id: letter.id,
    title: text?.subject ?? letter.title,
    locale: letter.authoritativeLocale,
    status: letter.status,
    campaign: {
      id: letter.campaignId,
      name: around?.campaign.name ?? "",
      locale: around?.campaign.nameLocale ?? "en",
    },
    dye: around?.dye ?? "grana",
    openedAt: letter.openedAt?.toISOString() ?? null,
    hardDeadline: letter.hardDeadline?.toISOString() ?? null,
    closedAt: letter.closedAt?.toISOString() ?? null,
    zone: letter.deadlineZone ?? "America/New_York",
    goal: letter.goal,
    frozenAt: letter.frozenAt?.toISOString() ?? null,
    frozenBy: by?.name ?? "",
    version: text?.number ?? 0,
    sha256: text?.sha256 ?? "",
    languages: texts.map((t) => t.locale),
    publicSlug: letter.publication === "public" ? letter.publicSlug : null,
    listReviewed: letter.listReviewedAt !== null,
  };
}
