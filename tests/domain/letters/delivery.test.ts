import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { type Board, withSignature } from "~/domain/letters/board";
import { closeLetter } from "~/domain/letters/close-letter.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { correctDelivery } from "~/domain/letters/correct-delivery.server";
import { declineSignature } from "~/domain/letters/decline-signature.server";
import { finalizeLetter } from "~/domain/letters/finalize-letter.server";
import { openLetter } from "~/domain/letters/open-letter.server";
import { publishDueLetter } from "~/domain/letters/publish-due-letter.server";
import { publishLetter } from "~/domain/letters/publish-letter.server";
import { readBoard } from "~/domain/letters/read-board.server";
import { readDeliveries } from "~/domain/letters/read-deliveries.server";
import { readEdition, readEditionPdf } from "~/domain/letters/read-edition.server";
import { readFinalCopies } from "~/domain/letters/read-final-copies.server";
import { readInbox } from "~/domain/letters/read-inbox.server";
import { readLetterHistory } from "~/domain/letters/read-letter-history.server";
import { readList } from "~/domain/letters/read-list.server";
import { readPublicLetter, readPublicPdf } from "~/domain/letters/read-public-letter.server";
import { readSignatureViews } from "~/domain/letters/read-signature-views.server";
import { readSigning } from "~/domain/letters/read-signing.server";
import { recordAcknowledgement } from "~/domain/letters/record-acknowledgement.server";
import { recordAnswer } from "~/domain/letters/record-answer.server";
import { recordDelivery } from "~/domain/letters/record-delivery.server";
import { requestSignature } from "~/domain/letters/request-signature.server";
import { reviewList } from "~/domain/letters/review-list.server";
import { storeEditionPdf } from "~/domain/letters/store-edition-pdf.server";
import { unpublishLetter } from "~/domain/letters/unpublish-letter.server";
import { verifyText } from "~/domain/letters/verify-text.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { wallTimeOf } from "~/domain/time-zones";
import { sendFinalCopies } from "~/jobs/send-final-copies.server";
import { db, sqlState, transaction } from "~db/client.server";
import { deliveries, deliveryCorrections, editions, events, letters, outgoingMails, textVersions } from "~db/schema";
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
let world: World;
let other: World;
beforeAll(async () => {
  [world, other] = await Promise.all([makeWorld({ organizations: 5 }), makeWorld({ organizations: 2 })]);
});
const org = (i: number, w = world) => w.organizations[i] as WorldOrganization;
const zone = "America/Bogota";
const ago = (ms: number) => wallTimeOf(new Date(Date.now() - ms), zone);

/** Each letter has a text of its own, and so a hash of its own. */
let written = 0;
async function opened(): Promise<FrozenLetter> {
  written++;
  const letter = await freezeNewLetter(world, [
    {
      locale: "en",
      subject: "Protect the rivers",
      body:
        `Letter ${written}.\n\n` +
        `${"We ask you to protect the rivers and those who live by them. ".repeat(6)}\n\n- first\n- second\n\nSincerely,`,
    },
    {
      locale: "es",
      subject: "Proteger los ríos",
      body:
        `Carta ${written}.\n\n` +
        `${"Pedimos que se protejan los ríos y a quienes viven junto a ellos. ".repeat(6)}\n\nAtentamente,`,
    },
  ]);
  await openLetter(org(0).signatory, {
    letterId: letter.letterId,
    ...inFuture(DAY),
    meaning: "Name under letter",
    inviteCampaign: true,
  });
  return letter;
}
const sign = async (letter: FrozenLetter, o: WorldOrganization, locale = "en") =>
  confirmSignature(o.signatory, await confirmation(o.signatory, letter, o, locale));

async function finalized(signers = [0, 1, 2]): Promise<FrozenLetter> {
  const letter = await opened();
  for (const i of signers) await sign(letter, org(i));
  await closeLetter(org(0).signatory, { letterId: letter.letterId });
  const { settings, fingerprint } = await readList(org(0).signatory, letter.letterId);
  await reviewList(org(0).signatory, { letterId: letter.letterId, ...settings, reviewed: true, fingerprint });
  await finalizeLetter(org(0).signatory, { letterId: letter.letterId });
  return letter;
}
const delivery = (letter: FrozenLetter, recipient = 0, sentAt = ago(3_600_000)) => ({
  letterId: letter.letterId,
  recipientId: letter.recipientIds[recipient] ?? "",
  method: "hand" as const,
  sentAt,
  zone,
  note: "At the front desk",
});

describe("delivering", () => {
  it("records how, when and by whom; the first makes it delivered, with a follow-up after 14 days", async () => {
    const letter = await finalized();
    const by = org(0).delegate;
    const first = delivery(letter);
    const { deliveryId } = await recordDelivery(by, first);
    expect(await recordDelivery(by, first)).toEqual({ deliveryId });
    await recordDelivery(world.coordinator, { ...delivery(letter, 1), method: "email" });
    const [row] = await db.select().from(letters).where(eq(letters.id, letter.letterId));
    expect(row?.status).toBe("delivered");
    expect((row?.followUpAt?.getTime() ?? 0) - (row?.deliveredAt?.getTime() ?? 0)).toBe(14 * DAY);
    const told = await db
      .select({ type: events.type })
      .from(events)
      .where(eq(events.stream, stream("letter", letter.letterId)));
    expect(told.filter((e) => e.type === "letter.delivered")).toHaveLength(1);
    const jobs = await db.execute<{ n: number }>(sql`select count(*)::int n from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'send_final_copies' and j.payload->>'letterId' = ${letter.letterId}`);
    expect(jobs[0]?.n).toBe(1);
    await recordAcknowledgement(by, { letterId: letter.letterId, deliveryId, at: ago(60_000), zone, note: "Stamped" });
    await recordAnswer(by, {
      letterId: letter.letterId,
      deliveryId,
      at: ago(60_000),
      zone,
      answer: "They will co-sponsor.",
    });
    const page = await readDeliveries(org(3).person, letter.letterId);
    expect(page.can.record).toBe(false);
    expect(page.recipients.map((r) => [r.kind, r.deliveries.length, r.deliveries[0]?.answer])).toEqual([
      ["to", 1, "They will co-sponsor."],
      ["cc", 1, ""],
    ]);
    const [edition] = await db.select().from(editions).where(eq(editions.letterId, letter.letterId));
    const copies = await readFinalCopies(letter.letterId, edition?.id ?? "");
    // Both signatories of each of three organizations.
    expect(copies).toHaveLength(6);
    // What an organization signed stays in the edition; once it has left the coalition it gets no copy.
    const leaves = (at: string) =>
      transaction((tx) =>
        tx.execute(
          `update coalition_organizations set left_at = ${at} where organization_id = '${copies[0]?.organizationId}'`,
        ),
      );
    await leaves("now()");
    expect(await readFinalCopies(letter.letterId, edition?.id ?? "")).toHaveLength(4);
    await leaves("null");
    const job = { letterId: letter.letterId, editionId: edition?.id ?? "" };
    await sendFinalCopies(job);
    await sendFinalCopies(job);
    const mails = await db.select().from(outgoingMails).where(eq(outgoingMails.kind, "final_copy"));
    expect(mails.map((m) => m.toAddress).sort()).toEqual(copies.map((c) => c.email).sort());
    expect(
      mails.every((m) => m.bodyText.includes(letter.sha256.en ?? "-") && m.bodyText.includes("3 organizations")),
    ).toBe(true);
  });

  it("asks whether the first one is meant, which sends the final copies; later ones need no word", async () => {
    const letter = await finalized();
    const by = org(0).delegate;
    expect(await answer(recordDelivery(by, { ...delivery(letter), confirmed: false }))).toBe("confirmation_needed 400");
    expect(await db.select().from(deliveries).where(eq(deliveries.letterId, letter.letterId))).toEqual([]);
    expect(await answer(recordDelivery(by, { ...delivery(letter), confirmed: true }))).toBe("ok");
    expect(await answer(recordDelivery(by, { ...delivery(letter, 1), confirmed: false }))).toBe("ok");
  });

  it("as a table: refusals", async () => {
    const letter = await finalized();
    const another = await finalized();
    const open = await opened();
    const by = org(0).delegate;
    const good = delivery(letter);
    const table = {
      "in the future": await answer(recordDelivery(by, { ...good, sentAt: ago(-DAY) })),
      "no such time": await answer(recordDelivery(by, { ...good, sentAt: "yesterday" })),
      "recipient of another letter": await answer(
        recordDelivery(by, { ...good, recipientId: another.recipientIds[0] ?? "" }),
      ),
      "carried by a stranger": await answer(recordDelivery(by, { ...good, sentById: org(4).person.personId })),
      "before the list is composed": await answer(recordDelivery(by, delivery(open))),
      "delegate of another organization": await answer(recordDelivery(org(3).delegate, good)),
      "another coalition": await answer(recordDelivery(org(0, other).signatory, good)),
    };
    expect(table).toMatchInlineSnapshot(`
      {
        "another coalition": "not_found 404",
        "before the list is composed": "wrong_status 409",
        "carried by a stranger": "invalid_input 400",
        "delegate of another organization": "not_allowed 403",
        "in the future": "moment_in_future 400",
        "no such time": "invalid_time 400",
        "recipient of another letter": "not_found 404",
      }
    `);
    expect(await db.select().from(deliveries).where(eq(deliveries.letterId, letter.letterId))).toEqual([]);
  });
});

describe("an edition", () => {
  it("never changes; its PDFs are written once and are not there before", async () => {
    const letter = await finalized();
    const [edition] = await db.select().from(editions).where(eq(editions.letterId, letter.letterId));
    const editionId = edition?.id ?? "";
    const change = transaction((tx) => tx.update(editions).set({ count: 99 }).where(eq(editions.id, editionId)));
    expect(await change.catch(sqlState)).toBe("CJ003");
    expect(await answer(readEditionPdf(org(3).person, letter.letterId, 1, "en"))).toBe("not_found 404");
    const pdf = new TextEncoder().encode("%PDF-1.7 one");
    await storeEditionPdf({ editionId, locale: "en", pdf, pages: 2 });
    await storeEditionPdf({ editionId, locale: "en", pdf: new TextEncoder().encode("%PDF-1.7 another"), pages: 9 });
    await storeEditionPdf({ editionId, locale: "es", pdf, pages: 2 });
    expect(Buffer.from((await readEditionPdf(org(3).person, letter.letterId, 1, "en")).pdf).toString()).toBe(
      "%PDF-1.7 one",
    );
    const told = await db
      .select({ type: events.type })
      .from(events)
      .where(eq(events.stream, stream("letter", letter.letterId)));
    expect(told.filter((e) => e.type === "letter.edition_ready")).toHaveLength(1);
    expect((await readEdition(org(3).person, letter.letterId, 1)).texts.map((t) => [t.locale, t.pdf?.pages])).toEqual([
      ["en", 2],
      ["es", 2],
    ]);
    expect(await answer(readEdition(org(0, other).signatory, letter.letterId, 1))).toBe("not_found 404");
    expect(await answer(readEdition(org(0).signatory, letter.letterId, 2))).toBe("not_found 404");
  });
});

describe("publishing", () => {
  it("private and embargoed letters are not there; the clock ends an embargo, never early", async () => {
    const letter = await finalized();
    const by = org(0).signatory;
    const seen = async () => [
      await answer(readPublicLetter(letter.slug)),
      await answer(readPublicLetter(letter.slug, "es")),
      await answer(readPublicPdf(letter.slug, "en")),
    ];
    const none = ["not_found 404", "not_found 404", "not_found 404"];
    expect(await seen()).toEqual(none);
    expect(await answer(publishLetter(by, { letterId: letter.letterId, embargo: { until: ago(DAY), zone } }))).toBe(
      "embargo_past 400",
    );
    const until = wallTimeOf(new Date(Date.now() + DAY), zone);
    await publishLetter(by, { letterId: letter.letterId, embargo: { until, zone } });
    await publishLetter(by, { letterId: letter.letterId, embargo: { until, zone } });
    await publishDueLetter(letter.letterId);
    expect(await seen()).toEqual(none);
    await transaction((tx) =>
      tx
        .update(letters)
        .set({ embargoUntil: sql`clock_timestamp() - interval '1 second'` })
        .where(eq(letters.id, letter.letterId)),
    );
    expect(await seen()).toEqual(none);
    await publishDueLetter(letter.letterId);
    await publishDueLetter(letter.letterId);
    expect((await seen()).slice(0, 2)).toEqual(["ok", "ok"]);
    const es = await readPublicLetter(letter.slug, "es");
    expect([es.subject, es.count, es.sha256, es.signatories.map((s) => s.name)]).toEqual([
      "Proteger los ríos",
      3,
      letter.sha256.es,
      [org(0).name, org(1).name, org(2).name],
    ]);
    expect(JSON.stringify(es)).not.toContain("signatory 0");
    expect(await answer(readPublicLetter(letter.slug, "pt"))).toBe("not_found 404");
    const told = await db
      .select({ type: events.type, actor: events.actor })
      .from(events)
      .where(eq(events.stream, stream("letter", letter.letterId)));
    expect(told.filter((e) => e.type === "letter.published")).toEqual([{ type: "letter.published", actor: null }]);
    await unpublishLetter(by, { letterId: letter.letterId });
    await unpublishLetter(by, { letterId: letter.letterId });
    expect(await seen()).toEqual(none);
  });

  it("is for the lead, after the list is composed", async () => {
    const open = await opened();
    const letter = await finalized();
    expect(await answer(publishLetter(org(0).signatory, { letterId: open.letterId }))).toBe("wrong_status 409");
    expect(await answer(publishLetter(org(3).signatory, { letterId: letter.letterId }))).toBe("not_allowed 403");
    expect(await answer(publishLetter(org(0, other).signatory, { letterId: letter.letterId }))).toBe("not_found 404");
    expect(await answer(publishLetter(world.coordinator, { letterId: letter.letterId }))).toBe("reason_required 400");
  });
});

describe("verifying", () => {
  it("matches the hash, the canonical text and the words as they are read; names only what is public", async () => {
    const letter = await finalized();
    const [stored] = await db
      .select()
      .from(textVersions)
      .where(eq(textVersions.id, letter.textIds.en ?? ""));
    const canonical = stored?.canonical ?? "";
    const head =
      "Letterhead\nThe Chair\nCommittee on Appropriations\nWashington, DC 20515\ncc: The Secretary\nDepartment of State\nWashington, DC 20520\nRe: Protect the rivers";
    const asRead = `${head}\n\n${canonical
      .slice(canonical.indexOf("\n\n"))
      .replaceAll("- ", "• ")
      .replace(/(.{40}) /g, "$1\r\n")
      .replace("\r\n", "\r\n1\r\nText frozen · sha256 0123456789abcdef0123 · verify at here\r\n1 of 2\r\n")}\n\n2 of 2`;
    const verdict = async (input: string) => {
      const v = await verifyText(input);
      return v.kind === "match"
        ? `match by ${v.by}${v.text.letter ? ` "${v.text.letter.subject}"` : ", not public"}`
        : v.kind;
    };
    const table = async () => ({
      "the hash": await verdict(`SHA-256: ${(letter.sha256.en ?? "").toUpperCase().replace(/(.{8})/g, "$1 ")}`),
      "the canonical text with other line ends": await verdict(canonical.replaceAll("\n", "\r\n")),
      "as read in a PDF": await verdict(asRead),
      "one word changed": await verdict(canonical.replace("rivers", "reefs")),
      "one word changed, as read": await verdict(asRead.replace("those", "these")),
      "a sentence added, as read": await verdict(asRead.replace("Sincerely", "And more money. Sincerely")),
      "the subject changed, as read": await verdict(asRead.replace("Re: Protect the rivers", "Re: Protect the reefs")),
      "part of it": await verdict(canonical.slice(0, 200)),
      nothing: await verdict(" "),
    });
    expect({ private: await table() }).toMatchInlineSnapshot(`
      {
        "private": {
          "a sentence added, as read": "no_match",
          "as read in a PDF": "no_match",
          "nothing": "no_match",
          "one word changed": "no_match",
          "one word changed, as read": "no_match",
          "part of it": "no_match",
          "the canonical text with other line ends": "match by canonical, not public",
          "the hash": "match by hash, not public",
          "the subject changed, as read": "no_match",
        },
      }
    `);
    await publishLetter(org(0).signatory, { letterId: letter.letterId });
    expect({ public: await table() }).toMatchInlineSnapshot(`
      {
        "public": {
          "a sentence added, as read": "no_match",
          "as read in a PDF": "match by words "Protect the rivers"",
          "nothing": "no_match",
          "one word changed": "match by body "Protect the rivers"",
          "one word changed, as read": "no_match",
          "part of it": "no_match",
          "the canonical text with other line ends": "match by canonical "Protect the rivers"",
          "the hash": "match by hash "Protect the rivers"",
          "the subject changed, as read": "match by body "Protect the rivers"",
        },
      }
    `);
  });

  it("says nothing of a text that is still being signed", async () => {
    const letter = await opened();
    expect((await verifyText(letter.sha256.en ?? "")).kind).toBe("no_match");
  });
});

describe("the board", () => {
  it("shows who signed to every reader, how many answered what to the coordination, who and why to the leads", async () => {
    const letter = await opened();
    await sign(letter, org(2));
    await declineSignature(org(3).signatory, {
      letterId: letter.letterId,
      organizationId: org(3).id,
      reason: "A reason for the lead",
    });
    await requestSignature(org(4).delegate, {
      letterId: letter.letterId,
      organizationId: org(4).id,
      note: "The board meets Friday",
    });
    const [lead, coordinator, reader] = await Promise.all(
      [org(0).delegate, world.coordinator, org(1).person].map((m) => readBoard(m, letter.letterId)),
    );
    expect([lead?.signed, lead?.total, lead?.answers]).toEqual([1, 5, { review: 1, none: 2, declined: 1 }]);
    expect(lead?.chase?.map((r) => [r.name, r.state, r.note]).sort()).toEqual(
      [
        [org(0).name, "invited", ""],
        [org(1).name, "invited", ""],
        [org(3).name, "declined", "A reason for the lead"],
        [org(4).name, "pending_approval", "The board meets Friday"],
      ].sort(),
    );
    expect([coordinator?.answers, coordinator?.chase]).toEqual([{ review: 1, none: 2, declined: 1 }, null]);
    expect([reader?.answers, reader?.chase, reader?.wall.length]).toEqual([null, null, 1]);
    // Who has not answered, or said no, stands in no byte of what others get.
    for (const board of [coordinator, reader]) {
      for (const word of ["A reason for the lead", "The board meets Friday", org(3).name, org(4).name]) {
        expect(JSON.stringify(board)).not.toContain(word);
      }
    }
    expect(await answer(readBoard(org(0, other).signatory, letter.letterId))).toBe("not_found 404");
  });

  it("live equals reload: what the socket delivers, applied, is what a fresh reading gives", async () => {
    const letter = await opened();
    await requestSignature(org(2).delegate, { letterId: letter.letterId, organizationId: org(2).id });
    for (const reader of [org(0).delegate, world.coordinator, org(1).person, org(2).signatory]) {
      const target = org(
        [2, 3, 4, 1][[org(0).delegate, world.coordinator, org(1).person, org(2).signatory].indexOf(reader)] ?? 2,
      );
      const [cursor] = await readHeads([stream("letter", letter.letterId)]);
      const before = await readBoard(reader, letter.letterId);
      await sign(letter, target);
      const news = await db
        .select()
        .from(events)
        .where(
          sql`${events.stream} = ${stream("letter", letter.letterId)} and ${events.seq} > ${cursor?.seq ?? 0} order by seq`,
        );
      let live: Board | null = before;
      for (const event of news) {
        const id = (event.data as { signatureId: string }).signatureId;
        const view = (await readSignatureViews([id])).get(id);
        if (view && live) live = withSignature(live, view);
        // Twice is once.
        if (view && live) expect(withSignature(live, view)).toBe(live);
      }
      expect(news.map((n) => n.type)).toEqual(["letter.signed"]);
      if (reader === world.coordinator) expect(live).toBeNull();
      else expect(live).toEqual(await readBoard(reader, letter.letterId));
    }
  });
});

describe("the inbox and the page of a signature", () => {
  it("say what waits for my organizations by deadline, and what I may do", async () => {
    const w = await makeWorld({ organizations: 3, rule: "two" });
    const o = org(2, w);
    const ids: string[] = [];
    for (const days of [9, 2]) {
      const { letterId } = await freezeNewLetter(w);
      await openLetter(org(0, w).signatory, { letterId, ...inFuture(days * DAY), meaning: "m", inviteCampaign: true });
      ids.push(letterId);
    }
    const [later, sooner] = ids as [string, string];
    const inbox = await readInbox(o.delegate);
    expect(inbox.waiting.map((i) => [i.letterId, i.state, i.role])).toEqual([
      [sooner, "invited", "delegate"],
      [later, "invited", "delegate"],
    ]);
    const can = async (who: typeof o.delegate) =>
      Object.entries((await readSigning(who, sooner)).can)
        .filter(([, yes]) => yes)
        .map(([name]) => name);
    expect(await can(o.delegate)).toEqual(["consider", "request"]);
    expect(await can(o.person)).toEqual([]);
    expect(await can(o.signatory)).toEqual(["consider", "request", "confirm", "decline"]);
    const page = await readSigning(o.signatory, sooner, o.id, "es");
    await confirmSignature(
      o.signatory,
      await confirmation(
        o.signatory,
        { letterId: sooner, slug: "", recipientIds: [], textIds: {}, sha256: { es: page.text.sha256 } },
        o,
        "es",
      ),
    );
    expect(await can(o.signatory)).toEqual(["waitsForSecond", "decline"]);
    expect(await can(o.second)).toEqual(["confirm", "decline"]);
    expect((await readInbox(o.signatory)).waiting[0]?.approvedByMe).toBe(true);
    expect(await answer(readSigning(w.coordinator, sooner))).toBe("not_found 404");
    expect(await answer(readSigning(o.delegate, sooner, org(1, w).id))).toBe("not_found 404");
  });
});

describe("correcting the record of a delivery", () => {
  const corrected = (
    letter: FrozenLetter,
    deliveryId: string,
    more: Partial<Parameters<typeof correctDelivery>[1]> = {},
  ) => ({
    ...delivery(letter, 1, ago(2 * 3_600_000)),
    method: "email" as const,
    deliveryId,
    reason: "It went to the Secretary, by email",
    ...more,
  });

  it("is for whoever records deliveries, with a reason", async () => {
    const letter = await finalized();
    const { deliveryId } = await recordDelivery(org(0).delegate, delivery(letter));
    const asked: [string, () => Promise<unknown>, string][] = [
      ["member of the lead", () => correctDelivery(org(0).person, corrected(letter, deliveryId)), "not_allowed"],
      ["another organization", () => correctDelivery(org(3).signatory, corrected(letter, deliveryId)), "not_allowed"],
      ["another coalition", () => correctDelivery(other.coordinator, corrected(letter, deliveryId)), "not_found"],
      [
        "no reason",
        () => correctDelivery(org(0).delegate, corrected(letter, deliveryId, { reason: " " })),
        "reason_required",
      ],
      [
        "in the future",
        () => correctDelivery(org(0).delegate, corrected(letter, deliveryId, { sentAt: ago(-DAY) })),
        "moment_in_future",
      ],
      [
        "no recipient of it",
        () => correctDelivery(org(0).delegate, corrected(letter, deliveryId, { recipientId: deliveryId })),
        "not_found",
      ],
      ["no delivery of it", () => correctDelivery(org(0).delegate, corrected(letter, letter.letterId)), "not_found"],
    ];
    for (const [who, doing, outcome] of asked)
      expect([who, (await answer(doing())).split(" ")[0]]).toEqual([who, outcome]);
    expect(await db.select().from(deliveryCorrections).where(eq(deliveryCorrections.deliveryId, deliveryId))).toEqual(
      [],
    );
  });

  it("keeps what stood there before, receipt and answer, and sends nothing again", async () => {
    const letter = await finalized();
    const by = org(0).delegate;
    const { deliveryId } = await recordDelivery(by, delivery(letter));
    await recordAcknowledgement(by, { letterId: letter.letterId, deliveryId, at: ago(60_000), zone, note: "Stamped" });
    const before = (await db.select().from(letters).where(eq(letters.id, letter.letterId)))[0];
    const change = corrected(letter, deliveryId);
    await correctDelivery(world.coordinator, change);
    await correctDelivery(world.coordinator, change);
    const page = await readDeliveries(by, letter.letterId);
    expect(page.recipients[0]?.deliveries).toEqual([]);
    expect(page.recipients[1]?.deliveries).toMatchObject([
      {
        id: deliveryId,
        method: "email",
        acknowledgedNote: "Stamped",
        corrections: [
          {
            recipientId: letter.recipientIds[0],
            method: "hand",
            sentAt: before?.deliveredAt?.toISOString(),
            reason: change.reason,
          },
        ],
      },
    ]);
    // It was the first delivery: the letter's own moment and the follow-up move with it.
    const after = (await db.select().from(letters).where(eq(letters.id, letter.letterId)))[0];
    expect(after?.deliveredAt?.toISOString()).toBe(page.recipients[1]?.deliveries[0]?.sentAt);
    expect((after?.followUpAt?.getTime() ?? 0) - (after?.deliveredAt?.getTime() ?? 0)).toBe(14 * DAY);
    const told = await db
      .select({ type: events.type })
      .from(events)
      .where(eq(events.stream, stream("letter", letter.letterId)));
    expect(told.filter((e) => e.type === "letter.delivery_changed")).toHaveLength(2);
    expect(told.filter((e) => e.type === "letter.delivered")).toHaveLength(1);
    const history = (await readLetterHistory(by, letter.letterId)).filter((i) => i.kind === "decision");
    expect(history.filter((i) => i.step === "correct_delivery")).toMatchObject([{ reason: change.reason }]);
    const jobs = await db.execute<{ n: number }>(sql`select count(*)::int n from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'send_final_copies' and j.payload->>'letterId' = ${letter.letterId}`);
    expect(jobs[0]?.n).toBe(1);
    await expect(
      transaction((tx) => tx.update(deliveryCorrections).set({ reason: "another" })).catch((error) => {
        throw new Error(String(sqlState(error)));
      }),
    ).rejects.toThrow("CJ003");
  });

  it("does not make two records say the same, and leaves the moment of a letter whose first delivery it was not", async () => {
    const letter = await finalized();
    const by = org(0).delegate;
    await recordDelivery(by, delivery(letter, 0, ago(5 * 3_600_000)));
    const { deliveryId } = await recordDelivery(by, delivery(letter, 1, ago(4 * 3_600_000)));
    const same = { ...delivery(letter, 0, ago(5 * 3_600_000)), deliveryId, reason: "x" };
    expect(await answer(correctDelivery(by, same))).toBe("delivery_exists 409");
    const before = (await db.select().from(letters).where(eq(letters.id, letter.letterId)))[0];
    await correctDelivery(by, { ...delivery(letter, 1, ago(3 * 3_600_000)), deliveryId, reason: "an hour later" });
    const after = (await db.select().from(letters).where(eq(letters.id, letter.letterId)))[0];
    expect([after?.deliveredAt, after?.followUpAt]).toEqual([before?.deliveredAt, before?.followUpAt]);
  });
});
