import { createHmac } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { DomainError } from "~/domain/errors";
import { env } from "~/env.server";
import { rawSql } from "~db/client.server";

/** How many attempts in how many seconds. A limit counts failures and successes alike, except where it is forgiven. */
const limits = {
  /** Attempts for one account from one network: what a person who mistypes, or a neighbor who guesses, gets. */
  sign_in_account_there: { points: 10, duration: 900 },
  /**
   * Attempts for one account from everywhere. Far more than from one network, because whoever wants to keep a signatory out on
   * the day of a deadline needs only to guess wrongly.
   */
  sign_in_account: { points: 60, duration: 900 },
  /** Passwords given again by somebody who is signed in. Apart from signing in, so that strangers cannot use it up. */
  step_up: { points: 10, duration: 900 },
  /** Attempts from one network: an office behind one address must still get in. */
  sign_in_network: { points: 100, duration: 900 },
  /** Forgotten passwords asked for from one network, whoever they are for. */
  forgotten_network: { points: 20, duration: 3600 },
  /** Invitations that one person sends: an account that was taken over must not flood mailboxes. */
  invitations_sender: { points: 60, duration: 3600 },
  /** Mails with a link to one address. */
  mail_address: { points: 3, duration: 86_400 },
} as const;
export type Limit = keyof typeof limits;

/** The library speaks node-postgres; one function of it is all that it uses. */
const storeClient = {
  async query(q: { text: string; values: unknown[] }) {
    const rows = await rawSql().unsafe(q.text, q.values as never[]);
    return { rows };
  },
};

const limiters = new Map<Limit, RateLimiterPostgres>();
function limiter(name: Limit): RateLimiterPostgres {
  let found = limiters.get(name);
  if (!found) {
    found = new RateLimiterPostgres({
      storeClient,
      storeType: "client",
      tableName: "rate_limits",
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      ...limits[name],
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
 * @param subject address of the account, or of the network: only its keyed hash is stored
 * @throws too_many_attempts with `minutes` to wait, when the limit is passed
 */
export async function countAttempt(limit: Limit, subject: string): Promise<void> {
  try {
    await limiter(limit).consume(keyOf(subject));
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new DomainError("too_many_attempts", { minutes: Math.max(1, Math.ceil(refused.msBeforeNext / 60_000)) });
  }
}

/** After a success: the account's earlier attempts no longer count. */
export async function forgiveAttempts(limit: Limit, subject: string): Promise<void> {
  await limiter(limit).delete(keyOf(subject));
}
