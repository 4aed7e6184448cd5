import { asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { newId } from "~/domain/id";
import { recordEvent, recordEvents } from "~/domain/record-event.server";
import { stream } from "~/domain/streams";
import { arrayLiteral, db, rawSql, sqlState, transaction } from "~db/client.server";
import { coalitions, events } from "~db/schema";
import { useDatabase } from "~tests/support/database";

const database = await useDatabase();

async function newCoalition(): Promise<string> {
  const id = newId();
  await transaction((tx) => tx.insert(coalitions).values({ id, slug: `c-${id.slice(-12)}`, name: "Coalition" }));
  return id;
}

describe("the event log", () => {
  it("numbers each stream without gaps, in the order of commits, with 20 writers at once", async () => {
    const coalitionId = await newCoalition();
    const organizationIds = [newId(), newId(), newId()];
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (let i = 0; i < 15; i++) {
        const organizationId = organizationIds[(writer + i) % 3] as string;
        await transaction((tx) => recordEvent(tx, null, "organization.changed", { coalitionId, organizationId }));
      }
    });
    await Promise.all(writers);
    const rows = await db
      .select()
      .from(events)
      .where(eq(events.stream, stream("coalition", coalitionId)))
      .orderBy(asc(events.seq));
    expect(rows.map((r) => r.seq)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    const perOrganization = await Promise.all(
      organizationIds.map(async (id) =>
        (
          await db
            .select()
            .from(events)
            .where(eq(events.stream, stream("organization", id)))
        )
          .map((r) => r.seq)
          .sort((a, b) => a - b),
      ),
    );
    for (const seqs of perOrganization) expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    expect(perOrganization.flat()).toHaveLength(300);
  });

  it("takes the numbers of several events of one verb in the order given", async () => {
    const coalitionId = await newCoalition();
    const personId = newId();
    await transaction((tx) =>
      recordEvents(tx, personId, [
        { type: "coalition.changed", data: { coalitionId } },
        { type: "person.notified", data: { personId, coalitionId } },
        { type: "coalition.changed", data: { coalitionId } },
      ]),
    );
    const rows = await db
      .select()
      .from(events)
      .where(eq(events.stream, stream("coalition", coalitionId)))
      .orderBy(asc(events.seq));
    expect(rows.map((r) => [r.seq, r.type])).toEqual([
      [1, "coalition.changed"],
      [2, "coalition.changed"],
    ]);
  });

  it("refuses a payload with more than ids", async () => {
    const coalitionId = await newCoalition();
    const withName = { coalitionId, name: "Casa Ceiba" } as never;
    await expect(transaction((tx) => recordEvent(tx, null, "coalition.changed", withName))).rejects.toThrow(/name/);
  });

  it("cannot be changed or thinned out, by anybody", async () => {
    const coalitionId = await newCoalition();
    await transaction((tx) => recordEvent(tx, null, "coalition.changed", { coalitionId }));
    const rewrite = transaction((tx) =>
      tx
        .update(events)
        .set({ type: "x" })
        .where(eq(events.stream, stream("coalition", coalitionId))),
    );
    await expect(rewrite.catch(sqlState)).resolves.toBe("CJ003");
  });
});

describe("a torn transaction", () => {
  it("refuses a promised write outside a transaction", async () => {
    const insert = db.insert(coalitions).values({ id: newId(), slug: "alone", name: "Alone" });
    await expect(insert.then(() => "committed", sqlState)).resolves.toBe("CJ001");
  });

  it("commits nothing of a callback whose backend was killed while it was waiting", async () => {
    const slugs: string[] = [];
    for (let round = 0; round < 20; round++) {
      const first = `torn-${round}-a`;
      const second = `torn-${round}-b`;
      slugs.push(first, second);
      const outcome = transaction(async (tx) => {
        await tx.insert(coalitions).values({ id: newId(), slug: first, name: "First" });
        const [me] = await tx.execute<{ pid: number }>("select pg_backend_pid() as pid");
        await rawSql()`select pg_terminate_backend(${me?.pid ?? 0})`;
        // The socket's end reaches the client between these two statements, which is when postgres.js goes on elsewhere.
        await rawSql()`select 1`;
        await tx.insert(coalitions).values({ id: newId(), slug: second, name: "Second" });
      });
      await expect(
        outcome.then(
          () => "committed",
          () => "rejected",
        ),
      ).resolves.toBe("rejected");
    }
    const left = await rawSql()`select slug from coalitions where slug = any(${arrayLiteral(slugs)}::text[])`;
    expect(left.map((r) => r.slug)).toEqual([]);
  });

  it("does not reach into the transaction of whoever has its connection next", async () => {
    const outcomes: string[] = [];
    for (let round = 0; round < 30; round++) {
      let end = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      const torn = transaction(async (tx) => {
        const [me] = await tx.execute<{ pid: number }>("select pg_backend_pid() as pid");
        await rawSql()`select pg_terminate_backend(${me?.pid ?? 0})`;
        await ended;
        // The client rolls back now, long after its transaction was lost.
        throw new Error("too late");
      });
      await expect(torn).rejects.not.toThrow("too late");
      // So many that the connection which was lost is in use again.
      await Promise.all(Array.from({ length: 10 }, () => newCoalition()));
      end();
      const next: Promise<string>[] = [];
      for (let n = 0; n < 10; n++) {
        next.push(newCoalition().then(() => "committed", String));
        // Others begin before, with and behind the rollback.
        await Promise.resolve();
      }
      outcomes.push(...(await Promise.all(next)));
    }
    expect(new Set(outcomes)).toEqual(new Set(["committed"]));
  });

  it("works on after every connection was killed", async () => {
    await newCoalition();
    expect(await database.killBackends()).toBeGreaterThan(0);
    const again = async (): Promise<string> => {
      for (let attempt = 0; ; attempt++) {
        try {
          return await newCoalition();
        } catch (error) {
          // The first statement on a dead connection may still fail; the pool must recover within a few tries.
          if (attempt === 5) throw error;
        }
      }
    };
    await expect(again()).resolves.toMatch(/^[0-9a-f-]{36}$/);
  });
});
