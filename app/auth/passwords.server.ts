import { hash as argonHash, verify as argonVerify } from "@node-rs/argon2";

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
let running = 0;
const queue: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (queue.length >= WAITING) throw Object.assign(new Error("too many password checks at once"), { name: "Busy" });
    await new Promise<void>((resolve) => queue.push(resolve));
  }
  running++;
  try {
    return await work();
  } finally {
    running--;
    queue.shift()?.();
  }
}

/** Verified when there is no such account, so that an unknown address takes as long as a known one. */
let decoy: Promise<string> | undefined;

export const passwords = {
  /** @returns the encoded hash, with its parameters and salt */
  hash: (plain: string): Promise<string> => inTurn(() => argonHash(plain.normalize("NFC"), settings)),
  /** An empty or absent hash never matches, and takes as long as one that is there. */
  async verify(hash: string | null | undefined, plain: string): Promise<boolean> {
    decoy ??= argonHash("nobody has this password", settings);
    const known = hash || (await decoy);
    const matches = await inTurn(() => argonVerify(known, plain.normalize("NFC"))).catch((error: Error) => {
      if (error.name === "Busy") throw error;
      return false;
    });
    return Boolean(hash) && matches;
  },
};
export type Passwords = typeof passwords;
