import { eq, inArray, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { type Tx, transaction } from "~db/client.server";
import { people } from "~db/schema";
import { useDatabase } from "~tests/support/database";

await useDatabase();

/** Statements about people that this connection has prepared. */
async function preparedIn(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{ statement: string }>(
    sql`select statement from pg_prepared_statements where statement like '%from "people"%' and statement not like '%pg_prepared%'`,
  );
  return rows.map((row) => row.statement);
}

it("a statement of a verb is planned once for each connection, not each time", async () => {
  await transaction(async (tx) => {
    expect(await preparedIn(tx)).toEqual([]);
    for (const id of ["one", "two"]) await tx.select().from(people).where(eq(people.id, id));
    expect(await preparedIn(tx)).toHaveLength(1);
  });
});

it("a list of many lengths is not remembered in each of them", async () => {
  await transaction(async (tx) => {
    const before = await preparedIn(tx);
    for (const length of [65, 66, 67]) {
      const ids = Array.from({ length }, (_, n) => `p${n}`);
      await tx.select().from(people).where(inArray(people.id, ids));
    }
    expect(await preparedIn(tx)).toEqual(before);
  });
});
