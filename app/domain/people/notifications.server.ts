import { and, count, desc, eq, isNull, lt, sql } from "drizzle-orm";
import { db, type Reader, transaction } from "~db/client.server";
import { notificationSettings, notifications } from "~db/schema";
import { readActionTitles } from "../actions/read-actions.server";
import { listReadableLetters } from "../letters/load-letter.server";
import type { Member } from "../member";
import { recordEvent } from "../record-event.server";
import { readMessageViews } from "../rooms/read-message-views.server";
import { readRooms } from "../rooms/read-unread.server";
import type { Notice } from "./notice";
import { defaultChannels, type NotificationKind, notificationKinds } from "./notification";
import { readNames } from "./read-names.server";

type Row = typeof notifications.$inferSelect;

/**
 * What the member was told in this coalition, newest first. What they may not read any more (they left the campaign, the room)
 * is left out, so that an old notice opens no door.
 */
export async function readNotices(
  member: Member,
  options: { kind?: NotificationKind; unreadOnly?: boolean; before?: Date; limit?: number } = {},
): Promise<Notice[]> {
  const rows = await db
    .select()
    .from(notifications)
    .where(
      and(
        ofMember(member),
        options.kind ? eq(notifications.kind, options.kind) : undefined,
        options.unreadOnly ? isNull(notifications.readAt) : undefined,
        options.before ? lt(notifications.createdAt, options.before) : undefined,
      ),
    )
    .orderBy(desc(notifications.createdAt), desc(notifications.id))
    .limit(options.limit ?? 50);
  return describe(member, rows);
}

/** How many notices are unread, for the count in the shell. */
export async function countUnreadNotices(member: Member, reader: Reader = db): Promise<number> {
  const [row] = await reader
    .select({ n: count() })
    .from(notifications)
    .where(and(ofMember(member), isNull(notifications.readAt)));
  return row?.n ?? 0;
}

/**
 * One of the member's own notices, for its mail: also when the person does not want the kind in the app. Null when what it tells of
 * may not be read any more.
 */
export async function readNoticeToMail(member: Member, id: string): Promise<Notice | null> {
  const rows = await db
    .select()
    .from(notifications)
    .where(and(eq(notifications.personId, member.personId), eq(notifications.id, id)));
  return (await describe(member, rows))[0] ?? null;
}

/** Marks one notice, or all, as read; the member's other tabs hear of it. Those that were read stay as they are. */
export async function markNoticesRead(member: Member, input: { noticeId: string } | { all: true }): Promise<void> {
  await transaction(async (tx) => {
    const read = await tx
      .update(notifications)
      .set({ readAt: sql`clock_timestamp()` })
      .where(
        and(
          ofMember(member),
          isNull(notifications.readAt),
          "noticeId" in input ? eq(notifications.id, input.noticeId) : undefined,
        ),
      )
      .returning({ id: notifications.id });
    if (read.length === 0) return;
    await recordEvent(tx, member.personId, "person.notified", {
      personId: member.personId,
      coalitionId: member.coalitionId,
    });
  });
}

export type NoticeSetting = { kind: NotificationKind; inApp: boolean; byMail: boolean };

/** How the person wants to hear of each kind: own choice, else the default of the kind. */
export async function readNoticeSettings(personId: string): Promise<NoticeSetting[]> {
  const own = await db.select().from(notificationSettings).where(eq(notificationSettings.personId, personId));
  return notificationKinds.map((kind) => {
    const { inApp, byMail } = own.find((s) => s.kind === kind) ?? defaultChannels[kind];
    return { kind, inApp, byMail };
  });
}

/** Stores the person's choices; kinds that are not named stay as they are. */
export async function chooseNotices(personId: string, settings: readonly NoticeSetting[]): Promise<void> {
  if (settings.length === 0) return;
  await transaction(async (tx) => {
    await tx
      .insert(notificationSettings)
      .values(settings.map((s) => ({ personId, ...s })))
      .onConflictDoUpdate({
        target: [notificationSettings.personId, notificationSettings.kind],
        set: { inApp: sql`excluded.in_app`, byMail: sql`excluded.by_mail` },
      });
    await recordEvent(tx, personId, "person.changed", { personId });
  });
}

/** In the app: kinds that the person has turned off there are in the table only for their mail. */
function ofMember(member: Member) {
  return and(
    eq(notifications.personId, member.personId),
    eq(notifications.coalitionId, member.coalitionId),
    sql`not exists (select 1 from ${notificationSettings} where ${notificationSettings.personId} = ${notifications.personId}
      and ${notificationSettings.kind} = ${notifications.kind} and not ${notificationSettings.inApp})`,
  );
}

/** Kinds that speak of a letter, a message or an action: without it there is nothing to say. */
const needs: Partial<Record<NotificationKind, "letter" | "message" | "action">> = {
  signature_awaited: "letter",
  approval_requested: "letter",
  reminder: "letter",
  review_opened: "letter",
  deadline_extended: "letter",
  deadline_near: "letter",
  letter_closed: "letter",
  letter_delivered: "letter",
  letter_cancelled: "letter",
  signature_withdrawn: "letter",
  late_request: "letter",
  follow_up_due: "letter",
  comment_reply: "letter",
  mention: "message",
  action_planned: "action",
  action_changed: "action",
};

async function describe(member: Member, rows: readonly Row[]): Promise<Notice[]> {
  if (rows.length === 0) return [];
  const ids = (key: string) => [...new Set(rows.flatMap((r) => r.facts[key] ?? []))];
  const [letters, rooms, views, actions, names] = await Promise.all([
    ids("letterId").length > 0 ? listReadableLetters(member) : [],
    ids("roomId").length > 0 ? readRooms(member, { archived: true }) : [],
    readMessageViews(ids("messageId")),
    readActionTitles(member, ids("actionId")),
    readNames({ people: ids("byId"), organizations: ids("organizationId"), campaigns: ids("campaignId") }),
  ]);
  return rows.flatMap((row) => {
    const f = row.facts;
    const letter = letters.find((l) => l.letter.id === f.letterId)?.letter;
    const room = rooms.find((r) => r.id === f.roomId);
    const view = f.messageId && room ? views.get(f.messageId) : undefined;
    const title = f.actionId ? actions.get(f.actionId) : undefined;
    const notice: Notice = {
      id: row.id,
      kind: row.kind,
      at: row.createdAt.toISOString(),
      read: row.readAt !== null,
      by: named(names.people, f.byId),
      letter: letter ? { id: letter.id, title: letter.title, status: letter.status } : null,
      organization: named(names.organizations, f.organizationId),
      room: room
        ? {
            id: room.id,
            name: room.name,
            campaignId: room.campaignId,
            campaignName: names.campaigns.get(room.campaignId) ?? "",
          }
        : null,
      message: view && !view.deleted ? { id: view.id, body: view.body, locale: view.locale } : null,
      action: f.actionId && title !== undefined ? { id: f.actionId, title } : null,
    };
    const needed = needs[row.kind];
    return needed && notice[needed] === null ? [] : [notice];
  });
}

function named(found: Map<string, string>, id: string | undefined): { id: string; name: string } | null {
  const name = id ? found.get(id) : undefined;
  return id && name !== undefined ? { id, name } : null;
}
