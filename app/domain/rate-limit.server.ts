import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { env } from "~/env.server";
import { rawSql, type Tx } from "~db/client.server";
import { DomainError } from "./errors";
import { networkOf, widerNetwork } from "./network";

/** How many attempts in how many seconds. A limit counts failures and successes alike, except where it is forgiven. */
const limits = {
  /** Attempts for one account from one network: what a stranger who guesses gets, or somebody with a new browser who mistypes. */
  sign_in_account_there: { points: 10, duration: 900 },
  /**
   * Attempts for one account from everywhere. Far more than from one network, because whoever wants to keep a signatory out on
   * the day of a deadline needs only to guess wrongly.
   */
  sign_in_account: { points: 60, duration: 900 },
  /**
   * Attempts for one account in a browser that it was signed in with before (device cookie), and in all of them together.
   * Strangers have no such cookie, so nothing that they do uses these up: docs/decisions/2026-11-24-device-cookies.md.
   */
  sign_in_device: { points: 10, duration: 900 },
  sign_in_devices: { points: 60, duration: 900 },
  /** Passwords given again by somebody who is signed in. Apart from signing in, so that strangers cannot use it up. */
  step_up: { points: 10, duration: 900 },
  /** Attempts from one network: an office behind one address must still get in. */
  sign_in_network: { points: 100, duration: 900 },
  /** Forgotten passwords asked for from one network, whoever they are for. */
  forgotten_network: { points: 20, duration: 3600 },
  /** Texts compared with the public record, from one network. */
  verify_network: { points: 30, duration: 600 },
  /** Invitations that one person sends: an account that was taken over must not flood mailboxes. */
  invitations_sender: { points: 60, duration: 3600 },
  /** Invitations that one address gets, whoever sends them and to whatever. */
  invitations_address: { points: 5, duration: 86_400 },
  /** Mails that tell one person of mentions in one room. The notice in the app comes for each. */
  mention_mails: { points: 1, duration: 900 },
  /** Mails with a link to one address. */
  mail_address: { points: 3, duration: 86_400 },
} as const;
export type Limit = keyof typeof limits;

/** A limit for networks counts the /48 around an IPv6 network too, with this many times its points. */
const WIDER = 4;

/** The library speaks node-postgres; one function of it is all that it uses. */
const storeClient = {
  async query(q: { text: string; values: unknown[] }) {
    const rows = await rawSql().unsafe(q.text, q.values as never[]);
    return { rows };
  },
};

const limiters = new Map<string, RateLimiterPostgres>();
function limiter(limit: Limit, wider = false): RateLimiterPostgres {
  const name = wider ? `${limit}_wider` : limit;
  let found = limiters.get(name);
  if (!found) {
    const { points, duration } = limits[limit];
    found = new RateLimiterPostgres({
      storeClient,
      storeType: "client",
      tableName: "rate_limits",
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points: wider ? points * WIDER : points,
      duration,
    });
    limiters.set(name, found);
  }
  return found;
}

/** A key that tells nothing of what it stands for: HMAC with the server's secret. */
const keyOf = (subject: string) =>
  createHmac("sha256", env().secret).update(subject.trim().toLowerCase()).digest("base64url");

/**
 * Counts one attempt.
 * @param subject address of the account, or of the network: only its keyed hash is stored. Limits of networks (`…_network`) see
 *   an IPv6 address as its /64, and count its /48 too
 * @throws too_many_attempts with `minutes` to wait, when the limit is passed
 */
export async function countAttempt(limit: Limit, subject: string): Promise<void> {
  const ofNetwork = limit.endsWith("_network");
  const counted = ofNetwork ? networkOf(subject) : subject;
  const wider = ofNetwork ? widerNetwork(counted) : null;
  try {
    await limiter(limit).consume(keyOf(counted));
    if (wider) await limiter(limit, true).consume(keyOf(wider));
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw tooMany(refused.msBeforeNext);
  }
}

/**
 * Counts something that is done in a transaction, such as a mail that is sent: it counts exactly if it is done. (A second
 * connection, which `countAttempt` takes, would wait for itself when every connection is in a transaction.)
 * @throws too_many_attempts with `minutes` to wait
 */
export async function countInside(tx: Tx, limit: Limit, subject: string): Promise<void> {
  const wait = await waitInside(tx, limit, subject);
  if (wait > 0) throw tooMany(wait);
}

/** The same for what is left out instead of refused. @returns 0 when it is within the limit, else how long it is not (ms) */
export async function waitInside(tx: Tx, limit: Limit, subject: string): Promise<number> {
  const { points, duration } = limits[limit];
  const now = Date.now();
  const rows = await tx.execute<{ points: number; expire: string }>(sql`
    insert into rate_limits as r (key, points, expire) values (${`${limit}:${keyOf(subject)}`}, 1, ${now + duration * 1000})
    on conflict (key) do update set
      points = case when r.expire <= ${now} then 1 else r.points + 1 end,
      expire = case when r.expire <= ${now} then excluded.expire else r.expire end
    returning points, expire`);
  const [row] = rows;
  return row && row.points > points ? Math.max(1, Number(row.expire) - now) : 0;
}

function tooMany(ms: number): DomainError {
  return new DomainError("too_many_attempts", { minutes: Math.max(1, Math.ceil(ms / 60_000)) });
}

/** After a success: the account's earlier attempts no longer count. */
export async function forgiveAttempts(limit: Limit, subject: string): Promise<void> {
  await limiter(limit).delete(keyOf(subject));
}
