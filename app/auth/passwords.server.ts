import { hash as argonHash, verify as argonVerify } from "@node-rs/argon2";
import { DomainError, isDomainError } from "~/domain/errors";
import { type Asker, known as knownAsker } from "./asker";

/**
 * Passwords are kept as argon2id (RFC 9106: 64 MiB, 3 passes, 1 lane). Only server.ts imports this file: the native module
 * breaks Vite's development server, so routes get it as `context.services.passwords`.
 */
/** `Algorithm.Argon2id` of the package, whose const enum cannot be imported under isolatedModules. */
const ARGON2ID = 2;
const settings = { algorithm: ARGON2ID, memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;

/** One hash takes about 170 ms of a core; forty at once would take five seconds and 2.5 GB. */
const AT_ONCE = 2;
const WAITING = 40;
/** Strangers of one network that may wait: a crowd from there must leave room for those from elsewhere. */
const WAITING_THERE = 10;
let running = 0;
/** Whoever is known goes first; among strangers, and among the known, whoever came first. */
const known: (() => void)[] = [];
const strangers: { from: string; go: () => void }[] = [];

function waitFor(asker: Asker): Promise<void> {
  const there = strangers.filter((waiting) => waiting.from === asker.from).length;
  const full = asker.known ? known.length >= WAITING : strangers.length >= WAITING || there >= WAITING_THERE;
  if (full) throw new DomainError("busy");
  return new Promise((go) => {
    if (asker.known) known.push(go);
    else strangers.push({ from: asker.from, go });
  });
}

async function inTurn<T>(asker: Asker, work: () => Promise<T>): Promise<T> {
  // Whoever is let go has been counted already, so nobody can slip in before.
  if (running >= AT_ONCE) await waitFor(asker);
  else running++;
  try {
    return await work();
  } finally {
    const next = known.shift() ?? strangers.shift()?.go;
    if (next) next();
    else running--;
  }
}

/** Verified when there is no such account, so that an unknown address takes as long as a known one. */
let decoy: Promise<string> | undefined;

export const passwords = {
  /**
   * For whoever may set a password: a session or the link of a mail was proved before.
   * @returns the encoded hash, with its parameters and salt
   * @throws busy when too many wait
   */
  hash: (plain: string): Promise<string> => inTurn(knownAsker, () => argonHash(plain.normalize("NFC"), settings)),
  /**
   * An empty or absent hash never matches, and takes as long as one that is there.
   * @throws busy when too many wait
   */
  async verify(hash: string | null | undefined, plain: string, asker: Asker = knownAsker): Promise<boolean> {
    decoy ??= argonHash("nobody has this password", settings);
    const stored = hash || (await decoy);
    const matches = await inTurn(asker, () => argonVerify(stored, plain.normalize("NFC"))).catch((error: unknown) => {
      if (isDomainError(error)) throw error;
      return false;
    });
    return Boolean(hash) && matches;
  },
};
export type Passwords = typeof passwords;
