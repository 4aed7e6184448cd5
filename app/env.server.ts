/**
 * The settings of one server process, checked once. What is wrong or missing stops the start with a list that names
 * each setting, because a server that runs on a guessed origin or a default secret is worse than none.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";

export interface Env {
  /** `production` serves a built app with real accounts; `development` and `test` relax what needs a built app. */
  nodeEnv: "production" | "development" | "test";
  /** Real use: a database of its own, no demo door. Decides which settings are compulsory. */
  isProduction: boolean;
  /** One-click sign-in as the people of the demo coalition, mail into the inbox page. Never on real data. */
  demo: boolean;
  databaseUrl: string;
  /** The origin in links, mails and the check against forged requests, without a trailing slash. */
  origin: string;
  /** Every origin a browser of ours may name: `origin`, and its loopback twins outside production. */
  origins: string[];
  /** The address is this machine's own: nobody else comes here. */
  loopback: boolean;
  host: string;
  port: number;
  /** Cookies get `Secure` and the `__Host-` prefix: true exactly when `origin` is https. */
  secureCookies: boolean;
  /** Key for signatures and keyed hashes: at least 32 characters. */
  secret: string;
  /** The key before the last change, still accepted for reading. */
  previousSecret: string | undefined;
  /** Undefined in demo and development: mail then goes to the inbox page. */
  smtpUrl: string | undefined;
  /** Sender of all mail, `Name <address>` or an address. */
  mailFrom: string;
  /** Number of proxies in front whose X-Forwarded-For is believed. */
  trustProxy: number;
  logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "silent";
}

/** The settings do not do. `problems` has one line per setting, ready to print. */
export class EnvError extends Error {
  override name = "EnvError";
  constructor(readonly problems: string[]) {
    super(`These settings stop the start:\n${problems.map((line) => `  - ${line}`).join("\n")}`);
  }
}

type Source = Record<string, string | undefined>;

const MIN_SECRET = 32;
const DEMO_SENDER = "Conjunta <conjunta@localhost>";

/** Settings that may hold a secret and can therefore come from a file: NAME_FILE=/run/secrets/name. */
const FROM_FILE = ["DATABASE_URL", "SECRET", "SECRET_PREVIOUS", "SMTP_URL"] as const;

const flag = z
  .enum(["0", "1", "true", "false"], { error: "must be 1 or 0" })
  .transform((v) => v === "1" || v === "true");

const withScheme = (...schemes: string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), {
    error: `must be an address that starts with ${schemes.map((s) => `${s}//`).join(" or ")}`,
  });

const origin = withScheme("http:", "https:").refine(
  (value) => URL.canParse(value) && new URL(value).origin === value.replace(/\/$/, ""),
  {
    error: "must be an origin alone, like https://letters.example.org, without path, query or user",
  },
);

const secret = z
  .string()
  .min(MIN_SECRET, { error: `must have at least ${MIN_SECRET} characters; make one with: openssl rand -base64 48` })
  .refine((value) => new Set(value).size >= 10 && !/change.?me|example|default|secret|password/i.test(value), {
    error: "looks like a default or a placeholder; make one with: openssl rand -base64 48",
  });

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, { error: `must be a whole number from ${min} to ${max}` })
    .transform(Number)
    .refine((n) => n >= min && n <= max, { error: `must be a whole number from ${min} to ${max}` });

const mailAddress = z.string().regex(/^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, {
  error: "must be an address or Name <address>",
});

const schema = z.object({
  NODE_ENV: z.enum(["production", "development", "test"], { error: "must be production, development or test" }),
  DEMO: flag,
  DATABASE_URL: withScheme("postgres:", "postgresql:"),
  APP_ORIGIN: origin,
  HOST: z.string().min(1),
  PORT: wholeNumber(0, 65535),
  SECRET: secret,
  SECRET_PREVIOUS: secret.optional(),
  SMTP_URL: withScheme("smtp:", "smtps:").optional(),
  MAIL_FROM: mailAddress,
  TRUST_PROXY: wholeNumber(0, 10),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"], {
    error: "must be fatal, error, warn, info, debug or silent",
  }),
});

/**
 * Checks settings without touching the process.
 *
 * Real use (NODE_ENV=production and not DEMO=1) has no defaults for origin, mail and secret, and wants https
 * unless the origin is this machine. Demo and development fill in local values. With a DATABASE_URL, NODE_ENV is production
 * unless it is given.
 *
 * @param source usually process.env; an empty value counts as missing
 * @throws EnvError naming every setting that is missing or wrong; values are never repeated, as they may be secret
 */
export function readEnv(source: Source): Env {
  const problems: string[] = [];
  const given = present(source, problems);

  const demo = given.DEMO === "1" || given.DEMO === "true";
  // Whoever names a database means it: development, with its open pages, is asked for by name.
  const nodeEnv = given.NODE_ENV ?? (given.DATABASE_URL ? "production" : "development");
  const isProduction = nodeEnv === "production" && !demo;
  const port = given.PORT ?? "3000";

  const defaults: Source = {
    NODE_ENV: nodeEnv,
    DEMO: "0",
    HOST: "127.0.0.1",
    PORT: port,
    TRUST_PROXY: "0",
    LOG_LEVEL: "info",
  };
  if (!isProduction) Object.assign(defaults, { APP_ORIGIN: `http://localhost:${port}`, MAIL_FROM: DEMO_SENDER });

  const values: Source = { ...defaults, ...given };
  const checked = schema.safeParse(values);
  for (const issue of checked.error?.issues ?? []) {
    const name = String(issue.path[0]);
    if (problems.some((line) => line.startsWith(`${name} `) || line.startsWith(`${name}_FILE `))) continue;
    problems.push(
      values[name] === undefined
        ? `${name} is missing: ${meaning[name] ?? "see docs/operations.md"}`
        : `${name} ${issue.message}`,
    );
  }
  if (isProduction) {
    if (!values.SMTP_URL) problems.push(`SMTP_URL is missing: ${meaning.SMTP_URL}`);
    if (checked.data && !isHttpsOrLoopback(checked.data.APP_ORIGIN)) {
      problems.push("APP_ORIGIN must start with https://, because sessions and signatures travel over it");
    }
  }
  if (problems.length > 0 || !checked.data) throw new EnvError(problems);

  const ok = checked.data;
  const own = new URL(ok.APP_ORIGIN).origin;
  return {
    nodeEnv: ok.NODE_ENV,
    isProduction,
    demo: ok.DEMO,
    databaseUrl: ok.DATABASE_URL,
    origin: own,
    origins: isProduction ? [own] : [...new Set([own, ...loopbackTwins(own)])],
    loopback: isLoopback(new URL(own).hostname),
    host: ok.HOST,
    port: ok.PORT,
    secureCookies: own.startsWith("https:"),
    secret: ok.SECRET,
    previousSecret: ok.SECRET_PREVIOUS,
    smtpUrl: ok.SMTP_URL,
    mailFrom: ok.MAIL_FROM,
    trustProxy: ok.TRUST_PROXY,
    logLevel: ok.LOG_LEVEL,
  };
}

/**
 * May a start without DATABASE_URL be the demo, which everybody may enter? Not when something else says that a real installation
 * was meant and its database was forgotten.
 *
 * @param source usually process.env
 * @throws EnvError that names the settings which say so
 */
export function requireNoRealSettings(source: Source): void {
  if (source.DEMO?.trim() || source.NODE_ENV === "test") return;
  const real = Object.keys(schema.shape).filter((name) => {
    if (["SECRET", "SECRET_PREVIOUS", "SMTP_URL"].includes(name)) return source[name]?.trim() || source[`${name}_FILE`];
    if (name === "MAIL_FROM") return source[name]?.trim();
    const origin = name === "APP_ORIGIN" ? (source[name]?.trim() ?? "") : "";
    return URL.canParse(origin) && !isLoopback(new URL(origin).hostname);
  });
  if (real.length === 0) return;
  throw new EnvError([
    `DATABASE_URL is missing: ${meaning.DATABASE_URL}`,
    `${real.join(", ")} given without it: for a demo that everybody may enter, say DEMO=1`,
  ]);
}

const meaning: Record<string, string> = {
  DATABASE_URL: "the address of a PostgreSQL 15 or newer, postgres://user:password@host:5432/name",
  APP_ORIGIN: "the address people open, like https://letters.example.org",
  SECRET: "at least 32 random characters; make them with: openssl rand -base64 48",
  SMTP_URL: "the mail server, smtps://user:password@host:465",
  MAIL_FROM: "the sender of all mail, Name <address>",
};

/** Drops empty values and reads NAME_FILE settings. A setting given both ways is a mistake worth stopping for. */
function present(source: Source, problems: string[]): Source {
  const given: Source = {};
  for (const name of Object.keys(schema.shape)) if (source[name]?.trim()) given[name] = source[name].trim();
  for (const name of FROM_FILE) {
    const file = source[`${name}_FILE`]?.trim();
    if (!file) continue;
    if (given[name]) problems.push(`${name}_FILE is set, and ${name} too: keep one`);
    try {
      given[name] = readFileSync(file, "utf8").trim();
    } catch {
      problems.push(`${name}_FILE cannot be read`);
    }
  }
  return given;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}

function isHttpsOrLoopback(value: string): boolean {
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || isLoopback(hostname);
}

/** On one's own machine localhost and 127.0.0.1 are typed for one another. */
function loopbackTwins(own: string): string[] {
  const url = new URL(own);
  if (!isLoopback(url.hostname)) return [];
  return ["localhost", "127.0.0.1"].map((name) => `${url.protocol}//${name}${url.port ? `:${url.port}` : ""}`);
}

const holder = globalThis as typeof globalThis & { __conjuntaEnv?: Env };

/**
 * The settings of this process, read at the first call. Kept on globalThis because Remix's bundle and server.ts are two
 * module graphs, and both must see the same ones.
 */
export function env(): Env {
  holder.__conjuntaEnv ??= readEnv(process.env);
  return holder.__conjuntaEnv;
}

/** Forgets what env() has read, for tests that change process.env. */
export function forgetEnv(): void {
  delete holder.__conjuntaEnv;
}
