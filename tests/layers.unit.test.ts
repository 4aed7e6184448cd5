import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { cruise } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "~tests/support/settings";

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

/** A small clean product. Every sin below is one file more, or one file instead. */
const clean: Record<string, string> = {
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      baseUrl: ".",
      jsx: "react-jsx",
      moduleResolution: "bundler",
      module: "ESNext",
      paths: { "~/*": ["./app/*"], "~db/*": ["./db/*"] },
    },
  }),
  "package.json": JSON.stringify({ type: "module" }),
  "db/client.server.ts": `import "./schema/events"; export const db = 1;`,
  "db/schema/events.ts": `export const events = 1;`,
  "db/seeds/index.ts": `import { sign } from "~/domain/letters/sign-letter.server"; export const seedDemo = sign;`,
  "app/env.server.ts": `export const env = 1;`,
  "app/i18n/index.ts": `export const words = 1;`,
  "app/domain/letters/letter.ts": `export type Letter = string; export const isOpen = true;`,
  "app/domain/record-event.server.ts": `import { events } from "~db/schema/events"; export const recordEvent = events;`,
  "app/domain/letters/sign-letter.server.ts": `import { db } from "~db/client.server"; import { recordEvent } from "../record-event.server"; import { isOpen } from "./letter"; export const sign = [db, recordEvent, isOpen];`,
  "app/routes/letter.tsx": `import { sign } from "~/domain/letters/sign-letter.server"; import { Wall } from "~/ui/wall"; export default [sign, Wall];`,
  "app/ui/wall.tsx": `import type { Letter } from "~/domain/letters/letter"; import { words } from "~/i18n/index"; export const Wall = (l: Letter) => [l, words];`,
  "app/auth/passwords.server.ts": `import { hash } from "@node-rs/argon2"; export const passwords = hash;`,
  "app/web.server.ts": `export const web = 1;`,
  "server.ts": `import { web } from "~/web.server"; import { passwords } from "~/auth/passwords.server"; import { db } from "~db/client.server"; export default [web, passwords, db];`,
};

const sins: [rule: string, file: string, content: string][] = [
  [
    "no-cycles",
    "app/domain/letters/letter.ts",
    `import { sign } from "./sign-letter.server"; export type Letter = string; export const isOpen = sign;`,
  ],
  [
    "domain-knows-no-framework",
    "app/domain/letters/sin.server.ts",
    `import { json } from "@remix-run/node"; export default json;`,
  ],
  [
    "domain-looks-inward",
    "app/domain/letters/sin.server.ts",
    `import { words } from "~/i18n/index"; export default words;`,
  ],
  [
    "browser-files-stay-in-the-browser",
    "app/domain/letters/sin.ts",
    `import { db } from "~db/client.server"; export default db;`,
  ],
  ["routes-ask-the-domain", "app/routes/sin.tsx", `import { db } from "~db/client.server"; export default db;`],
  ["routes-ask-the-domain", "app/routes/sin.tsx", `import { eq } from "drizzle-orm"; export default eq;`],
  [
    "ui-is-presentational",
    "app/ui/sin.tsx",
    `import { isOpen } from "~/domain/letters/letter"; export default isOpen;`,
  ],
  [
    "ui-types-are-pure",
    "app/ui/sin.tsx",
    `import type { recordEvent } from "~/domain/record-event.server"; export type Sin = typeof recordEvent;`,
  ],
  [
    "one-writer-of-events",
    "app/domain/letters/sin.server.ts",
    `import { events } from "~db/schema/events"; export default events;`,
  ],
  [
    "db-is-the-bottom",
    "db/sin.ts",
    `import { recordEvent } from "~/domain/record-event.server"; export default recordEvent;`,
  ],
  [
    "nothing-imports-seeds",
    "app/routes/sin.tsx",
    `import { seedDemo } from "~db/seeds/index"; export default seedDemo;`,
  ],
  [
    "server-ts-only-wires",
    "server.ts",
    `import { sign } from "~/domain/letters/sign-letter.server"; export default sign;`,
  ],
  ["argon2-outside-vite", "app/auth/sin.server.ts", `import { hash } from "@node-rs/argon2"; export default hash;`],
  [
    "passwords-are-injected",
    "app/routes/sin.tsx",
    `import { passwords } from "~/auth/passwords.server"; export default passwords;`,
  ],
  ["no-tests-in-the-product", "app/web.server.ts", `import { world } from "../tests/world"; export default world;`],
  ["not-to-unresolvable", "app/routes/sin.tsx", `import { gone } from "~/domain/gone.server"; export default gone;`],
];

const rules = createRequire(import.meta.url)(path.join(root, ".dependency-cruiser.cjs")) as {
  forbidden: { name: string; comment: string }[];
};
const home = process.cwd();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "layers-"));
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function violations(files: Record<string, string>): Promise<Violation[]> {
  for (const part of ["app", "db", "tests"]) rmSync(path.join(folder, part), { recursive: true, force: true });
  for (const [file, content] of Object.entries({ ...files, "tests/world.ts": "export const world = 1;" })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  const options = await extractOptions(path.join(root, ".dependency-cruiser.cjs"));
  const { output } = await cruise(["app", "db", "server.ts"], options, undefined, {
    tsConfig: extractTsConfig(path.join(folder, "tsconfig.json")),
  });
  if (typeof output === "string") throw new Error(output);
  return output.summary.violations as Violation[];
}

test("the clean product has no violation", async () => {
  expect(await violations(clean)).toEqual([]);
});

test.each(sins)("%s catches %s", async (rule, file, content) => {
  const found = await violations({ ...clean, [file]: content });
  expect(found.map((one) => one.rule.name)).toContain(rule);
});

test("every rule has a planted sin and says why it exists", () => {
  expect(rules.forbidden.map((rule) => rule.name).sort()).toEqual([...new Set(sins.map(([rule]) => rule))].sort());
  for (const rule of rules.forbidden) expect(rule.comment.length).toBeGreaterThan(20);
});
