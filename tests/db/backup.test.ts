import { mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, expect, inject, test } from "vitest";
import { backup, restore } from "~db/backup";
import { cloneTemplate, dropDatabase } from "~tests/support/cluster";

const template = () => cloneTemplate(inject("clusterUrl"), inject("templateName"));
const folder = mkdtempSync(path.join(tmpdir(), "backup-"));
const from = await template();
const to = await template();
const source = postgres(from, { max: 1 });
const copy = postgres(to, { max: 1 });

afterAll(async () => {
  await Promise.all([source.end(), copy.end()]);
  await dropDatabase(from);
  await dropDatabase(to);
  rmSync(folder, { recursive: true });
});

test("a backup comes back byte for byte, jobs and awkward text included", async () => {
  // A table of its own, so that this test does not depend on the shape of the product's.
  for (const sql of [source, copy]) {
    await sql`create table awkward (id int generated always as identity, text text, bytes bytea, at timestamptz)`;
  }
  const texts = ["tab\there", "line\nbreak", "back\\slash", "\\.", "", null, "ñandú « comillas »", "\\N"];
  for (const text of texts) {
    await source`insert into awkward (text, bytes, at) values (${text}, ${Buffer.from([0, 10, 92, 255])}, '2026-03-01 00:00:00.123456+00')`;
  }
  // Many rows of awkward length, so that batches and buffers fill up in every way.
  await source`insert into awkward (text) select repeat('ñ, "( ', n) from generate_series(1, 1201) n`;
  await source`select graphile_worker.add_job('remind', '{"letter":"x"}'::json, run_at => now() + interval '1 year')`;

  const file = path.join(folder, "a.backup");
  const saved = await backup(from, file);
  expect(saved.rows).toBeGreaterThan(texts.length);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(await restore(to, file)).toEqual(saved);

  const all = (sql: postgres.Sql) => sql`select *, at::text as exact from awkward order by id`;
  expect(await all(copy)).toEqual(await all(source));
  expect(await copy`select count(*)::int as n from graphile_worker._private_jobs`).toEqual([{ n: 1 }]);
  const [next] = await copy`insert into awkward (text) values ('next') returning id`;
  expect(next?.id).toBe(texts.length + 1201 + 1);
});

test("a torn backup restores nothing", async () => {
  const file = path.join(folder, "torn.backup");
  await backup(from, file);
  truncateSync(file, statSync(file).size - 40);
  await copy`delete from awkward`;
  await expect(restore(to, file)).rejects.toThrow();
  expect(await copy`select count(*)::int as n from awkward`).toEqual([{ n: 0 }]);
});
