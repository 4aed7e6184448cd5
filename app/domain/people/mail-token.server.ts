import { createHash, createHmac } from "node:crypto";
import { env } from "~/env.server";

/**
 * Tokens of links in mails. Such a token is an HMAC of the row that it opens, so it is nowhere stored: the verb writes its
 * SHA-256, and the job that writes the mail makes the token again. Whoever steals the database opens no link with it.
 */
export type TokenKind = "invitation" | "password-reset";

/** @param subject names the row: an id that is never used twice */
export function mailToken(kind: TokenKind, subject: string): string {
  return tokenBy(env().secret, kind, subject);
}

/** What is stored. A token has 256 bits, so one round of SHA-256 is enough. */
export function hashMailToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/**
 * The token of a row that was written before, also when the server's secret was changed in between.
 * @returns null when no key that is still accepted made it
 */
export function remakeMailToken(kind: TokenKind, subject: string, storedHash: string): string | null {
  for (const secret of [env().secret, env().previousSecret]) {
    const token = secret && tokenBy(secret, kind, subject);
    if (token && hashMailToken(token) === storedHash) return token;
  }
  return null;
}

function tokenBy(secret: string, kind: TokenKind, subject: string): string {
  return createHmac("sha256", secret).update(`conjunta ${kind} ${subject}`).digest("base64url");
}
