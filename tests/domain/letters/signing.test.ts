import { and, asc, eq, like, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { isDomainError } from "~/domain/errors";
import { admitLateSignature } from "~/domain/letters/admit-late-signature.server";
import { closeDueLetter } from "~/domain/letters/close-due-letter.server";
import { closeLetter } from "~/domain/letters/close-letter.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { considerSignature } from "~/domain/letters/consider-signature.server";
import { declineSignature } from "~/domain/letters/decline-signature.server";
import { extendDeadline } from "~/domain/letters/extend-deadline.server";
import { finalizeLetter } from "~/domain/letters/finalize-letter.server";
import { inviteToSign } from "~/domain/letters/invite-to-sign.server";
import { openLetter } from "~/domain/letters/open-letter.server";
import { composeList, listFingerprint, readSignatories } from "~/domain/letters/read-signatories.server";
import { reopenLetter } from "~/domain/letters/reopen-letter.server";
import { reopenSignature } from "~/domain/letters/reopen-signature.server";
import { requestSignature } from "~/domain/letters/request-signature.server";
import { reviewList } from "~/domain/letters/review-list.server";
import { sendReminder } from "~/domain/letters/send-reminder.server";
import { recordStepUp } from "~/domain/letters/step-up.server";
import { warnOfDeadline } from "~/domain/letters/warn-of-deadline.server";
import { withdrawSignature } from "~/domain/letters/withdraw-signature.server";
import type { Member } from "~/domain/member";
import { stream } from "~/domain/streams";
import { db, transaction } from "~db/client.server";
import { editions, events, letters, notifications, reminders, signatures, stepUps } from "~db/schema";
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
  [world, other] = await Promise.all([makeWorld({ organizations: 6 }), makeWorld({ organizations: 2 })]);
});

/** What a verb answers: its value, or the code and status of its refusal. */
async function answer(doing: Promise<unknown>): Promise<string> {
  try {
    const value = await doing;
    return value === undefined
      ? "ok"
      : typeof value === "object" && value && "state" in value
        ? String(value.state)
        : "ok";
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return `${error.code} ${error.status}`;
  }
}

const org = (i: number, w: World = world) => w.organizations[i] as WorldOrganization;
const letterRow = async (id: string) =>
  (await db.select().from(letters).where(eq(letters.id, id)))[0] as typeof letters.$inferSelect;
const signatureOf = async (letterId: string, organizationId: string) =>
  (
    await db
      .select()
      .from(signatures)
      .where(and(eq(signatures.letterId, letterId), eq(signatures.organizationId, organizationId)))
  )[0];
const eventsOf = async (name: ReturnType<typeof stream>) =>
  (await db.select({ type: events.type }).from(events).where(eq(events.stream, name)).orderBy(asc(events.seq))).map(
    (e) => e.type,
  );
const jobsOf = async (letterId: string) =>
  (
    await db.execute<{ key: string }>(
      sql`select key from graphile_worker.jobs where key like ${`%${letterId}%`} order by key`,
    )
  ).map((j) => j.key.replace(letterId, "…"));

async function opened(more: Partial<Parameters<typeof openLetter>[1]> = {}, w: World = world): Promise<FrozenLetter> {
  const letter = await freezeNewLetter(w);
  await openLetter(org(0, w).delegate, {
    letterId: letter.letterId,
    ...inFuture(10 * DAY),
    meaning: "Your organization's name stands under the letter.",
    inviteCampaign: true,
    ...more,
  });
  return letter;
}

const sign = async (letter: FrozenLetter, o: WorldOrganization, who: Member = o.signatory) =>
  confirmSignature(who, await confirmation(who, letter, o));

/** Passes the deadline without waiting for it. */
const letDeadlinePass = (letterId: string) =>
  transaction((tx) =>
    tx
      .update(letters)
      .set({ hardDeadline: sql`clock_timestamp() - interval '1 second'` })
      .where(eq(letters.id, letterId)),
  );

describe("opening", () => {
  it("invites the leads first, then the campaign, tells signatories and delegates, and sets the clock", async () => {
    const letter = await opened({ organizationIds: [world.outsider.id], goal: 5 });
    const row = await letterRow(letter.letterId);
    expect([row.status, row.goal, row.deadlineZone]).toEqual(["open", 5, "America/Bogota"]);
    expect(row.hardDeadline && row.hardDeadline > new Date()).toBe(true);
    const rows = await db.select().from(signatures).where(eq(signatures.letterId, letter.letterId));
    expect(rows.map((r) => r.organizationId).sort()).toEqual(
      [...world.organizations.map((o) => o.id), world.outsider.id].sort(),
    );
    const told = await db
      .select()
      .from(notifications)
      .where(like(notifications.dedupeKey, `signature_awaited:${letter.letterId}%`))
      .orderBy(asc(notifications.id));
    // Three people of each of seven organizations, but the delegate who opened it knows.
    expect(told).toHaveLength(3 * 7 - 1);
    expect(told.slice(0, 5).every((n) => [org(0).id, org(1).id].includes(n.facts.organizationId ?? ""))).toBe(true);
    expect(await jobsOf(letter.letterId)).toEqual(["close_letter:…", "warn_of_deadline:…:24", "warn_of_deadline:…:72"]);
    expect(await eventsOf(stream("letter", letter.letterId))).toEqual(["letter.opened"]);
  });

  it("twice is once", async () => {
    const letter = await opened();
    const before = await letterRow(letter.letterId);
    await openLetter(org(0).signatory, { letterId: letter.letterId, ...inFuture(20 * DAY), meaning: "Other" });
    expect(await letterRow(letter.letterId)).toEqual(before);
    expect(await eventsOf(stream("letter", letter.letterId))).toEqual(["letter.opened"]);
  });

  it("asks for a deadline in the future, in a zone, and for what signing means", async () => {
    const { letterId } = await freezeNewLetter(world);
    const by = org(0).signatory;
    const good = { letterId, ...inFuture(DAY), meaning: "Name under letter" };
    const table = {
      "in the past": await answer(openLetter(by, { ...good, ...inFuture(-DAY) })),
      "no such time": await answer(openLetter(by, { ...good, deadline: "2027-02-30T10:00" })),
      "no such zone": await answer(openLetter(by, { ...good, zone: "America/Nowhere" })),
      "an offset is no zone": await answer(openLetter(by, { ...good, zone: "+02:00" })),
      "no meaning": await answer(openLetter(by, { ...good, meaning: " " })),
      "organization of another coalition": await answer(
        openLetter(by, { ...good, organizationIds: [org(0, other).id] }),
      ),
      "coordinator without a reason": await answer(openLetter(world.coordinator, good)),
    };
    expect(table).toMatchInlineSnapshot(`
      {
        "an offset is no zone": "invalid_zone 400",
        "coordinator without a reason": "reason_required 400",
        "in the past": "deadline_past 400",
        "no meaning": "required 400",
        "no such time": "invalid_time 400",
        "no such zone": "invalid_zone 400",
        "organization of another coalition": "not_found 404",
      }
    `);
    expect((await letterRow(letterId)).status).toBe("frozen");
    expect(await answer(openLetter(world.coordinator, { ...good, reason: "The lead is ill." }))).toBe("ok");
  });
});

describe("who may do what", () => {
  it("as a table: each verb by each role, own and other, and by another coalition", async () => {
    const people = (w: World): [string, Member][] => [
      ["lead signatory", org(0, w).signatory],
      ["lead delegate", org(0, w).delegate],
      ["lead member", org(0, w).person],
      ["signatory", org(3, w).signatory],
      ["delegate", org(3, w).delegate],
      ["member", org(3, w).person],
      ["coordinator", w.coordinator],
      ["other coalition", org(0, other).signatory],
    ];
    const organizationId = org(3).id;
    const verbs: Record<string, (by: Member, letter: FrozenLetter) => Promise<unknown>> = {
      consider: (by, l) => considerSignature(by, { letterId: l.letterId, organizationId }),
      request: (by, l) => requestSignature(by, { letterId: l.letterId, organizationId }),
      confirm: async (by, l) => confirmSignature(by, await confirmation(by, l, org(3))),
      decline: (by, l) => declineSignature(by, { letterId: l.letterId, organizationId }),
      invite: (by, l) => inviteToSign(by, { letterId: l.letterId, organizationIds: [world.outsider.id] }),
      remind: (by, l) => sendReminder(by, { letterId: l.letterId, bodies: { en: "Please.", es: "Por favor." } }),
      extend: (by, l) => extendDeadline(by, { letterId: l.letterId, ...inFuture(20 * DAY), reason: "Holidays" }),
      close: (by, l) => closeLetter(by, { letterId: l.letterId, reason: "All here" }),
    };
    const lines: string[] = [];
    for (const [name, verb] of Object.entries(verbs)) {
      for (const [role, by] of people(world)) {
        lines.push(`${name.padEnd(9)} ${role.padEnd(16)} ${await answer(verb(by, await opened()))}`);
      }
    }
    expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      consider  lead signatory   not_allowed 403
      consider  lead delegate    not_allowed 403
      consider  lead member      not_allowed 403
      consider  signatory        ok
      consider  delegate         ok
      consider  member           not_allowed 403
      consider  coordinator      not_allowed 403
      consider  other coalition  not_found 404
      request   lead signatory   not_allowed 403
      request   lead delegate    not_allowed 403
      request   lead member      not_allowed 403
      request   signatory        ok
      request   delegate         ok
      request   member           not_allowed 403
      request   coordinator      not_allowed 403
      request   other coalition  not_found 404
      confirm   lead signatory   not_allowed 403
      confirm   lead delegate    not_allowed 403
      confirm   lead member      not_allowed 403
      confirm   signatory        confirmed
      confirm   delegate         not_allowed 403
      confirm   member           not_allowed 403
      confirm   coordinator      not_allowed 403
      confirm   other coalition  not_found 404
      decline   lead signatory   not_allowed 403
      decline   lead delegate    not_allowed 403
      decline   lead member      not_allowed 403
      decline   signatory        ok
      decline   delegate         not_allowed 403
      decline   member           not_allowed 403
      decline   coordinator      not_allowed 403
      decline   other coalition  not_found 404
      invite    lead signatory   ok
      invite    lead delegate    ok
      invite    lead member      not_allowed 403
      invite    signatory        not_allowed 403
      invite    delegate         not_allowed 403
      invite    member           not_allowed 403
      invite    coordinator      ok
      invite    other coalition  not_found 404
      remind    lead signatory   ok
      remind    lead delegate    ok
      remind    lead member      not_allowed 403
      remind    signatory        not_allowed 403
      remind    delegate         not_allowed 403
      remind    member           not_allowed 403
      remind    coordinator      ok
      remind    other coalition  not_found 404
      extend    lead signatory   ok
      extend    lead delegate    ok
      extend    lead member      not_allowed 403
      extend    signatory        not_allowed 403
      extend    delegate         not_allowed 403
      extend    member           not_allowed 403
      extend    coordinator      ok
      extend    other coalition  not_found 404
      close     lead signatory   ok
      close     lead delegate    ok
      close     lead member      not_allowed 403
      close     signatory        not_allowed 403
      close     delegate         not_allowed 403
      close     member           not_allowed 403
      close     coordinator      ok
      close     other coalition  not_found 404
      "
    `);
  }, 60_000);
});

describe("a signature", () => {
  it("keeps who, when, the rule, the language, the text and its hash; twice is once", async () => {
    const letter = await opened();
    const o = org(2);
    await considerSignature(o.delegate, { letterId: letter.letterId, organizationId: o.id });
    await requestSignature(o.delegate, { letterId: letter.letterId, organizationId: o.id, note: "The board agreed." });
    await requestSignature(o.delegate, { letterId: letter.letterId, organizationId: o.id });
    const given = await confirmation(o.signatory, letter, o, "es");
    const first = await confirmSignature(o.signatory, { ...given, listedPerson: "Amalia  Paz, directora " });
    const again = await confirmSignature(o.signatory, { ...given, nonce: "used" });
    expect(again).toEqual(first);
    expect(await signatureOf(letter.letterId, o.id)).toMatchObject({
      state: "confirmed",
      requestedBy: o.delegate.personId,
      requestNote: "The board agreed.",
      confirmedBy: o.signatory.personId,
      rule: "one",
      locale: "es",
      sha256: letter.sha256.es,
      textVersionId: letter.textIds.es,
      listedName: o.name,
      listedPerson: "Amalia Paz, directora",
    });
    expect(await eventsOf(stream("organization", o.id))).toContain("letter.signed");
    expect((await eventsOf(stream("letter", letter.letterId))).filter((t) => t === "letter.signed")).toHaveLength(1);
    // What happened inside stays inside: nobody else hears that it was asked for.
    expect(await eventsOf(stream("letter", letter.letterId))).toEqual(["letter.opened", "letter.signed"]);
    expect((await eventsOf(stream("desk", letter.letterId))).slice(-3)).toEqual([
      "signature.considered",
      "signature.requested",
      "letter.signed",
    ]);
  });

  it("needs a fresh step-up for exactly this person, organization and text, used once", async () => {
    const letter = await opened();
    const [a, b] = [org(2), org(3)];
    const mine = await confirmation(a.signatory, letter, a);
    const secondPerson = await confirmation(a.second, letter, a);
    const stale = await confirmation(a.signatory, letter, a);
    await db
      .update(stepUps)
      .set({ createdAt: sql`clock_timestamp() - interval '5 minutes 1 second'` })
      .where(eq(stepUps.nonce, stale.nonce));
    const spanish = await recordStepUp(a.signatory, {
      letterId: letter.letterId,
      organizationId: a.id,
      sha256: letter.sha256.es ?? "",
    });
    const table = {
      none: await answer(confirmSignature(a.signatory, { ...mine, nonce: "" })),
      "another person's": await answer(confirmSignature(a.signatory, { ...mine, nonce: secondPerson.nonce })),
      "for another text": await answer(confirmSignature(a.signatory, { ...mine, nonce: spanish })),
      "for another organization": await answer(
        confirmSignature(b.signatory, { ...(await confirmation(b.signatory, letter, b)), nonce: mine.nonce }),
      ),
      "five minutes and a second old": await answer(confirmSignature(a.signatory, stale)),
      "a refused one is not spent": await answer(confirmSignature(a.signatory, { ...mine, listedName: "" })),
      fresh: await answer(confirmSignature(a.signatory, mine)),
    };
    expect(table).toMatchInlineSnapshot(`
      {
        "a refused one is not spent": "required 400",
        "another person's": "step_up_needed 403",
        "five minutes and a second old": "step_up_stale 403",
        "for another organization": "step_up_needed 403",
        "for another text": "step_up_needed 403",
        "fresh": "confirmed",
        "none": "step_up_needed 403",
      }
    `);
    await withdrawSignature(a.signatory, { letterId: letter.letterId, organizationId: a.id, reason: "Mistake" });
    await reopenSignature(a.signatory, { letterId: letter.letterId, organizationId: a.id });
    expect(await answer(confirmSignature(a.signatory, mine))).toBe("step_up_needed 403");
  });

  it("is refused for a text that is not the one that stands, with the hash of the one that does", async () => {
    const letter = await opened();
    const o = org(2);
    const input = await confirmation(o.signatory, letter, o);
    const refusal = await confirmSignature(o.signatory, { ...input, sha256: "0".repeat(64) }).catch((e: unknown) => e);
    expect(isDomainError(refusal) && [refusal.code, refusal.status, refusal.facts.sha256]).toEqual([
      "text_changed",
      409,
      letter.sha256.en,
    ]);
    expect((await signatureOf(letter.letterId, o.id))?.state).toBe("invited");
  });

  it("by the rule of two takes two different signatories", async () => {
    const two = await makeWorld({ organizations: 3, rule: "two" });
    const letter = await opened({}, two);
    const o = org(2, two);
    expect(await answer(sign(letter, o))).toBe("pending_approval");
    expect(await answer(sign(letter, o))).toBe("pending_approval");
    expect((await signatureOf(letter.letterId, o.id))?.state).toBe("pending_approval");
    const told = await db
      .select()
      .from(notifications)
      .where(and(eq(notifications.personId, o.second.personId), eq(notifications.kind, "approval_requested")));
    expect(told).toHaveLength(1);
    expect(await answer(sign(letter, o, o.second))).toBe("confirmed");
    expect(await signatureOf(letter.letterId, o.id)).toMatchObject({
      state: "confirmed",
      rule: "two",
      confirmedBy: o.second.personId,
    });
  });

  it("declines with a reason, thinks again while it is open, withdraws with a reason", async () => {
    const letter = await opened();
    const o = org(4);
    const ids = { letterId: letter.letterId, organizationId: o.id };
    await declineSignature(o.signatory, { ...ids, reason: "We do not sign such letters." });
    await declineSignature(o.signatory, { ...ids, reason: "twice" });
    expect((await signatureOf(letter.letterId, o.id))?.declineReason).toBe("We do not sign such letters.");
    expect(await answer(sign(letter, o))).toBe("signature_state 409");
    expect(await eventsOf(stream("letter", letter.letterId))).toEqual(["letter.opened"]);
    await reopenSignature(o.signatory, ids);
    await reopenSignature(o.signatory, ids);
    expect(await answer(sign(letter, o))).toBe("confirmed");
    expect(await answer(declineSignature(o.signatory, ids))).toBe("signature_state 409");
    expect(await answer(withdrawSignature(o.signatory, { ...ids, reason: " " }))).toBe("reason_required 400");
    await withdrawSignature(o.signatory, { ...ids, reason: "The board changed its mind." });
    await withdrawSignature(o.signatory, { ...ids, reason: "twice" });
    expect((await signatureOf(letter.letterId, o.id))?.state).toBe("withdrawn");
  });

  it("is refused to an organization that was not invited, and to one of another coalition", async () => {
    const letter = await opened();
    const stranger = world.outsider;
    // Its people do not even see the letter, so to them it is not there.
    expect(await answer(sign(letter, stranger))).toBe("not_found 404");
    await inviteToSign(org(0).signatory, { letterId: letter.letterId, organizationIds: [stranger.id] });
    expect(await inviteToSign(org(0).signatory, { letterId: letter.letterId, organizationIds: [stranger.id] })).toEqual(
      [],
    );
    expect(await answer(sign(letter, stranger))).toBe("confirmed");
  });
});

describe("the deadline", () => {
  it("ends signing at its moment, also before the clock's job came; the job never comes early", async () => {
    const letter = await opened();
    await closeDueLetter(letter.letterId);
    expect((await letterRow(letter.letterId)).status).toBe("open");
    await sign(letter, org(2));
    await letDeadlinePass(letter.letterId);
    expect(await answer(sign(letter, org(3)))).toBe("signing_closed 409");
    expect(
      await answer(extendDeadline(org(0).signatory, { letterId: letter.letterId, ...inFuture(DAY), reason: "r" })),
    ).toBe("signing_closed 409");
    await closeDueLetter(letter.letterId);
    await closeDueLetter(letter.letterId);
    expect((await letterRow(letter.letterId)).status).toBe("closed");
    expect((await eventsOf(stream("letter", letter.letterId))).filter((t) => t === "letter.closed")).toHaveLength(1);
    // A retry of a signature that was given in time finds it.
    expect(await answer(sign(letter, org(2)))).toBe("confirmed");
    expect(await answer(sign(letter, org(3)))).toBe("signing_closed 409");
  });

  it("moves later only, with a reason, and tells every undecided organization once", async () => {
    const letter = await opened();
    const by = org(0).signatory;
    await sign(letter, org(2));
    const later = { letterId: letter.letterId, ...inFuture(12 * DAY) };
    expect(await answer(extendDeadline(by, { letterId: letter.letterId, ...inFuture(5 * DAY), reason: "r" }))).toBe(
      "deadline_not_later 400",
    );
    expect(await answer(extendDeadline(by, { ...later, reason: "" }))).toBe("reason_required 400");
    await extendDeadline(by, { ...later, reason: "Assemblies meet next week." });
    await extendDeadline(by, { ...later, reason: "twice" });
    const told = await db
      .select()
      .from(notifications)
      .where(like(notifications.dedupeKey, `deadline_extended:${letter.letterId}%`));
    const organizations = new Set(told.map((n) => n.facts.organizationId));
    expect(organizations.has(org(2).id)).toBe(false);
    expect(organizations.size).toBe(5);
    expect(told).toHaveLength(5 * 3 - 1);
    await warnOfDeadline(letter.letterId, 72);
    expect(
      await db
        .select()
        .from(notifications)
        .where(like(notifications.dedupeKey, `deadline_near:${letter.letterId}%`)),
    ).toEqual([]);
  });

  it("closed early by the lead stops the clock; reopening needs a reason and a new one", async () => {
    const letter = await opened();
    const by = org(0).delegate;
    await closeLetter(by, { letterId: letter.letterId });
    await closeLetter(by, { letterId: letter.letterId });
    expect(await jobsOf(letter.letterId)).toEqual([]);
    expect(await answer(reopenLetter(by, { letterId: letter.letterId, ...inFuture(DAY), reason: "" }))).toBe(
      "reason_required 400",
    );
    expect(await answer(reopenLetter(by, { letterId: letter.letterId, ...inFuture(-DAY), reason: "r" }))).toBe(
      "deadline_past 400",
    );
    await reopenLetter(by, { letterId: letter.letterId, ...inFuture(2 * DAY), reason: "Two networks answered late." });
    expect((await letterRow(letter.letterId)).status).toBe("open");
    expect(await jobsOf(letter.letterId)).toEqual(["close_letter:…", "warn_of_deadline:…:24"]);
    expect(await answer(sign(letter, org(2)))).toBe("confirmed");
  });
});

describe("a reminder", () => {
  it("goes to undecided organizations, at most once in three days, in their language", async () => {
    const letter = await opened();
    const by = org(0).delegate;
    await sign(letter, org(2));
    const organizationIds = [org(2).id, org(3).id];
    expect(
      await answer(sendReminder(by, { letterId: letter.letterId, organizationIds, bodies: { es: "Por favor" } })),
    ).toBe("required 400");
    expect(
      await sendReminder(by, { letterId: letter.letterId, organizationIds, bodies: { en: "Friday is the last day." } }),
    ).toEqual({
      sent: [org(3).id],
      passedOver: [org(2).id],
    });
    expect(
      await answer(sendReminder(by, { letterId: letter.letterId, organizationIds, bodies: { en: "Again." } })),
    ).toBe("reminded_recently 409");
    const again = await Promise.all(
      Array.from({ length: 10 }, () =>
        answer(
          sendReminder(org(1).delegate, {
            letterId: letter.letterId,
            organizationIds: [org(4).id],
            bodies: { en: "Hello." },
          }),
        ),
      ),
    );
    expect(again.filter((a) => a === "ok")).toHaveLength(1);
    expect(await db.select().from(reminders).where(eq(reminders.letterId, letter.letterId))).toHaveLength(2);
  });
});

describe("the list and its editions", () => {
  async function closedWith(signers: number[]): Promise<FrozenLetter> {
    const letter = await opened();
    for (const i of signers) await sign(letter, org(i));
    await closeLetter(org(0).delegate, { letterId: letter.letterId });
    return letter;
  }
  async function review(letter: FrozenLetter, settings = { leadsFirst: true, ignoreArticles: true, listColumns: 2 }) {
    const list = composeList({ authoritativeLocale: "en", ...settings }, await readSignatories(letter.letterId));
    await reviewList(org(0).delegate, {
      letterId: letter.letterId,
      ...settings,
      reviewed: true,
      fingerprint: listFingerprint(list),
    });
  }

  it("is looked through before it is composed; any change takes that away", async () => {
    const letter = await closedWith([3, 2, 0]);
    const by = org(0).signatory;
    expect(await answer(finalizeLetter(by, { letterId: letter.letterId }))).toBe("list_not_reviewed 409");
    expect(
      await answer(
        reviewList(by, {
          letterId: letter.letterId,
          leadsFirst: true,
          ignoreArticles: true,
          listColumns: 2,
          reviewed: true,
          fingerprint: "another",
        }),
      ),
    ).toBe("list_changed 409");
    await review(letter);
    await withdrawSignature(org(3).signatory, { letterId: letter.letterId, organizationId: org(3).id, reason: "r" });
    expect(await answer(finalizeLetter(by, { letterId: letter.letterId }))).toBe("list_not_reviewed 409");
    await review(letter);
    const first = await finalizeLetter(by, { letterId: letter.letterId });
    expect(first).toMatchObject({ number: 1, count: 2 });
    expect(await finalizeLetter(by, { letterId: letter.letterId })).toEqual(first);
    const [edition] = await db.select().from(editions).where(eq(editions.letterId, letter.letterId));
    expect(edition?.signatories.map((s) => [s.name, s.lead])).toEqual([
      [org(0).name, "lead"],
      [org(2).name, null],
    ]);
  });

  it("takes in a late signature with the next edition, if the lead lets it in", async () => {
    const letter = await closedWith([2]);
    const late = org(5);
    const ids = { letterId: letter.letterId, organizationId: late.id };
    await requestSignature(late.delegate, ids);
    expect(await answer(sign(letter, late))).toBe("signing_closed 409");
    expect(await answer(admitLateSignature(org(0).delegate, ids))).toBe("wrong_status 409");
    await review(letter);
    await finalizeLetter(org(0).delegate, { letterId: letter.letterId });
    expect(await answer(sign(letter, late))).toBe("signing_closed 409");
    expect(await answer(admitLateSignature(late.signatory, ids))).toBe("not_allowed 403");
    await admitLateSignature(org(0).delegate, ids);
    await admitLateSignature(org(0).delegate, ids);
    expect(await answer(sign(letter, late))).toBe("confirmed");
    expect(await finalizeLetter(org(0).delegate, { letterId: letter.letterId })).toMatchObject({ number: 2, count: 2 });
    const counts = await db
      .select({ n: editions.number, count: editions.count })
      .from(editions)
      .where(eq(editions.letterId, letter.letterId))
      .orderBy(asc(editions.number));
    expect(counts).toEqual([
      { n: 1, count: 1 },
      { n: 2, count: 2 },
    ]);
  });

  it("needs somebody on it", async () => {
    const letter = await closedWith([]);
    expect(await answer(review(letter))).toBe("no_signatures 409");
  });
});
