import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { EnvError, readEnv, requireNoRealSettings } from "~/env.server";

const real = {
  NODE_ENV: "production",
  DATABASE_URL: "postgres://conjunta:x@db.internal:5432/conjunta",
  APP_ORIGIN: "https://letters.unidas.test",
  SMTP_URL: "smtps://mail.unidas.test:465",
  MAIL_FROM: "Conjunta <letters@unidas.test>",
  SECRET: "q0V3xk9TzLr1mWc8Yb5NfJ2hPd7GsAe4UoRi6Kt",
};

function problemsOf(source: Record<string, string | undefined>): string[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
}

describe("a real installation", () => {
  test("accepts a complete set", () => {
    expect(readEnv(real)).toMatchObject({
      isProduction: true,
      demo: false,
      secureCookies: true,
      origins: [real.APP_ORIGIN],
    });
  });

  test("names every missing setting at once", () => {
    const names = problemsOf({ NODE_ENV: "production" }).map((line) => line.split(" ")[0]);
    expect(names.sort()).toEqual(["APP_ORIGIN", "DATABASE_URL", "MAIL_FROM", "SECRET", "SMTP_URL"]);
  });

  test.each([
    ["SECRET", "short"],
    ["SECRET", "a".repeat(64)],
    ["SECRET", "change-me-change-me-change-me-1234567890"],
    ["SECRET_PREVIOUS", "short"],
    ["APP_ORIGIN", "letters.unidas.test"],
    ["APP_ORIGIN", "https://letters.unidas.test/app"],
    ["APP_ORIGIN", "http://letters.unidas.test"],
    ["APP_ORIGIN", "https://user:x@letters.unidas.test"],
    ["DATABASE_URL", "mysql://db/x"],
    ["SMTP_URL", "https://mail.unidas.test"],
    ["MAIL_FROM", "nobody"],
    ["MAIL_FROM", "A <a@b.test>\r\nBcc: c@d.test"],
    ["PORT", "seventy"],
    ["PORT", "70000"],
    ["TRUST_PROXY", "-1"],
    ["DEMO", "maybe"],
    ["NODE_ENV", "staging"],
    ["LOG_LEVEL", "loud"],
  ])("refuses %s=%j with one line that does not repeat the value", (name, value) => {
    const lines = problemsOf({ ...real, [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name} `));
    expect(lines[0]).not.toContain(value);
  });

  test("is what a database means when nothing says otherwise: no open page, and every setting asked for", () => {
    const { NODE_ENV: _, ...unnamed } = real;
    expect(readEnv(unnamed)).toMatchObject({ nodeEnv: "production", isProduction: true, demo: false });
    const names = problemsOf({ DATABASE_URL: real.DATABASE_URL }).map((line) => line.split(" ")[0]);
    expect(names.sort()).toEqual(["APP_ORIGIN", "MAIL_FROM", "SECRET", "SMTP_URL"]);
    expect(readEnv({ DATABASE_URL: real.DATABASE_URL, NODE_ENV: "development", SECRET: real.SECRET })).toMatchObject({
      isProduction: false,
    });
  });

  test("whose database was forgotten does not become a demo that everybody may enter", () => {
    const verdict = (source: Record<string, string>) => {
      try {
        requireNoRealSettings(source);
        return "demo";
      } catch (error) {
        return (error as EnvError).problems.length;
      }
    };
    const secret = { SECRET: real.SECRET };
    expect([
      verdict({}),
      verdict({ NODE_ENV: "production", PORT: "3001", HOST: "0.0.0.0", DATA_DIR: "/tmp/x" }),
      verdict({ APP_ORIGIN: "http://localhost:3001" }),
      verdict({ ...secret, DEMO: "1" }),
      verdict(secret),
      verdict({ SMTP_URL: real.SMTP_URL }),
      verdict({ SECRET_FILE: "/run/secrets/x" }),
      verdict({ APP_ORIGIN: real.APP_ORIGIN, NODE_ENV: "production" }),
    ]).toEqual(["demo", "demo", "demo", "demo", 2, 2, 2, 2]);
    expect(() => requireNoRealSettings({ SECRET: real.SECRET })).not.toThrow(real.SECRET);
  });

  test("reads secrets from files, and refuses a setting given both ways", () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "env-")), "secret");
    writeFileSync(file, `${real.SECRET}\n`);
    expect(readEnv({ ...real, SECRET: undefined, SECRET_FILE: file }).secret).toBe(real.SECRET);
    expect(problemsOf({ ...real, SECRET_FILE: file })).toEqual(["SECRET_FILE is set, and SECRET too: keep one"]);
    expect(problemsOf({ ...real, SECRET: "", SECRET_FILE: `${file}.none` })).toEqual(["SECRET_FILE cannot be read"]);
  });
});

describe("a demo", () => {
  const demo = { NODE_ENV: "production", DEMO: "1", DATABASE_URL: real.DATABASE_URL, SECRET: real.SECRET };

  test("needs neither origin nor mail, and is no production", () => {
    expect(readEnv({ ...demo, PORT: "4000" })).toMatchObject({
      isProduction: false,
      demo: true,
      origin: "http://localhost:4000",
      origins: ["http://localhost:4000", "http://127.0.0.1:4000"],
      secureCookies: false,
      smtpUrl: undefined,
    });
  });

  test("still refuses a short secret", () => {
    expect(problemsOf({ ...demo, SECRET: "short" })).toHaveLength(1);
  });
});
