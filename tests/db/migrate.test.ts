import { execFile } from "node:child_process";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, expect, inject, test } from "vitest";
import { databaseAt, dropDatabase } from "~tests/support/cluster";
import { root } from "~tests/support/settings";

const run = promisify(execFile);
const clusterUrl = inject("clusterUrl");
const url = databaseAt(clusterUrl, `t_${process.pid}_starters`);

afterAll(() => dropDatabase(url));

test("four starters on an empty database migrate it once", async () => {
  const sql = postgres(databaseAt(clusterUrl, "postgres"), { max: 1 });
  await sql.unsafe(`create database ${new URL(url).pathname.slice(1)}`);
  await sql.end();

  const start = async () => {
    const script = `import { migrate } from "~db/migrate"; console.log(await migrate(${JSON.stringify(url)}));`;
    const { stdout } = await run(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      cwd: root,
    });
    return Number(stdout.trim());
  };
  const applied = await Promise.all([start(), start(), start(), start()]);

  const own = postgres(url, { max: 1 });
  const [row] =
    await own`select count(*)::int as n, count(distinct hash)::int as different from drizzle.__drizzle_migrations`;
  await own.end();
  expect(row?.n).toBeGreaterThan(0);
  expect(row?.different).toBe(row?.n);
  expect(applied.sort((a, b) => a - b)).toEqual([0, 0, 0, row?.n]);
});
