import { expect, test } from "vitest";
import { entriesWithAddress, missingPlatformPackages } from "../scripts/complete-lock.mjs";
import { houseRuleBreaks } from "../scripts/house-rules.mjs";

const sins: [what: string, file: string, source: string][] = [
  ["a style attribute", "app/ui/a.tsx", `export const A = () => <p style={{ color: "red" }} />;`],
  ["text in markup", "app/ui/a.tsx", "export const A = () => <p>Sign here</p>;"],
  ["a spoken attribute", "app/routes/a.tsx", `export const A = () => <button aria-label="Close" />;`],
  ["text kept in a table", "app/routes/a.tsx", `const names = { en: "English" } as const;`],
  [
    "text chosen in code",
    "app/ui/a.tsx",
    "export const A = ({ busy }: { busy: boolean }) => <p>{busy ? `Saving …` : null}</p>;",
  ],
  ["instanceof across module graphs", "app/routes/a.tsx", "export const a = (e: unknown) => e instanceof DomainError;"],
  ["console in server code", "app/jobs/a.server.ts", "console.log(1);"],
  ["a skipped test", "tests/a.test.ts", `test.skip("later", () => {});`],
  ["a test that skips the others", "tests/a.test.ts", `describe.only("mine", () => {});`],
  ["a sleep", "tests/e2e/a.e2e.ts", "await page.waitForTimeout(500);"],
];

test.each(sins)("catches %s", (_what, file, source) => {
  expect(houseRuleBreaks(file, source)).toHaveLength(1);
});

test("leaves marks, names and words from the dictionary alone", () => {
  const source = `export const A = () => <p title={t.close} className="style">{t.sign} · 3 → <b>Conjunta</b></p>;`;
  expect(houseRuleBreaks("app/ui/a.tsx", source)).toEqual([]);
  const unread = `if (event.key === "Enter" || zone === "America") throw new Error("Not here");
    log.info("Done it"); headers.set("Content-Type", "text/html");`;
  expect(houseRuleBreaks("app/ui/a.tsx", unread)).toEqual([]);
});

test("finds the platform packages that a lockfile lacks, and addresses in it", () => {
  const packages = {
    "node_modules/rollup": {
      version: "4.1.0",
      dev: true,
      optionalDependencies: {
        "@rollup/rollup-linux-x64-gnu": "4.1.0",
        "@rollup/rollup-darwin-arm64": "4.1.0",
        fsevents: "~2.3.2",
      },
    },
    "node_modules/@rollup/rollup-linux-x64-gnu": { version: "4.1.0", resolved: "https://registry.example/rollup.tgz" },
  };
  expect(missingPlatformPackages(packages)).toEqual({
    "node_modules/@rollup/rollup-darwin-arm64": {
      version: "4.1.0",
      cpu: ["arm64"],
      dev: true,
      optional: true,
      os: ["darwin"],
    },
  });
  expect(entriesWithAddress(packages)).toEqual(["node_modules/@rollup/rollup-linux-x64-gnu"]);
});
