import { and, asc, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { isDomainError } from "~/domain/errors";
import { closeDueLetter } from "~/domain/letters/close-due-letter.server";
import { closeLetter } from "~/domain/letters/close-letter.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { declineSignature } from "~/domain/letters/decline-signature.server";
import { finalizeLetter } from "~/domain/letters/finalize-letter.server";
import { openLetter } from "~/domain/letters/open-letter.server";
import { publishLetter } from "~/domain/letters/publish-letter.server";
import { composeList, listFingerprint, readSignatories } from "~/domain/letters/read-signatories.server";
import { reviewList } from "~/domain/letters/review-list.server";
import { withdrawSignature } from "~/domain/letters/withdraw-signature.server";
import type { Member } from "~/domain/member";
import { changeRole } from "~/domain/people/change-role.server";
import { removePerson } from "~/domain/people/remove-person.server";
import { stream } from "~/domain/streams";
import { db, type Reader, rawSql, transaction } from "~db/client.server";
import { editions, events, letters, signatureApprovals, signatures } from "~db/schema";
import { useDatabase } from "~tests/support/database";
import { outcomes } from "~tests/support/people";
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
const org = (w: World, i: number) => w.organizations[i] as WorldOrganization;

async function opened(w: World): Promise<FrozenLetter> {
  const letter = await freezeNewLetter(w);
  await openLetter(org(w, 0).signatory, {
    letterId: letter.letterId,
    ...inFuture(DAY),
    meaning: "Name under letter",
    inviteCampaign: true,
  });
  return letter;
}

async function signedEvents(letterId: string) {
  const rows = await db
    .select({ data: events.data, at: events.createdAt })
    .from(events)
    .where(and(eq(events.stream, stream("letter", letterId)), eq(events.type, "letter.signed")))
    .orderBy(asc(events.seq));
  return rows.map((r) => (r.data as { signatureId: string }).signatureId);
}

describe("races", () => {
  it("50 confirmations at once for one organization make one signature and one event", async () => {
    const w = await makeWorld({ organizations: 3 });
    const letter = await opened(w);
    const o = org(w, 2);
    const inputs = await Promise.all(
      Array.from({ length: 50 }, (_, i) => confirmation(i % 2 ? o.signatory : o.second, letter, o)),
    );
    const results = await Promise.all(
      inputs.map((input, i) => confirmSignature(i % 2 ? o.signatory : o.second, input)),
    );
    const rows = await db
      .select()
      .from(signatures)
      .where(and(eq(signatures.letterId, letter.letterId), eq(signatures.state, "confirmed")));
    const told = await signedEvents(letter.letterId);
    console.info(`50 confirmations at once: ${results.length} answers, ${rows.length} row, ${told.length} event`);
    expect(new Set(results.map((r) => `${r.state} ${r.signatureId}`))).toEqual(new Set([`confirmed ${rows[0]?.id}`]));
    expect(rows).toHaveLength(1);
    expect(told).toEqual([rows[0]?.id]);
  });

  it("whoever comes while a commit is under way shares the next one; who is refused takes nobody with them", async () => {
    const w = await makeWorld({ organizations: 40 });
    const letter = await opened(w);
    const inputs = await Promise.all(w.organizations.map((o) => confirmation(o.signatory, letter, o)));
    // One without its step-up, one of another text, one that the database refuses: the last makes a whole batch fail.
    const bad = { 5: "step_up_needed", 9: "text_changed", 14: "boom" } as Record<number, string>;
    Object.assign(inputs[5] as object, { nonce: "guessed" });
    Object.assign(inputs[9] as object, { sha256: "0".repeat(64) });
    await rawSql().unsafe(`create function boom() returns trigger language plpgsql as $$ begin
        if new.organization_id = '${org(w, 14).id}' then raise exception 'boom'; end if; return new; end $$;
      create trigger boom before update on signatures for each row execute function boom()`);
    const results = await Promise.allSettled(inputs.map((input, i) => confirmSignature(org(w, i).signatory, input)));
    await rawSql().unsafe("drop trigger boom on signatures");
    const said = results.map((r) =>
      r.status === "fulfilled"
        ? r.value.state
        : isDomainError(r.reason)
          ? r.reason.code
          : /boom/.exec(String(r.reason.cause ?? r.reason))?.[0],
    );
    expect(said).toEqual(w.organizations.map((_, i) => bad[i] ?? "confirmed"));

    // Now all at once, and nothing in the way.
    const second = await opened(w);
    const again = await Promise.all(w.organizations.map((o) => confirmation(o.signatory, second, o)));
    await Promise.all(again.map((input, i) => confirmSignature(org(w, i).signatory, input)));
    const rows = await db
      .select({ by: signatures.confirmedBy, commit: sql<string>`${signatures}.xmin::text` })
      .from(signatures)
      .where(and(eq(signatures.letterId, second.letterId), eq(signatures.state, "confirmed")));
    const told = await db
      .select({ actor: events.actor, data: events.data })
      .from(events)
      .where(and(eq(events.stream, stream("desk", second.letterId)), eq(events.type, "letter.signed")));
    const commits = new Set(rows.map((r) => r.commit)).size;
    console.info(`40 organizations at once: ${rows.length} signatures in ${commits} commits, ${told.length} events`);
    expect(rows).toHaveLength(40);
    expect(commits).toBeLessThan(10);
    // Each event is of who signed, not of who came first.
    expect(told.map((event) => event.actor).sort()).toEqual(w.organizations.map((o) => o.signatory.personId).sort());
  });

  it("a step-up shown by several at once is good for the one that it was given for", async () => {
    const w = await makeWorld({ organizations: 6 });
    const letter = await opened(w);
    const inputs = await Promise.all(w.organizations.map((o) => confirmation(o.signatory, letter, o)));
    // The first is alone; the others wait for it and are judged together.
    const stolen = inputs[5]?.nonce ?? "";
    for (const i of [2, 3, 4]) Object.assign(inputs[i] as object, { nonce: stolen });
    const codes = await outcomes(inputs.map((input, i) => confirmSignature(org(w, i).signatory, input)));
    expect(codes).toEqual([null, null, "step_up_needed", "step_up_needed", "step_up_needed", null]);
    expect(await signedEvents(letter.letterId)).toHaveLength(3);
  });

  it("two signatories at once complete the rule of two, once, in whatever order", async () => {
    const w = await makeWorld({ organizations: 12, rule: "two" });
    const letter = await opened(w);
    const both = await Promise.all(
      w.organizations.map(async (o) => {
        const [first, second] = [await confirmation(o.signatory, letter, o), await confirmation(o.second, letter, o)];
        return Promise.all([confirmSignature(o.signatory, first), confirmSignature(o.second, second)]);
      }),
    );
    expect(
      both.map((pair) =>
        pair
          .map((r) => r.state)
          .sort()
          .join(),
      ),
    ).toEqual(w.organizations.map(() => "confirmed,pending_approval"));
    const approvals = await db.select().from(signatureApprovals);
    expect(approvals.length).toBeGreaterThanOrEqual(24);
    expect(new Set(await signedEvents(letter.letterId)).size).toBe(12);
    expect(await signedEvents(letter.letterId)).toHaveLength(12);
  }, 30_000);

  it("what is taken back before the list is composed is not on it; what is on it was there when it was composed", async () => {
    const w = await makeWorld({ organizations: 6 });
    let finalizedFirst = 0;
    for (let round = 0; round < 8; round++) {
      const letter = await opened(w);
      for (const o of w.organizations) await confirmSignature(o.signatory, await confirmation(o.signatory, letter, o));
      await closeLetter(org(w, 0).signatory, { letterId: letter.letterId });
      const settings = { leadsFirst: true, ignoreArticles: true, listColumns: 2 };
      const list = composeList({ authoritativeLocale: "en", ...settings }, await readSignatories(letter.letterId));
      await reviewList(org(w, 0).signatory, {
        letterId: letter.letterId,
        ...settings,
        reviewed: true,
        fingerprint: listFingerprint(list),
      });
      const leaving = org(w, 3);
      const [finalized] = await Promise.allSettled([
        finalizeLetter(org(w, 0).signatory, { letterId: letter.letterId }),
        withdrawSignature(leaving.signatory, { letterId: letter.letterId, organizationId: leaving.id, reason: "r" }),
      ]);
      const [edition] = await db.select().from(editions).where(eq(editions.letterId, letter.letterId));
      const [row] = await db
        .select()
        .from(signatures)
        .where(and(eq(signatures.letterId, letter.letterId), eq(signatures.organizationId, leaving.id)));
      expect(row?.state).toBe("withdrawn");
      if (finalized.status === "rejected") {
        expect(isDomainError(finalized.reason) && finalized.reason.code).toBe("list_not_reviewed");
        expect(edition).toBeUndefined();
      } else {
        finalizedFirst++;
        expect(edition?.signatories.map((s) => s.organizationId)).toContain(leaving.id);
        expect(row?.withdrawnAt && edition && row.withdrawnAt >= edition.createdAt).toBe(true);
      }
    }
    console.info(
      `finalize against withdraw: 8 rounds, composed first in ${finalizedFirst}, every edition equal to its moment`,
    );
  }, 60_000);
});

describe("whoever was removed while they waited", () => {
  it("decides nothing, in signing and in what leads decide: each verb asks again under the letter's lock", async () => {
    const w = await makeWorld({ organizations: 3 });
    const letter = await opened(w);
    const { letterId } = letter;
    const [lead, o] = [org(w, 0), org(w, 2)];
    const ids = { letterId, organizationId: o.id };
    const input = await confirmation(o.second, letter, o);
    const verbs = {
      confirm: () => confirmSignature(o.second, input),
      decline: () => declineSignature(o.second, ids),
      withdraw: () => withdrawSignature(o.second, { ...ids, reason: "r" }),
      publish: () => publishLetter(lead.second, { letterId }),
      finalize: () => finalizeLetter(lead.second, { letterId }),
    };
    // They come while somebody holds the letter, and wait; meanwhile they are removed.
    let waiting: Promise<(string | null)[]> | undefined;
    await transaction(async (tx) => {
      await tx.select().from(letters).where(eq(letters.id, letterId)).for("update");
      waiting = outcomes(Object.values(verbs).map((verb) => verb()));
      while ((await countWaiting(tx)) < Object.keys(verbs).length);
      for (const { id, signatory, second } of [lead, o])
        await removePerson(signatory, { organizationId: id, personId: second.personId });
    });
    expect(Object.fromEntries((await waiting)?.map((code, i) => [Object.keys(verbs)[i], code]) ?? [])).toEqual({
      confirm: "not_found",
      decline: "not_found",
      withdraw: "not_found",
      publish: "not_found",
      finalize: "not_found",
    });
    const [row] = await db
      .select({ state: signatures.state })
      .from(signatures)
      .where(and(eq(signatures.letterId, letterId), eq(signatures.organizationId, o.id)));
    expect(row?.state).toBe("invited");
  });

  it("a signatory who was made a delegate meanwhile signs no more", async () => {
    const w = await makeWorld({ organizations: 3 });
    const letter = await opened(w);
    const o = org(w, 2);
    const input = await confirmation(o.second, letter, o);
    await changeRole(o.signatory, { organizationId: o.id, personId: o.second.personId, role: "delegate" });
    await expect(confirmSignature(o.second, input)).rejects.toMatchObject({ code: "not_allowed" });
  });
});

async function countWaiting(tx: Reader): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return row?.n ?? 0;
}

describe("clicks around the deadline, with backends being killed", () => {
  it("none late, none acknowledged and lost, none twice", async () => {
    const w = await makeWorld({ organizations: 60 });
    let late = 0;
    let lost = 0;
    let twice = 0;
    let acknowledged = 0;
    let refused = 0;
    let killed = 0;
    let clicks = 0;
    for (let round = 0; round < 4; round++) {
      const letter = await opened(w);
      const inputs = new Map<Member, Awaited<ReturnType<typeof confirmation>>>();
      for (const o of w.organizations) inputs.set(o.signatory, await confirmation(o.signatory, letter, o));
      // The clicks are spread over two seconds: some come before the deadline, some after.
      await transaction((tx) =>
        tx
          .update(letters)
          .set({ hardDeadline: sql`clock_timestamp() + interval '1500 milliseconds'` })
          .where(eq(letters.id, letter.letterId)),
      );
      const ledger = new Set<string>();
      let running = true;
      const killer = (async () => {
        while (running) {
          killed += await killOneBackend();
          await new Promise((resolve) => setTimeout(resolve, 40));
        }
      })();
      const clock = (async () => {
        while (running) {
          await closeDueLetter(letter.letterId).catch(() => {});
          await new Promise((resolve) => setTimeout(resolve, 25));
        }
      })();
      await Promise.all(
        [...inputs].map(async ([who, input], i) => {
          await new Promise((resolve) => setTimeout(resolve, (i * 2000) / inputs.size));
          // A person clicks again when nothing came back.
          for (let attempt = 0; attempt < 6; attempt++) {
            clicks++;
            try {
              ledger.add((await confirmSignature(who, input)).signatureId);
              return;
            } catch (error) {
              if (isDomainError(error)) {
                refused++;
                expect(error.code).toBe("signing_closed");
                return;
              }
            }
          }
        }),
      );
      running = false;
      await Promise.all([killer, clock]);
      await settle(letter.letterId);
      const [row] = await db.select().from(letters).where(eq(letters.id, letter.letterId));
      const rows = await db
        .select()
        .from(signatures)
        .where(and(eq(signatures.letterId, letter.letterId), eq(signatures.state, "confirmed")));
      const told = await signedEvents(letter.letterId);
      expect(row?.status).toBe("closed");
      acknowledged += ledger.size;
      late += rows.filter((r) => !r.confirmedAt || !row?.hardDeadline || r.confirmedAt >= row.hardDeadline).length;
      lost += [...ledger].filter((id) => !rows.some((r) => r.id === id)).length;
      twice += told.length - new Set(told).size;
      // Change and announcement are one: neither without the other.
      expect(new Set(told)).toEqual(new Set(rows.map((r) => r.id)));
    }
    console.info(
      `${clicks} clicks around 4 deadlines, ${killed} backends killed: ${acknowledged} acknowledged, ${refused} refused as closed; ${late} late, ${lost} lost, ${twice} twice`,
    );
    expect({ late, lost, twice }).toEqual({ late: 0, lost: 0, twice: 0 });
    expect(killed).toBeGreaterThan(10);
    expect(acknowledged).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(5);
  }, 120_000);
});

/** Ends one connection of this database that is inside a transaction, as a crash would. */
async function killOneBackend(): Promise<number> {
  const rows = await db
    .execute<{ done: boolean }>(sql`select pg_terminate_backend(pid) as done from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' order by random() limit 1`)
    .catch(() => []);
  return rows.length;
}

/** The clock once more, now that nothing is being killed. */
async function settle(letterId: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await closeDueLetter(letterId);
      return;
    } catch (error) {
      if (attempt > 20) throw error;
    }
  }
}
