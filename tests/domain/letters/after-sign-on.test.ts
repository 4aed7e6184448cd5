import { and, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { createCalendarFeed, readFeed } from "~/domain/actions/calendar-feed.server";
import { readCalendar } from "~/domain/actions/read-calendar.server";
import { readFrame } from "~/domain/coalitions/read-frame.server";
import { readHome } from "~/domain/home/read-home.server";
import { admitLateSignature } from "~/domain/letters/admit-late-signature.server";
import { archiveLetter } from "~/domain/letters/archive-letter.server";
import { cancelLetter } from "~/domain/letters/cancel-letter.server";
import { closeLetter } from "~/domain/letters/close-letter.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { declineSignature } from "~/domain/letters/decline-signature.server";
import { finalizeLetter } from "~/domain/letters/finalize-letter.server";
import { openLetter } from "~/domain/letters/open-letter.server";
import { readDueLetters } from "~/domain/letters/read-due-letters.server";
import { readNewestEdition } from "~/domain/letters/read-edition.server";
import { readLetterList } from "~/domain/letters/read-letter-list.server";
import { readLetterPage } from "~/domain/letters/read-letter-page.server";
import { readList } from "~/domain/letters/read-list.server";
import { recordAnswer } from "~/domain/letters/record-answer.server";
import { recordDelivery } from "~/domain/letters/record-delivery.server";
import { remindOfFollowUp } from "~/domain/letters/remind-of-follow-up.server";
import { requestSignature } from "~/domain/letters/request-signature.server";
import { reviewList } from "~/domain/letters/review-list.server";
import { withdrawSignature } from "~/domain/letters/withdraw-signature.server";
import type { Member } from "~/domain/member";
import { noticePlace } from "~/domain/people/notice-place";
import { readNotices } from "~/domain/people/notifications.server";
import { wallTimeOf } from "~/domain/time-zones";
import { mailNotification } from "~/jobs/mail-notification.server";
import { db } from "~db/client.server";
import { letters, notifications, outgoingMails } from "~db/schema";
import { answer } from "~tests/support/answers";
import { useDatabase } from "~tests/support/database";
import {
  confirmation,
  type FrozenLetter,
  freezeNewLetter,
  inFuture,
  makeWorld,
  type World,
  type WorldOrganization,
} from "~tests/support/signing-world";

await useDatabase();
const DAY = 86_400_000;
const zone = "America/Bogota";
const ago = (ms: number) => wallTimeOf(new Date(Date.now() - ms), zone);
let world: World;
let other: World;
beforeAll(async () => {
  [world, other] = await Promise.all([makeWorld({ organizations: 5 }), makeWorld({ organizations: 2 })]);
});
const org = (i: number, w = world) => w.organizations[i] as WorldOrganization;

async function opened(): Promise<FrozenLetter> {
  const letter = await freezeNewLetter(world);
  await openLetter(org(0).signatory, {
    letterId: letter.letterId,
    ...inFuture(DAY),
    meaning: "Name under letter",
    inviteCampaign: true,
  });
  return letter;
}
const sign = async (letter: FrozenLetter, o: WorldOrganization) =>
  confirmSignature(o.signatory, await confirmation(o.signatory, letter, o));

async function closed(signers: number[]): Promise<FrozenLetter> {
  const letter = await opened();
  for (const i of signers) await sign(letter, org(i));
  await closeLetter(org(0).signatory, { letterId: letter.letterId });
  return letter;
}
async function compose(letter: FrozenLetter): Promise<void> {
  const { settings, fingerprint } = await readList(org(0).signatory, letter.letterId);
  await reviewList(org(0).signatory, { letterId: letter.letterId, ...settings, reviewed: true, fingerprint });
  await finalizeLetter(org(0).signatory, { letterId: letter.letterId });
}
async function finalized(signers = [0, 1, 2]): Promise<FrozenLetter> {
  const letter = await closed(signers);
  await compose(letter);
  return letter;
}
/** Delivered so long ago. */
async function delivered(days: number): Promise<FrozenLetter & { deliveryId: string }> {
  const letter = await finalized();
  const { deliveryId } = await recordDelivery(org(0).delegate, {
    letterId: letter.letterId,
    recipientId: letter.recipientIds[0] ?? "",
    method: "hand",
    sentAt: ago(days * DAY),
    zone,
  });
  return { ...letter, deliveryId };
}

/** Who was told of this letter, by kind. */
async function told(letter: FrozenLetter, kind: (typeof notifications.$inferSelect)["kind"]): Promise<string[]> {
  const rows = await db
    .select({ personId: notifications.personId })
    .from(notifications)
    .where(and(eq(notifications.kind, kind), sql`${notifications.facts} ->> 'letterId' = ${letter.letterId}`));
  return rows.map((r) => r.personId).sort();
}
const idsOf = (...people: Member[]) => people.map((p) => p.personId).sort();
const jobsOf = async (letter: FrozenLetter, kind: string) => {
  const rows = await db.execute<{ at: string }>(sql`select j.run_at::text as at from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = ${kind} and j.payload ->> 'letterId' = ${letter.letterId}`);
  return rows.map((r) => new Date(r.at).getTime());
};

describe("who is told", () => {
  it("of a withdrawn signature: the leads; once the list is composed, also the coordinators; nobody of what they did", async () => {
    const early = await opened();
    await sign(early, org(2));
    await withdrawSignature(org(2).signatory, { letterId: early.letterId, organizationId: org(2).id, reason: "No" });
    const leads = [org(0), org(1)].flatMap((o) => [o.signatory, o.second, o.delegate]);
    expect(await told(early, "signature_withdrawn")).toEqual(idsOf(...leads));

    const late = await finalized();
    const step = { letterId: late.letterId, organizationId: org(1).id, reason: "The board changed its mind" };
    await withdrawSignature(org(1).signatory, step);
    await withdrawSignature(org(1).signatory, step);
    expect(await told(late, "signature_withdrawn")).toEqual(
      idsOf(world.coordinator, ...leads.filter((p) => p !== org(1).signatory)),
    );
    const [notice] = await readNotices(org(0).delegate, { kind: "signature_withdrawn" });
    expect(notice && [notice.organization?.name, noticePlace(notice)]).toEqual([
      org(1).name,
      `/letters/${late.letterId}/list`,
    ]);
  });

  it("of a late request: the leads, by mail too, once however often it is sent; not while sign-on is open", async () => {
    const letter = await opened();
    await requestSignature(org(3).delegate, { letterId: letter.letterId, organizationId: org(3).id });
    expect(await told(letter, "late_request")).toEqual([]);

    const over = await finalized();
    await requestSignature(org(3).delegate, { letterId: over.letterId, organizationId: org(3).id, note: "Please" });
    await requestSignature(org(3).delegate, { letterId: over.letterId, organizationId: org(3).id, note: "Please" });
    expect(await told(over, "late_request")).toEqual(
      idsOf(...[org(0), org(1)].flatMap((o) => [o.signatory, o.second, o.delegate])),
    );
    const [row] = await db
      .select({ id: notifications.id })
      .from(notifications)
      .where(and(eq(notifications.kind, "late_request"), eq(notifications.personId, org(0).signatory.personId)));
    await mailNotification({ notificationId: row?.id ?? "" });
    const [mail] = await db
      .select()
      .from(outgoingMails)
      .where(and(eq(outgoingMails.kind, "late_request"), eq(outgoingMails.personId, org(0).signatory.personId)));
    expect(mail?.subject).toContain(org(3).name);
    expect(mail?.bodyText).toContain(`/letters/${over.letterId}/list#late`);
    expect(mail?.bodyText).not.toContain("Please");
  });

  it("of a cancelled letter: who has signed and who was still asked; not who declined; nobody before the opening", async () => {
    const letter = await opened();
    await sign(letter, org(2));
    await declineSignature(org(3).signatory, { letterId: letter.letterId, organizationId: org(3).id });
    await cancelLetter(org(0).signatory, { letterId: letter.letterId, reason: "The bill was withdrawn." });
    await cancelLetter(org(0).signatory, { letterId: letter.letterId, reason: "The bill was withdrawn." });
    const asked = [org(0), org(1), org(2), org(4)].flatMap((o) => [o.signatory, o.second, o.delegate]);
    expect(await told(letter, "letter_cancelled")).toEqual(idsOf(...asked.filter((p) => p !== org(0).signatory)));
    expect(await jobsOf(letter, "close_letter")).toEqual([]);
    const [row] = await db
      .select({ id: notifications.id })
      .from(notifications)
      .where(and(eq(notifications.kind, "letter_cancelled"), eq(notifications.personId, org(2).delegate.personId)));
    await mailNotification({ notificationId: row?.id ?? "" });
    const [mail] = await db.select().from(outgoingMails).where(eq(outgoingMails.kind, "letter_cancelled"));
    expect(mail?.bodyText).toContain("The bill was withdrawn.");

    const frozen = await freezeNewLetter(world);
    await cancelLetter(org(0).signatory, { letterId: frozen.letterId, reason: "Not now." });
    expect(await told(frozen, "letter_cancelled")).toEqual([]);
  });
});

describe("the follow-up", () => {
  it("is a job at the moment of the letter, and ends with an answer or in the archive", async () => {
    const letter = await delivered(1);
    const [row] = await db.select().from(letters).where(eq(letters.id, letter.letterId));
    expect(await jobsOf(letter, "follow_up")).toEqual([row?.followUpAt?.getTime()]);
    await recordAnswer(org(0).delegate, {
      letterId: letter.letterId,
      deliveryId: letter.deliveryId,
      at: ago(60_000),
      zone,
      answer: "They will co-sponsor.",
    });
    expect(await jobsOf(letter, "follow_up")).toEqual([]);

    const another = await delivered(1);
    await archiveLetter(org(0).delegate, { letterId: another.letterId });
    expect(await jobsOf(another, "follow_up")).toEqual([]);
  });

  it("tells the leads once, never early, and not when somebody has answered; the sweep finds one whose job is missing", async () => {
    const early = await delivered(1);
    await remindOfFollowUp(early.letterId);
    expect(await told(early, "follow_up_due")).toEqual([]);

    const due = await delivered(14.5);
    expect((await readDueLetters()).toFollowUp).toContain(due.letterId);
    await remindOfFollowUp(due.letterId);
    await remindOfFollowUp(due.letterId);
    expect(await told(due, "follow_up_due")).toEqual(
      idsOf(...[org(0), org(1)].flatMap((o) => [o.signatory, o.second, o.delegate])),
    );
    expect((await readDueLetters()).toFollowUp).not.toContain(due.letterId);

    const answered = await delivered(14.5);
    await recordAnswer(org(0).delegate, {
      letterId: answered.letterId,
      deliveryId: answered.deliveryId,
      at: ago(60_000),
      zone,
      answer: "No.",
    });
    expect((await readDueLetters()).toFollowUp).not.toContain(answered.letterId);
    await remindOfFollowUp(answered.letterId);
    expect(await told(answered, "follow_up_due")).toEqual([]);
    const archived = await delivered(14.5);
    await archiveLetter(org(0).delegate, { letterId: archived.letterId });
    await remindOfFollowUp(archived.letterId);
    expect(await told(archived, "follow_up_due")).toEqual([]);
  });

  it("stands in the leads' calendar and private feed, with the letters' closings; nobody else's, and not once answered", async () => {
    const letter = await delivered(1);
    const open = await opened();
    const from = new Date(Date.now() - 30 * DAY).toISOString().slice(0, 10);
    const to = new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10);
    const inCalendar = async (member: Member) =>
      (await readCalendar(member, from, to)).letters.filter((l) => l.letterId === letter.letterId).map((l) => l.kind);
    expect(await inCalendar(org(0).delegate)).toEqual(["closed", "follow_up"]);
    expect(await inCalendar(org(3).delegate)).toEqual(["closed"]);

    const feed = await createCalendarFeed(org(0).delegate);
    const foreign = await createCalendarFeed(org(0, other).delegate);
    const before = await readFeed(feed);
    const of = (content: typeof before, id: string) =>
      content.letters.filter((l) => l.letterId === id).map((l) => l.kind);
    expect([of(before, letter.letterId), of(before, open.letterId)]).toEqual([["closed", "follow_up"], ["closes"]]);
    expect((await readFeed(foreign)).letters).toEqual([]);
    await closeLetter(org(0).signatory, { letterId: open.letterId });
    await recordAnswer(org(0).delegate, {
      letterId: letter.letterId,
      deliveryId: letter.deliveryId,
      at: ago(60_000),
      zone,
      answer: "Yes.",
    });
    const after = await readFeed(feed);
    expect(after.version).not.toBe(before.version);
    expect([of(after, letter.letterId), of(after, open.letterId)]).toEqual([["closed"], ["closed"]]);
  });
});

describe("what home, the letters list and the letter's pages say", () => {
  const tasks = async (member: Member, letter: FrozenLetter) =>
    (await readHome(member, new Date())).tasks.filter((t) => t.letterId === letter.letterId).map((t) => t.kind);
  const inList = async (member: Member, letter: FrozenLetter) =>
    (await readLetterList(member)).letters.find((l) => l.letterId === letter.letterId)?.task?.kind ?? null;

  it("to a lead: the list, the delivery, late requests, the follow-up; nothing of it to anybody else", async () => {
    const lead = org(1).delegate;
    const letter = await closed([0, 1]);
    const seen: Record<string, unknown> = { closed: await tasks(lead, letter) };
    await compose(letter);
    seen.composed = await tasks(lead, letter);
    await requestSignature(org(3).delegate, { letterId: letter.letterId, organizationId: org(3).id });
    seen["asked late"] = await tasks(lead, letter);
    seen["in the list"] = await inList(lead, letter);
    seen["to a coordinator"] = await tasks(world.coordinator, letter);
    seen["to a person of the lead"] = await tasks(org(0).person, letter);
    seen["to another delegate"] = [await tasks(org(3).delegate, letter), await inList(org(3).delegate, letter)];
    await admitLateSignature(lead, { letterId: letter.letterId, organizationId: org(3).id });
    await recordDelivery(lead, {
      letterId: letter.letterId,
      recipientId: letter.recipientIds[0] ?? "",
      method: "hand",
      sentAt: ago(DAY),
      zone,
    });
    seen.delivered = await tasks(lead, letter);
    const due = await delivered(15);
    seen.due = await tasks(lead, due);
    expect(seen).toMatchInlineSnapshot(`
      {
        "asked late": [
          "late_request",
          "deliver",
        ],
        "closed": [
          "review_list",
        ],
        "composed": [
          "deliver",
        ],
        "delivered": [],
        "due": [
          "follow_up",
        ],
        "in the list": "late_request",
        "to a coordinator": [],
        "to a person of the lead": [],
        "to another delegate": [
          [],
          null,
        ],
      }
    `);
    const coming = (await readHome(lead, new Date())).inProgress.find((l) => l.letterId === letter.letterId);
    expect(coming?.followUpAt).not.toBeNull();
  });

  it("to an organization: where it stands and what it can do; a late signature that was let in awaits it", async () => {
    const letter = await opened();
    const step = async (member: Member) => (await readLetterPage(member, letter.letterId)).own.map((o) => o.step);
    const seen: Record<string, string[]> = {
      "asked: signatory, delegate, member": [
        ...(await step(org(2).signatory)),
        ...(await step(org(2).delegate)),
        ...(await step(org(2).person)),
      ],
    };
    for (const i of [0, 1, 2]) await sign(letter, org(i));
    seen["signed: signatory, delegate"] = [...(await step(org(2).signatory)), ...(await step(org(2).delegate))];
    await declineSignature(org(4).signatory, { letterId: letter.letterId, organizationId: org(4).id });
    seen["declined: signatory, delegate"] = [...(await step(org(4).signatory)), ...(await step(org(4).delegate))];
    await closeLetter(org(0).signatory, { letterId: letter.letterId });
    seen["too late: delegate"] = await step(org(3).delegate);
    await compose(letter);
    await requestSignature(org(3).delegate, { letterId: letter.letterId, organizationId: org(3).id });
    seen["asked late: signatory"] = await step(org(3).signatory);
    const awaits = async () => [
      (await readHome(org(3).signatory, new Date())).awaiting.some((l) => l.letterId === letter.letterId),
      (await readLetterList(org(3).signatory)).letters.find((l) => l.letterId === letter.letterId)?.waits,
      (await readLetterPage(org(3).signatory, letter.letterId)).can.sign,
    ];
    const { waiting } = await readFrame(org(3).signatory);
    expect(await awaits()).toEqual([false, false, false]);
    expect((await readLetterPage(org(0).delegate, letter.letterId)).lateRequests).toBe(1);
    expect((await readLetterPage(org(4).delegate, letter.letterId)).lateRequests).toBe(0);
    await admitLateSignature(org(0).signatory, { letterId: letter.letterId, organizationId: org(3).id });
    seen["let in: signatory"] = await step(org(3).signatory);
    expect(await awaits()).toEqual([true, true, true]);
    expect((await readFrame(org(3).signatory)).waiting).toBe(waiting + 1);
    expect((await readLetterPage(org(0).delegate, letter.letterId)).lateRequests).toBe(0);
    const [row] = await db
      .select({ id: notifications.id })
      .from(notifications)
      .where(sql`${notifications.dedupeKey} like ${`late_admitted:${letter.letterId}:%`}
        and ${notifications.personId} = ${org(3).signatory.personId}`);
    await mailNotification({ notificationId: row?.id ?? "" });
    const mails = await db
      .select()
      .from(outgoingMails)
      .where(eq(outgoingMails.personId, org(3).signatory.personId));
    expect(mails.filter((m) => m.bodyText.includes(`${letter.letterId}/signature?for=${org(3).id}`))).toHaveLength(1);
    expect(seen).toMatchInlineSnapshot(`
      {
        "asked late: signatory": [
          "look",
        ],
        "asked: signatory, delegate, member": [
          "sign",
          "decide",
          "look",
        ],
        "declined: signatory, delegate": [
          "think_again",
          "look",
        ],
        "let in: signatory": [
          "sign",
        ],
        "signed: signatory, delegate": [
          "withdraw",
          "look",
        ],
        "too late: delegate": [
          "ask_late",
        ],
      }
    `);
  });

  it("the final letter has one address, whatever its number", async () => {
    const letter = await closed([0, 1]);
    expect(await answer(readNewestEdition(org(3).person, letter.letterId))).toBe("not_found 404");
    await compose(letter);
    expect(await readNewestEdition(org(3).person, letter.letterId)).toBe(1);
    expect(await answer(readNewestEdition(org(0, other).signatory, letter.letterId))).toBe("not_found 404");
    expect((await readLetterPage(org(3).person, letter.letterId)).edition).toBe(1);
  });
});

describe("where a notice leads", () => {
  it("as a table: to the page that answers it, as long as the letter has that page", () => {
    const organization = { id: "o", name: "" };
    const place = (
      kind: Parameters<typeof noticePlace>[0]["kind"],
      status: "open" | "closed" | "delivered" | "cancelled",
    ) => noticePlace({ kind, room: null, action: null, organization, letter: { id: "l", title: "", status } });
    const table = Object.fromEntries(
      (
        [
          "signature_awaited",
          "letter_closed",
          "letter_delivered",
          "letter_cancelled",
          "signature_withdrawn",
          "late_request",
          "follow_up_due",
        ] as const
      ).map((kind) => [
        kind,
        (["open", "closed", "delivered", "cancelled"] as const).map((status) => `${status}: ${place(kind, status)}`),
      ]),
    );
    expect(table).toMatchInlineSnapshot(`
      {
        "follow_up_due": [
          "open: /letters/l",
          "closed: /letters/l",
          "delivered: /letters/l/deliveries",
          "cancelled: /letters/l",
        ],
        "late_request": [
          "open: /letters/l",
          "closed: /letters/l/list#late",
          "delivered: /letters/l/list#late",
          "cancelled: /letters/l",
        ],
        "letter_cancelled": [
          "open: /letters/l",
          "closed: /letters/l",
          "delivered: /letters/l",
          "cancelled: /letters/l",
        ],
        "letter_closed": [
          "open: /letters/l",
          "closed: /letters/l/list",
          "delivered: /letters/l/list",
          "cancelled: /letters/l",
        ],
        "letter_delivered": [
          "open: /letters/l",
          "closed: /letters/l",
          "delivered: /letters/l/editions",
          "cancelled: /letters/l",
        ],
        "signature_awaited": [
          "open: /letters/l/signature?for=o",
          "closed: /letters/l/signature?for=o",
          "delivered: /letters/l/signature?for=o",
          "cancelled: /letters/l",
        ],
        "signature_withdrawn": [
          "open: /letters/l",
          "closed: /letters/l/list",
          "delivered: /letters/l/list",
          "cancelled: /letters/l",
        ],
      }
    `);
  });
});
