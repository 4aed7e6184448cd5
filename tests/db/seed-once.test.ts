import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { newId } from "~/domain/id";
import { transaction } from "~db/client.server";
import { coalitions } from "~db/schema";
import { seedOnce } from "~db/seed-once";
import { useDatabase } from "~tests/support/database";

const { url } = await useDatabase();
const sql = postgres(url, { max: 1, onnotice: () => {} });
afterAll(() => sql.end());

const mark = () => sql`insert into graphile_worker._private_tasks (identifier) values (${`seed-${Math.random()}`})`;
const marks = async () =>
  (await sql`select count(*)::int as n from graphile_worker._private_tasks where identifier like 'seed-%'`)[0]?.n;

test("a demo on a public address refuses the coalition of somebody else, and leaves it alone on one's own machine", async () => {
  await transaction((tx) => tx.insert(coalitions).values({ id: newId(), slug: "real", name: "A real one" }));
  await expect(seedOnce(url, mark, { refuseForeign: true })).rejects.toThrow("no demo");
  expect(await seedOnce(url, mark)).toBe(false);
  expect(await marks()).toBe(0);
  await transaction((tx) => tx.delete(coalitions));
});

test("a world that was cut off in the middle is told again, and a whole one is left alone", async () => {
  const cut = seedOnce(url, async () => {
    await mark();
    throw new Error("cut off");
  });
  await expect(cut).rejects.toThrow("cut off");
  expect(await marks()).toBe(1);

  const starters = await Promise.all([seedOnce(url, mark), seedOnce(url, mark), seedOnce(url, mark)]);
  expect(starters.filter(Boolean)).toHaveLength(1);
  expect(await marks()).toBe(1);
});
