import { DomainError } from "../errors";

/** Messages that one person may post on this node, in all rooms and by whatever way: so many at once, then so many per second. */
const BURST = 30;
const RATE = 2;
/** More people than post at once on one node; who has waited out everything is forgotten then. */
const REMEMBERED = 1_000;

type Pace = { tokens: number; at: number };
/** On globalThis because forms (Remix's bundle) and sockets are two module graphs, and a person is one. */
const holder = globalThis as typeof globalThis & { __conjuntaPostingPace?: Map<string, Pace> };

/**
 * Asked by the doors before `postMessage`: the socket's and the form's.
 * @throws rate_limited with `seconds` to wait
 */
export function takePostingTurn(personId: string): void {
  holder.__conjuntaPostingPace ??= new Map();
  const paces = holder.__conjuntaPostingPace;
  const now = performance.now();
  const left = (pace: Pace) => Math.min(BURST, pace.tokens + ((now - pace.at) / 1000) * RATE);
  if (paces.size >= REMEMBERED) for (const [id, pace] of paces) if (left(pace) >= BURST) paces.delete(id);
  const known = paces.get(personId);
  const tokens = known ? left(known) : BURST;
  if (tokens < 1) throw new DomainError("rate_limited", { seconds: Math.ceil((1 - tokens) / RATE) });
  paces.set(personId, { tokens: tokens - 1, at: now });
}
