import { DomainError } from "../errors";
import { Buckets } from "../token-bucket";

/** Messages that one person may post on this node, in all rooms and by whatever way: so many at once, then so many per second. */
const BURST = 30;
const RATE = 2;

/** On globalThis because forms (Remix's bundle) and sockets are two module graphs, and a person is one. */
const holder = globalThis as typeof globalThis & { __conjuntaPostingPace?: Buckets };

/**
 * Asked by the doors before `postMessage`: the socket's and the form's.
 * @throws rate_limited with `seconds` to wait
 */
export function takePostingTurn(personId: string): void {
  holder.__conjuntaPostingPace ??= new Buckets(BURST, RATE);
  const bucket = holder.__conjuntaPostingPace.of(personId);
  if (!bucket.take()) throw new DomainError("rate_limited", { seconds: Math.ceil(bucket.wait() / 1000) });
}
