import { and, asc, eq, like } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { isDomainError } from "~/domain/errors";
import { newId } from "~/domain/id";
import { addComment } from "~/domain/letters/add-comment.server";
import { addLanguageVersion } from "~/domain/letters/add-language-version.server";
import { cancelLetter } from "~/domain/letters/cancel-letter.server";
import { consentToFreeze } from "~/domain/letters/consent-to-freeze.server";
import { createLetter } from "~/domain/letters/create-letter.server";
import { deleteComment } from "~/domain/letters/delete-comment.server";
import { editComment } from "~/domain/letters/edit-comment.server";
import { editLanguageVersion } from "~/domain/letters/edit-language-version.server";
import { editLetterDetails } from "~/domain/letters/edit-letter-details.server";
import { freezeLetter } from "~/domain/letters/freeze-letter.server";
import { readComments } from "~/domain/letters/read-comments.server";
import { readFreezePlan } from "~/domain/letters/read-freeze-plan.server";
import { readLetterHistory } from "~/domain/letters/read-letter-history.server";
import { readLetterList } from "~/domain/letters/read-letter-list.server";
import { readLetterPage } from "~/domain/letters/read-letter-page.server";
import { readLetterText } from "~/domain/letters/read-letter-text.server";
import { readComparison, readVersions } from "~/domain/letters/read-versions.server";
import { removeLanguageVersion } from "~/domain/letters/remove-language-version.server";
import { reopenThread } from "~/domain/letters/reopen-thread.server";
import { replyToComment } from "~/domain/letters/reply-to-comment.server";
import { resolveThread } from "~/domain/letters/resolve-thread.server";
import { restoreTextVersion } from "~/domain/letters/restore-text-version.server";
import { returnToDraft } from "~/domain/letters/return-to-draft.server";
import { saveTextVersion } from "~/domain/letters/save-text-version.server";
import { sendToReview } from "~/domain/letters/send-to-review.server";
import { setRecipients } from "~/domain/letters/set-recipients.server";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { plainText } from "~/domain/letters/text/plain-text";
import { sha256Hex } from "~/domain/letters/text/sha256.server";
import { readText, replaceText } from "~/domain/letters/text/stored-text.server";
import { unfreezeLetter } from "~/domain/letters/unfreeze-letter.server";
import type { Member } from "~/domain/member";
import { stream } from "~/domain/streams";
import { wallTimeOf } from "~/domain/time-zones";
import { db, sqlState, transaction } from "~db/client.server";
import {
  comments,
  events,
  languageVersions,
  letterDecisions,
  letters,
  notifications,
  posts,
  recipients,
  signatures,
  textVersions,
} from "~db/schema";
import { answer } from "~tests/support/answers";
import { useDatabase } from "~tests/support/database";
import { makePost, memberIn } from "~tests/support/people";
import { makeWorld, type World, type WorldOrganization } from "~tests/support/signing-world";

await useDatabase();

const DAY = 86_400_000;
let world: World;
let other: World;
beforeAll(async () => {
  [world, other] = await Promise.all([makeWorld({ organizations: 4 }), makeWorld({ organizations: 2 })]);
});

const org = (i: number, w: World = world) => w.organizations[i] as WorldOrganization;
const lead = () => org(0).delegate;
const coLead = () => org(1).signatory;
const inDays = (days: number) => ({
  until: wallTimeOf(new Date(Date.now() + days * DAY), "America/Bogota"),
  zone: "America/Bogota",
});

const BODY = "Dear Chair:\n\nWe ask you to protect the rivers.\n\nIt requires that the law be kept.\n\nSincerely,";

/** A complete draft, led by the first organization and co-led by the second; the third may edit. */
async function draft(more: Partial<Parameters<typeof createLetter>[1]> = {}): Promise<string> {
  return createLetter(lead(), {
    campaignId: world.campaignId,
    subject: "Protect the rivers",
    locale: "en",
    ask: "Protect them in the law.",
    coLeadIds: [org(1).id],
    editorIds: [org(2).id],
    dateLine: "Washington, DC",
    recipients: [{ kind: "to", name: "The Chair", office: "Committee on Appropriations", address: "Washington, DC" }],
    text: BODY,
    ...more,
  });
}
async function inReview(more: Parameters<typeof draft>[0] = {}): Promise<string> {
  const letterId = await draft(more);
  await sendToReview(lead(), { letterId, ...inDays(3) });
  return letterId;
}
const row = async (id: string) =>
  (await db.select().from(letters).where(eq(letters.id, id)))[0] as typeof letters.$inferSelect;
const languageOf = async (letterId: string, locale = "en") =>
  (
    await db
      .select()
      .from(languageVersions)
      .where(and(eq(languageVersions.letterId, letterId), eq(languageVersions.locale, locale)))
  )[0] as typeof languageVersions.$inferSelect;
const eventsOf = async (letterId: string) =>
  (
    await db
      .select({ type: events.type })
      .from(events)
      .where(eq(events.stream, stream("letter", letterId)))
      .orderBy(asc(events.seq))
  ).map((e) => e.type);
/** Writes as the editing server does: through the log, trying again when a verb holds the letter or others wrote meanwhile. */
const type = async (letterId: string, text: string, locale = "en"): Promise<void> => {
  const { id } = await languageOf(letterId, locale);
  for (;;) {
    try {
      return await transaction((tx) => replaceText(tx, id, parsePlainText(text), lead().personId));
    } catch (error) {
      if (isDomainError(error) || !/busy|behind/.test(String(error))) throw error;
    }
  }
};

describe("beginning a letter", () => {
  it("makes its creator's organization the lead, with text, recipients and one event", async () => {
    const letterId = await draft();
    const page = await readLetterPage(lead(), letterId);
    expect(page.leads.map((l) => [l.name, l.kind])).toEqual([
      [org(0).name, "lead"],
      [org(1).name, "co_lead"],
    ]);
    expect([page.title, page.status, page.ask]).toEqual(["Protect the rivers", "drafting", "Protect them in the law."]);
    expect(page.recipients).toHaveLength(1);
    expect(plainText((await readLetterText(lead(), letterId, "en")).doc)).toContain(
      "We ask you to protect the rivers.",
    );
    expect(await eventsOf(letterId)).toEqual(["letter.created"]);
  });

  it("is made once by a form that is sent twice, also at the same moment", async () => {
    const id = newId();
    const input = { id, campaignId: world.campaignId, subject: "Once", locale: "en" };
    expect(await Promise.all([createLetter(lead(), input), createLetter(lead(), input)])).toEqual([id, id]);
    expect(await createLetter(lead(), input)).toBe(id);
    expect(await eventsOf(id)).toEqual(["letter.created"]);
    expect(await answer(createLetter(org(0, other).delegate, { ...input, campaignId: other.campaignId }))).toBe(
      "not_found 404",
    );
  });

  it("asks for a lead, a subject and a language", async () => {
    const base = { campaignId: world.campaignId, subject: "A letter", locale: "en" };
    const table = {
      "coordinator without naming a lead": await answer(createLetter(world.coordinator, base)),
      "coordinator for an organization of the campaign": await answer(
        createLetter(world.coordinator, { ...base, leadOrganizationId: org(3).id }),
      ),
      "delegate for another organization": await answer(
        createLetter(lead(), { ...base, leadOrganizationId: org(3).id }),
      ),
      "co-lead of another coalition": await answer(createLetter(lead(), { ...base, coLeadIds: [org(0, other).id] })),
      "no subject": await answer(createLetter(lead(), { ...base, subject: "  " })),
      "a subject that is too long": await answer(createLetter(lead(), { ...base, subject: "x".repeat(201) })),
      "a language no letter can have": await answer(createLetter(lead(), { ...base, locale: "tlh" })),
    };
    expect(table).toMatchInlineSnapshot(`
      {
        "a language no letter can have": "invalid_input 400",
        "a subject that is too long": "too_long 400",
        "co-lead of another coalition": "not_found 404",
        "coordinator for an organization of the campaign": "ok",
        "coordinator without naming a lead": "required 400",
        "delegate for another organization": "not_allowed 403",
        "no subject": "required 400",
      }
    `);
  });
});

describe("who may do what while a letter is written", () => {
  it("as a table: each verb by each role, and by another coalition", async () => {
    const people: [string, Member][] = [
      ["lead signatory", org(0).signatory],
      ["lead delegate", org(0).delegate],
      ["lead member", org(0).person],
      ["co-lead delegate", org(1).delegate],
      ["editor member", org(2).person],
      ["campaign delegate", org(3).delegate],
      ["coordinator", world.coordinator],
      ["partner outside", world.outsider.signatory],
      ["other coalition", org(0, other).signatory],
    ];
    const opId = () => newId();
    /** What a verb needs, made when it is first asked for. */
    class Scene {
      #made = new Map<string, Promise<unknown>>();
      #once<T>(key: string, make: () => Promise<T>): Promise<T> {
        if (!this.#made.has(key)) this.#made.set(key, make());
        return this.#made.get(key) as Promise<T>;
      }
      draft = () => this.#once("draft", draft);
      review = () => this.#once("review", inReview);
      bilingual = () =>
        this.#once("bilingual", async () => {
          const letterId = await draft();
          await addLanguageVersion(lead(), { letterId, locale: "es", subject: "Proteger" });
          return letterId;
        });
      versioned = () =>
        this.#once("versioned", async () => {
          const letterId = await draft();
          await saveTextVersion(lead(), { letterId, locale: "en" });
          await type(letterId, "Changed since.");
          return letterId;
        });
      frozen = () =>
        this.#once("frozen", async () => {
          const letterId = await inReview();
          await freezeLetter(lead(), { letterId });
          return letterId;
        });
      thread = () =>
        this.#once("thread", async () =>
          addComment(org(0).signatory, { letterId: await draft(), locale: "en", opId: opId(), body: "Is it so?" }),
        );
    }
    const reason = "The lead is ill.";
    const verbs: Record<string, (by: Member, s: Scene) => Promise<unknown>> = {
      read: async (by, s) => readLetterPage(by, await s.draft()),
      create: (by) =>
        createLetter(by, {
          campaignId: world.campaignId,
          subject: "Mine",
          locale: "en",
          ...(by === world.coordinator ? { leadOrganizationId: org(0).id } : {}),
        }),
      "edit details": async (by, s) => editLetterDetails(by, { letterId: await s.draft(), ask: by.name }),
      "set recipients": async (by, s) =>
        setRecipients(by, { letterId: await s.draft(), recipients: [{ kind: "to", name: by.name }] }),
      "add language": async (by, s) =>
        addLanguageVersion(by, { letterId: await s.draft(), locale: "pt", subject: "Proteger" }),
      "edit language": async (by, s) =>
        editLanguageVersion(by, { letterId: await s.bilingual(), locale: "es", state: "ready" }),
      "remove language": async (by, s) => removeLanguageVersion(by, { letterId: await s.bilingual(), locale: "es" }),
      "save version": async (by, s) => saveTextVersion(by, { letterId: await s.draft(), locale: "en" }),
      "restore version": async (by, s) =>
        restoreTextVersion(by, { letterId: await s.versioned(), locale: "en", number: 1 }),
      comment: async (by, s) => addComment(by, { letterId: await s.draft(), locale: "en", opId: opId(), body: "Yes." }),
      reply: async (by, s) => replyToComment(by, { threadId: (await s.thread()).threadId, opId: opId(), body: "Yes." }),
      "edit a comment": async (by, s) => editComment(by, { commentId: (await s.thread()).commentId, body: "No." }),
      "delete a comment": async (by, s) => deleteComment(by, { commentId: (await s.thread()).commentId }),
      resolve: async (by, s) => resolveThread(by, { threadId: (await s.thread()).threadId }),
      "send to review": async (by, s) => sendToReview(by, { letterId: await s.draft(), ...inDays(2), reason }),
      "return to draft": async (by, s) => returnToDraft(by, { letterId: await s.review(), reason }),
      consent: async (by, s) => consentToFreeze(by, { letterId: await s.draft() }),
      freeze: async (by, s) => freezeLetter(by, { letterId: await s.review(), reason }),
      unfreeze: async (by, s) => unfreezeLetter(by, { letterId: await s.frozen(), reason }),
      cancel: async (by, s) => cancelLetter(by, { letterId: await s.review(), reason }),
    };
    const table: string[] = [];
    for (const [verb, run] of Object.entries(verbs)) {
      const answers: string[] = [];
      let scene = new Scene();
      for (const [, by] of people) {
        const said = await answer(run(by, scene));
        answers.push(said.replace(/^not_\w+ /, "").padEnd(4));
        // What worked has changed the scene: the next person finds another one.
        if (said === "ok" && verb !== "read") scene = new Scene();
      }
      table.push(`${verb.padEnd(24)}${answers.join(" ")}`);
    }
    expect(
      `\n${" ".repeat(24)}${people.map(([n]) => n).join(" · ")}\n${table.map((l) => l.trimEnd()).join("\n")}\n`,
    ).toMatchInlineSnapshot(`
      "
                              lead signatory · lead delegate · lead member · co-lead delegate · editor member · campaign delegate · coordinator · partner outside · other coalition
      read                    ok   ok   ok   ok   ok   ok   ok   404  404
      create                  ok   ok   403  ok   403  ok   ok   403  404
      edit details            ok   ok   403  ok   403  403  403  404  404
      set recipients          ok   ok   403  ok   403  403  403  404  404
      add language            ok   ok   ok   ok   ok   403  403  404  404
      edit language           ok   ok   ok   ok   ok   403  403  404  404
      remove language         ok   ok   403  ok   403  403  403  404  404
      save version            ok   ok   ok   ok   ok   403  403  404  404
      restore version         ok   ok   ok   ok   ok   403  403  404  404
      comment                 ok   ok   ok   ok   ok   ok   ok   404  404
      reply                   ok   ok   ok   ok   ok   ok   ok   404  404
      edit a comment          ok   403  403  403  403  403  403  404  404
      delete a comment        ok   403  403  403  403  403  403  404  404
      resolve                 ok   ok   ok   ok   ok   ok   ok   404  404
      send to review          ok   ok   403  ok   403  403  ok   404  404
      return to draft         ok   ok   403  ok   403  403  ok   404  404
      consent                 403  403  403  ok   403  403  403  404  404
      freeze                  ok   ok   403  ok   403  403  ok   404  404
      unfreeze                ok   ok   403  ok   403  403  ok   404  404
      cancel                  ok   ok   403  ok   403  403  ok   404  404
      "
    `);
  }, 120_000);
});

describe("details and recipients", () => {
  it("keeps what is left out, moves leads and editors, and says so once", async () => {
    const letterId = await draft();
    await editLetterDetails(lead(), {
      letterId,
      coLeadIds: [org(1).id, org(3).id],
      editorIds: [],
      coLeadsConsent: true,
    });
    const page = await readLetterPage(lead(), letterId);
    expect(page.leads.map((l) => l.id)).toEqual([org(0).id, org(1).id, org(3).id]);
    expect(page.ask).toBe("Protect them in the law.");
    expect(page.editing.coLeadsConsent).toBe(true);
    await editLetterDetails(lead(), { letterId, coLeadIds: [org(3).id, org(1).id], editorIds: [] });
    expect(await eventsOf(letterId)).toEqual(["letter.created", "letter.changed"]);
    // Who was an editor is not one any more.
    expect(await answer(saveTextVersion(org(2).person, { letterId, locale: "en" }))).toBe("not_allowed 403");
    expect(await answer(editLetterDetails(lead(), { letterId, coLeadIds: [org(0, other).id] }))).toBe("not_found 404");
  });

  it("replaces the list of recipients in its order; those with an id stay who they are", async () => {
    const letterId = await draft();
    const [first] = await db.select().from(recipients).where(eq(recipients.letterId, letterId));
    await setRecipients(lead(), {
      letterId,
      recipients: [
        { kind: "cc", name: "The Secretary", office: "Department of State", address: "" },
        { kind: "to", name: "", office: "", address: "  " },
        { id: first?.id, kind: "to", name: "The Chair and Ranking Member", office: "", address: "Line one\nLine two" },
      ],
    });
    const { recipients: list } = await readLetterPage(lead(), letterId);
    expect(list.map((r) => [r.kind, r.name, r.address])).toEqual([
      ["to", "The Chair and Ranking Member", "Line one\nLine two"],
      ["cc", "The Secretary", ""],
    ]);
    expect(list[0]?.id).toBe(first?.id);
    const before = await eventsOf(letterId);
    await setRecipients(lead(), {
      letterId,
      recipients: [
        ...(await db
          .select()
          .from(recipients)
          .where(eq(recipients.letterId, letterId))
          .orderBy(asc(recipients.position))),
      ],
    });
    expect(await eventsOf(letterId)).toEqual(before);
  });

  it("names the field of each mistake, and changes nothing", async () => {
    const letterId = await draft();
    const bad = [
      { kind: "to" as const, name: "Fine" },
      { kind: "to" as const, name: "", address: "Nobody lives here" },
      { kind: "cc" as const, name: "x".repeat(161) },
    ];
    await expect(setRecipients(lead(), { letterId, recipients: bad })).rejects.toMatchObject({
      code: "invalid_input",
      fieldErrors: { "name.1": { code: "required" }, "name.2": { code: "too_long", facts: { max: 160 } } },
    });
    expect((await readLetterPage(lead(), letterId)).recipients).toHaveLength(1);
  });
});

describe("languages", () => {
  it("have their own text and state; the subject of the reference is the title", async () => {
    const letterId = await draft();
    const id = await addLanguageVersion(lead(), {
      letterId,
      locale: "es",
      subject: "Proteger los ríos",
      text: "Pedimos protección.",
    });
    expect(await addLanguageVersion(lead(), { letterId, locale: "es", subject: "Proteger los ríos" })).toBe(id);
    expect(await answer(addLanguageVersion(lead(), { letterId, locale: "es", subject: "Otra" }))).toBe(
      "language_exists 409",
    );
    await editLanguageVersion(lead(), { letterId, locale: "es", state: "ready", dateLine: "Washington, D. C." });
    await editLanguageVersion(lead(), { letterId, locale: "en", subject: "Protect all rivers" });
    const page = await readLetterPage(lead(), letterId);
    expect(page.title).toBe("Protect all rivers");
    expect(page.languages.map((l) => [l.locale, l.state, l.authoritative])).toEqual([
      ["en", "draft", true],
      ["es", "ready", false],
    ]);
    expect(await answer(editLanguageVersion(lead(), { letterId, locale: "en", state: "left_out" }))).toBe(
      "language_authoritative 409",
    );
    expect(await answer(removeLanguageVersion(lead(), { letterId, locale: "en" }))).toBe("language_authoritative 409");
  });

  it("are taken out whole, or only left out when versions were kept", async () => {
    const letterId = await draft();
    await addLanguageVersion(lead(), { letterId, locale: "es", subject: "Proteger", text: "Texto." });
    await addLanguageVersion(lead(), { letterId, locale: "pt", subject: "Proteger", text: "Texto." });
    await addComment(coLead(), { letterId, locale: "es", opId: newId(), body: "¿Así?" });
    await saveTextVersion(lead(), { letterId, locale: "pt" });
    expect(await removeLanguageVersion(lead(), { letterId, locale: "es" })).toBe("removed");
    expect(await removeLanguageVersion(lead(), { letterId, locale: "es" })).toBe("removed");
    expect(await removeLanguageVersion(lead(), { letterId, locale: "pt" })).toBe("left_out");
    expect((await readLetterPage(lead(), letterId)).languages.map((l) => [l.locale, l.state])).toEqual([
      ["en", "draft"],
      ["pt", "left_out"],
    ]);
  });
});

describe("versions", () => {
  it("are numbered; nothing changed = no new one; a restored one is new", async () => {
    const letterId = await draft();
    const first = await saveTextVersion(lead(), { letterId, locale: "en", note: "Before the call" });
    expect(first).toMatchObject({ number: 1, saved: true });
    expect(await saveTextVersion(lead(), { letterId, locale: "en" })).toMatchObject({ number: 1, saved: false });
    await type(letterId, BODY.replace("protect the rivers", "protect every river and lake"));
    expect(await saveTextVersion(org(2).person, { letterId, locale: "en" })).toMatchObject({ number: 2, saved: true });
    await type(letterId, "Something that nobody kept.");
    expect(await restoreTextVersion(lead(), { letterId, locale: "en", number: 1 })).toMatchObject({
      number: 4,
      saved: true,
    });
    const versions = await readVersions(lead(), letterId, "en");
    expect(versions.map((v) => [v.number, v.note, v.sameAs])).toEqual([
      [4, "", 1],
      [3, "", null],
      [2, "", null],
      [1, "Before the call", null],
    ]);
    expect([versions[2]?.added, versions[2]?.removed]).toEqual([4, 2]);
    expect(plainText((await readLetterText(lead(), letterId, "en")).doc)).toContain("protect the rivers");
    const nobodyKept = await readComparison(lead(), { letterId, locale: "en", number: 3, against: 4 });
    expect(plainText(nobodyKept.version.doc)).toBe("Something that nobody kept.");
    expect(nobodyKept.comparison?.wordsRemoved).toBeGreaterThan(0);
    // Restoring what stands already is nothing.
    expect(await restoreTextVersion(lead(), { letterId, locale: "en", number: 4 })).toMatchObject({
      number: 4,
      saved: false,
    });
    expect(await answer(restoreTextVersion(lead(), { letterId, locale: "en", number: 99 }))).toBe("not_found 404");
  });

  it("race: eight people save at once, numbers have no gap and no double", async () => {
    const letterId = await draft();
    const by = [
      org(0).signatory,
      org(0).second,
      org(0).delegate,
      org(0).person,
      org(1).signatory,
      org(1).delegate,
      org(2).signatory,
      org(2).person,
    ];
    for (let round = 1; round <= 4; round++) {
      await type(letterId, `Text number ${round}`);
      const saved = await Promise.all(by.map((member) => saveTextVersion(member, { letterId, locale: "en" })));
      expect(saved.map((s) => s.number)).toEqual(by.map(() => round));
      expect(saved.filter((s) => s.saved)).toHaveLength(1);
    }
    // And with somebody writing all the while.
    await Promise.all(
      by.flatMap((member, i) => [
        type(letterId, `Text of person ${i}`),
        saveTextVersion(member, { letterId, locale: "en" }),
      ]),
    );
    const numbers = (await readVersions(lead(), letterId, "en")).map((v) => v.number).reverse();
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  });
});

describe("consultation", () => {
  it("needs a title, a recipient, an ask and a text, and names what is missing", async () => {
    const letterId = await draft({ ask: "", recipients: [{ kind: "cc", name: "Only a copy" }], text: "" });
    await expect(sendToReview(lead(), { letterId, ...inDays(2) })).rejects.toMatchObject({
      code: "review_incomplete",
      facts: { missing: "recipients,ask,words" },
    });
    const table = {
      "in the past": await answer(sendToReview(lead(), { letterId, ...inDays(-1) })),
      "no such time": await answer(
        sendToReview(lead(), { letterId, until: "2027-02-30T10:00", zone: "America/Bogota" }),
      ),
      "no such zone": await answer(
        sendToReview(lead(), { letterId, until: "2030-02-20T10:00", zone: "America/Nowhere" }),
      ),
      "coordinator without a reason": await answer(
        sendToReview(world.coordinator, { letterId: await draft(), ...inDays(2) }),
      ),
    };
    expect(table).toEqual({
      "in the past": "deadline_past 400",
      "no such time": "invalid_time 400",
      "no such zone": "invalid_zone 400",
      "coordinator without a reason": "reason_required 400",
    });
    expect((await row(letterId)).status).toBe("drafting");
  });

  it("tells each signatory and delegate of the campaign once; twice is once; the window can move", async () => {
    const letterId = await draft();
    const window = inDays(3);
    await sendToReview(lead(), { letterId, ...window });
    await sendToReview(lead(), { letterId, ...window });
    await sendToReview(lead(), { letterId, ...inDays(5) });
    const told = await db
      .select()
      .from(notifications)
      .where(like(notifications.dedupeKey, `review_opened:${letterId}%`));
    // Three of each of four organizations, without who sent it.
    expect(told).toHaveLength(3 * 4 - 1);
    expect(await eventsOf(letterId)).toEqual(["letter.created", "letter.sent_to_review", "letter.changed"]);
    await returnToDraft(lead(), { letterId });
    await returnToDraft(lead(), { letterId });
    expect([(await row(letterId)).status, (await row(letterId)).reviewUntil]).toEqual(["drafting", null]);
  });
});

describe("freezing", () => {
  it("stores the canonical text and its hash for each language that is not left out, and nobody can write any more", async () => {
    const letterId = await inReview();
    await addLanguageVersion(lead(), {
      letterId,
      locale: "es",
      subject: "Proteger los ríos",
      text: "Pedimos protección.",
    });
    await addLanguageVersion(lead(), { letterId, locale: "pt", subject: "Proteger" });
    expect(await answer(freezeLetter(lead(), { letterId }))).toBe("language_empty 409");
    await editLanguageVersion(lead(), { letterId, locale: "pt", state: "left_out" });
    const frozen = await freezeLetter(lead(), { letterId });
    expect(frozen.map((f) => [f.locale, f.number])).toEqual([
      ["en", 1],
      ["es", 1],
    ]);
    const stored = await db
      .select()
      .from(textVersions)
      .where(eq(textVersions.id, frozen[0]?.versionId ?? ""));
    expect(stored[0]?.canonical).toBe(
      "conjunta-text/1\nsubject: Protect the rivers\nto: The Chair\n  Committee on Appropriations\n  Washington, DC\ndate: Washington, DC\n\nDear Chair:\n\nWe ask you to protect the rivers.\n\nIt requires that the law be kept.\n\nSincerely,\n",
    );
    expect(sha256Hex(stored[0]?.canonical ?? "")).toBe(frozen[0]?.sha256);
    const page = await readLetterPage(lead(), letterId);
    expect(page.languages[0]?.frozen?.sha256).toBe(frozen[0]?.sha256);
    expect([page.status, page.can.editText, page.can.comment, page.can.open]).toEqual(["frozen", false, false, true]);
    // By the verbs, by the log, and by whoever bypasses both.
    expect(await answer(type(letterId, "Late"))).toBe("text_closed 409");
    expect(await answer(saveTextVersion(lead(), { letterId, locale: "en" }))).toBe("wrong_status 409");
    expect(await answer(setRecipients(lead(), { letterId, recipients: [] }))).toBe("wrong_status 409");
    const language = await languageOf(letterId);
    const bypass = transaction((tx) =>
      tx.update(languageVersions).set({ subject: "Forged" }).where(eq(languageVersions.id, language.id)),
    );
    expect(sqlState(await bypass.catch((error: unknown) => error))).toBe("CJ002");
  });

  it("twice is once; a coordinator says why, and the record says that the lead was absent", async () => {
    const letterId = await inReview();
    expect(await answer(freezeLetter(world.coordinator, { letterId }))).toBe("reason_required 400");
    const first = await freezeLetter(world.coordinator, { letterId, reason: "The lead lost its connection." });
    expect(await freezeLetter(lead(), { letterId })).toEqual(first);
    const [decision] = await db
      .select()
      .from(letterDecisions)
      .where(and(eq(letterDecisions.letterId, letterId), eq(letterDecisions.kind, "freeze")));
    expect([decision?.leadAbsent, decision?.reason]).toEqual([true, "The lead lost its connection."]);
    expect((await eventsOf(letterId)).filter((t) => t === "letter.frozen")).toHaveLength(1);
    expect(
      (await readLetterHistory(lead(), letterId)).map((h) => (h.kind === "decision" ? h.step : `v${h.number}`)).sort(),
    ).toEqual(["create", "freeze", "send_to_review", "v1"]);
  });

  it("waits for co-leads where the letter asks for it, and for a consent to this very text", async () => {
    const letterId = await inReview();
    await editLetterDetails(lead(), { letterId, coLeadsConsent: true });
    expect(await answer(freezeLetter(lead(), { letterId }))).toBe("co_lead_consent_missing 409");
    await consentToFreeze(coLead(), { letterId });
    await consentToFreeze(coLead(), { letterId });
    expect((await eventsOf(letterId)).filter((t) => t === "letter.freeze_consented")).toHaveLength(1);
    await type(letterId, "Dear Chair:\n\nWe ask for something else.");
    expect(await answer(freezeLetter(lead(), { letterId }))).toBe("co_lead_consent_missing 409");
    await consentToFreeze(coLead(), { letterId });
    expect(await answer(freezeLetter(lead(), { letterId }))).toBe("ok");
  });

  it("takes no consent of an organization for which one worked only when one began to ask", async () => {
    const person = await makePost(org(1).id, "delegate");
    await transaction((tx) =>
      tx.insert(posts).values({ organizationId: org(3).id, personId: person, role: "delegate" }),
    );
    const letterId = await inReview({ coLeadIds: [org(1).id, org(3).id] });
    await editLetterDetails(lead(), { letterId, coLeadsConsent: true });
    const before = await memberIn(world.coalitionId, person);
    await transaction((tx) =>
      tx
        .update(posts)
        .set({ role: "member" })
        .where(and(eq(posts.personId, person), eq(posts.organizationId, org(1).id))),
    );
    expect(await answer(consentToFreeze(before, { letterId, organizationId: org(1).id }))).toBe("not_allowed 403");
    expect(await answer(consentToFreeze(before, { letterId }))).toBe("ok");
    const consents = (await readFreezePlan(lead(), letterId)).consents.map((c) => [c.id, c.state]);
    expect(consents.sort()).toEqual(
      [
        [org(1).id, "missing"],
        [org(3).id, "given"],
      ].sort(),
    );
  });

  it("can be taken back while nobody has signed or was asked to; the next freeze is another version", async () => {
    const letterId = await inReview();
    await freezeLetter(lead(), { letterId });
    const sign = (state: "invited" | "pending_approval") =>
      transaction((tx) =>
        tx
          .insert(signatures)
          .values({ id: newId(), letterId, organizationId: org(3).id, state })
          .onConflictDoUpdate({ target: [signatures.letterId, signatures.organizationId], set: { state } }),
      );
    await sign("pending_approval");
    expect(await answer(unfreezeLetter(lead(), { letterId }))).toBe("has_signatures 409");
    await sign("invited");
    await unfreezeLetter(lead(), { letterId });
    await unfreezeLetter(lead(), { letterId });
    expect([(await row(letterId)).status, (await row(letterId)).frozenAt]).toEqual(["in_review", null]);
    await type(letterId, "Dear Chair:\n\nAnother text.");
    const [again] = await freezeLetter(lead(), { letterId });
    expect(again?.number).toBe(2);
    expect((await readVersions(lead(), letterId, "en")).map((v) => v.kind)).toEqual(["frozen", "frozen"]);
  });

  it("race: two people freeze at once, and there is one version", async () => {
    const letterId = await inReview();
    const [a, b] = await Promise.all([freezeLetter(lead(), { letterId }), freezeLetter(coLead(), { letterId })]);
    expect(a).toEqual(b);
    expect(await readVersions(lead(), letterId, "en")).toHaveLength(1);
    expect((await eventsOf(letterId)).filter((t) => t === "letter.frozen")).toHaveLength(1);
  });

  it("race: a keystroke that is under way is in the frozen text or refused, never lost in between", async () => {
    for (let round = 0; round < 8; round++) {
      const letterId = await inReview();
      const text = `Dear Chair:\n\nA last change, number ${round}.`;
      const [typed] = await Promise.all([answer(type(letterId, text)), freezeLetter(lead(), { letterId })]);
      const { doc, frozen } = await readLetterText(lead(), letterId, "en");
      const inside = plainText(doc).includes(`number ${round}`);
      expect([typed, inside]).toEqual(typed === "ok" ? ["ok", true] : ["text_closed 409", false]);
      // What was stored and what was frozen are the same text.
      expect(plainText(await readText((await languageOf(letterId)).id))).toBe(plainText(doc));
      expect(frozen).not.toBeNull();
    }
  });

  it("cancelling needs a reason, ends it for good, and keeps the text", async () => {
    const letterId = await inReview();
    expect(await answer(cancelLetter(lead(), { letterId, reason: " " }))).toBe("reason_required 400");
    await cancelLetter(lead(), { letterId, reason: "The vote was moved." });
    await cancelLetter(lead(), { letterId, reason: "Again" });
    expect([(await row(letterId)).status, (await row(letterId)).reason]).toEqual(["cancelled", "The vote was moved."]);
    expect(plainText((await readLetterText(org(3).person, letterId, "en")).doc)).toContain("protect the rivers");
    expect(await answer(freezeLetter(lead(), { letterId }))).toBe("wrong_status 409");
  });
});

describe("comments", () => {
  it("stand on a passage, are answered, corrected, taken back, resolved and reopened", async () => {
    const letterId = await inReview();
    const opId = newId();
    const anchor = { from: "AAECAw==", to: "BAUGBw==" };
    const input = { letterId, locale: "en", opId, body: "Which rivers?", anchor, blockId: "abc", quote: "the rivers" };
    const [{ threadId, commentId }, again] = await Promise.all([
      addComment(coLead(), input),
      addComment(coLead(), input),
    ]);
    expect(again).toEqual({ threadId, commentId });
    const replyOp = newId();
    const reply = await replyToComment(org(3).person, { threadId, opId: replyOp, body: "All of them." });
    expect(await replyToComment(org(3).person, { threadId, opId: replyOp, body: "All of them." })).toBe(reply);
    await editComment(org(3).person, { commentId: reply, body: "All of them, and the lakes." });
    await resolveThread(lead(), { threadId });
    await resolveThread(lead(), { threadId });
    const [thread] = await readComments(coLead(), letterId, "en");
    expect(thread).toMatchObject({
      id: threadId,
      anchor,
      quote: "the rivers",
      resolved: { by: expect.stringContaining("delegate") },
      comments: [
        { body: "Which rivers?", mine: true, edited: false },
        { body: "All of them, and the lakes.", mine: false, edited: true },
      ],
    });
    const told = await db
      .select()
      .from(notifications)
      .where(eq(notifications.dedupeKey, `comment_reply:${reply}`));
    expect(told.map((n) => n.personId)).toEqual([coLead().personId]);
    await reopenThread(lead(), { threadId });
    await deleteComment(coLead(), { commentId });
    await deleteComment(coLead(), { commentId });
    const [after] = await readComments(coLead(), letterId, "en");
    expect([after?.resolved, after?.comments[0]?.deleted, after?.comments[0]?.body]).toEqual([null, true, ""]);
    expect((await db.select().from(comments).where(eq(comments.id, commentId)))[0]?.body).toBe("");
    expect(await answer(editComment(coLead(), { commentId, body: "Back" }))).toBe("not_found 404");
    await deleteComment(org(3).person, { commentId: reply });
    expect(await readComments(coLead(), letterId, "en")).toEqual([]);
    expect((await eventsOf(letterId)).filter((t) => t.startsWith("comment."))).toEqual([
      "comment.added",
      "comment.added",
      "comment.changed",
      "comment.resolved",
      "comment.reopened",
      "comment.changed",
      "comment.changed",
    ]);
  });

  it("refuses empty and endless ones, anchors that are none, and those of others' operations", async () => {
    const letterId = await inReview();
    const opId = newId();
    const base = { letterId, locale: "en", opId, body: "Fine" };
    const table = {
      empty: await answer(addComment(lead(), { ...base, body: "  " })),
      endless: await answer(addComment(lead(), { ...base, body: "x".repeat(4001) })),
      "a forged anchor": await answer(addComment(lead(), { ...base, anchor: { from: "<script>", to: "" } })),
      "a language that is not there": await answer(addComment(lead(), { ...base, locale: "ht" })),
      first: await answer(addComment(lead(), base)),
      "another's operation": await answer(addComment(coLead(), base)),
    };
    expect(table).toEqual({
      empty: "required 400",
      endless: "too_long 400",
      "a forged anchor": "invalid_input 400",
      "a language that is not there": "not_found 404",
      first: "ok",
      "another's operation": "not_found 404",
    });
    await freezeLetter(lead(), { letterId });
    expect(await answer(addComment(lead(), { ...base, opId: newId() }))).toBe("wrong_status 409");
  });
});

describe("the list", () => {
  it("shows a member what they may read, by stage, and nothing of another coalition", async () => {
    const elsewhere = await createLetter(org(0, other).delegate, {
      campaignId: other.campaignId,
      subject: "Elsewhere",
      locale: "en",
    });
    const mine = await draft({ subject: "Ríos libres" });
    const list = await readLetterList(org(3).person, { query: "rios LIBRES" });
    expect(list.letters.map((l) => [l.letterId, l.status, l.languages, l.leads])).toEqual([
      [mine, "drafting", ["en"], null],
    ]);
    const together = await draft({ subject: "Ríos de dos", coLeadIds: [org(1).id] });
    const ledBy = async (member: Member, id: string) =>
      (await readLetterList(member)).letters.find((l) => l.letterId === id)?.leads;
    expect(await ledBy(org(0).delegate, together)).toBe("lead");
    expect(await ledBy(org(1).delegate, together)).toBe("co_lead");
    // Who only reads for a lead organization leads nothing.
    expect(await ledBy(org(1).person, together)).toBeNull();
    expect(list.counts).toMatchObject({ drafting: 1, in_review: 0, over: 0 });
    const all = await readLetterList(lead());
    expect(all.letters.some((l) => l.letterId === elsewhere)).toBe(false);
    expect(all.letters.length).toBeGreaterThan(5);
    expect((await readLetterList(world.outsider.signatory)).letters).toEqual([]);
    expect((await readLetterList(lead(), { stage: "over" })).letters.every((l) => l.status === "cancelled")).toBe(true);
    expect(await answer(readLetterPage(lead(), elsewhere))).toBe("not_found 404");
    for (const read of [readLetterText, readVersions, readComments]) {
      expect(await answer(read(lead(), elsewhere, "en"))).toBe("not_found 404");
    }
    expect(await answer(readLetterHistory(lead(), elsewhere))).toBe("not_found 404");
  });
});
