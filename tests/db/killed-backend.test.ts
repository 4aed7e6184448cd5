import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { useDatabase } from "~tests/support/database";

const database = await useDatabase();

describe("a connection whose backend was killed in the middle of an answer", () => {
  it("forgets the half answer: the next one begins with its first row", async () => {
    const sql = postgres(database.url, { max: 1, fetch_types: false, backoff: () => 0.01, onnotice: () => {} });
    const killer = postgres(database.url, { max: 1, fetch_types: false, onnotice: () => {} });
    let whole = 0;
    for (let round = 0; round < 10; round++) {
      const [me] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      // Thousands of rows come at once, then it waits: some have arrived when the backend ends.
      const half = sql`select i, case when i > 5000 then pg_sleep(60)::text end from generate_series(1, 6000) i`.then(
        () => "answered",
        () => "rejected",
      );
      await killer`select pg_sleep(0.05)`;
      await killer`select pg_terminate_backend(${me?.pid ?? 0})`;
      expect(await half).toBe("rejected");
      const next = await sql<{ n: number }[]>`select generate_series(1, 3) as n`;
      expect([...next].map((row) => row?.n)).toEqual([1, 2, 3]);
      whole++;
    }
    console.info(`${whole} answers after ${whole} killed backends, all whole`);
    await Promise.all([sql.end({ timeout: 1 }), killer.end({ timeout: 1 })]);
  }, 30_000);
});
