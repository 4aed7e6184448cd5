import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** What a participant was told is done. The whole operation is kept, so that the checker can look for every part of it. */
export type Acknowledged =
  | { kind: "edit"; who: string; op: string; hash: string; update: string }
  | { kind: "message"; who: string; op: string; hash: string; roomId: string; messageId: string; number: number }
  | { kind: "signature"; who: string; op: string; hash: string; letterId: string; organizationId: string };

/** An event that reached a reader, as the reader's page would have taken it. */
export type Seen = {
  kind: "seen";
  who: string;
  stream: string;
  seq: number;
  type: string;
  hash: string;
  /** Hash of the words that came with a message. */
  words?: string;
};

type At = { at: string };
export type LedgerEntry = (Acknowledged | Seen) & At;

export const hashOf = (content: Uint8Array | string): string => createHash("sha256").update(content).digest("hex");

/** The content of an event as a hash: what it says, without when and how it came. */
export function hashOfEvent(type: string, data: unknown): string {
  const sorted = Object.entries(data as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1));
  return hashOf(JSON.stringify([type, sorted]));
}

/**
 * The clients' own book: a line for each operation that was acknowledged, with its hash and the time, forced to the disk.
 * It knows nothing of the server but its answers.
 */
export class Ledger {
  readonly #descriptor: number;
  #lines: string[] = [];
  readonly counts = { edit: 0, message: 0, signature: 0, seen: 0 };

  constructor(readonly file: string) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.#descriptor = fs.openSync(file, "w");
  }

  write(entry: Acknowledged | Seen): void {
    this.counts[entry.kind] += 1;
    this.#lines.push(`${JSON.stringify({ ...entry, at: new Date().toISOString() })}\n`);
    // What one turn of the event loop brings is forced to the disk together.
    if (this.#lines.length === 1) setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#lines.length === 0) return;
    fs.writeSync(this.#descriptor, this.#lines.join(""));
    this.#lines = [];
    fs.fsyncSync(this.#descriptor);
  }

  close(): void {
    this.flush();
    fs.closeSync(this.#descriptor);
  }
}

export function readLedger(file: string): LedgerEntry[] {
  return fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LedgerEntry);
}
