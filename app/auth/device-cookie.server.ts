import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { env } from "~/env.server";

/**
 * The mark of a browser in which an account was signed in (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). It
 * lets nobody in: attempts from such a browser are counted apart, so that strangers who guess cannot keep its owner out.
 * docs/decisions/2026-11-24-device-cookies.md.
 *
 * One token per account: `nonce.seconds.mac`. The address is in the MAC only, so the browser does not keep who was here.
 */
const DAYS = 180;
/** Accounts that one browser is remembered for; the oldest is forgotten first. */
const ACCOUNTS = 4;

const cookieName = () => (env().secureCookies ? "__Host-device" : "device");

/** @returns the name under which this browser's attempts for the account are counted; null when it is a stranger's */
export function knownDevice(cookieHeader: string | null, email: string): string | null {
  return (
    tokensIn(cookieHeader)
      .find((token) => isFor(token, email))
      ?.split(".")[0] ?? null
  );
}

/** @returns the Set-Cookie header with which this browser is known for the account from now on */
export function rememberDevice(cookieHeader: string | null, email: string): string {
  const others = tokensIn(cookieHeader).filter((token) => !isFor(token, email));
  const name = `${randomBytes(16).toString("base64url")}.${Math.floor(Date.now() / 1000)}`;
  const tokens = [`${name}.${mac(env().secret, name, email)}`, ...others].slice(0, ACCOUNTS);
  const secure = env().secureCookies ? "; Secure" : "";
  return `${cookieName()}=${tokens.join("~")}; HttpOnly; Path=/; Max-Age=${DAYS * 86_400}; SameSite=Lax${secure}`;
}

function tokensIn(cookieHeader: string | null): string[] {
  const start = `${cookieName()}=`;
  const pair = (cookieHeader ?? "").split(";").find((part) => part.trim().startsWith(start));
  if (!pair || pair.length > 1000) return [];
  const tokens = pair.trim().slice(start.length).split("~").slice(0, ACCOUNTS);
  return tokens.filter((token) => /^[\w-]{22}\.\d{1,12}\.[\w-]{43}$/.test(token));
}

function isFor(token: string, email: string): boolean {
  const [nonce = "", seconds = "", given = ""] = token.split(".");
  if (Number(seconds) < Date.now() / 1000 - DAYS * 86_400) return false;
  return [env().secret, env().previousSecret].some((secret) => {
    if (!secret) return false;
    return timingSafeEqual(Buffer.from(mac(secret, `${nonce}.${seconds}`, email)), Buffer.from(given));
  });
}

function mac(secret: string, name: string, email: string): string {
  return createHmac("sha256", secret)
    .update(`conjunta device ${name} ${email.trim().toLowerCase()}`)
    .digest("base64url");
}
