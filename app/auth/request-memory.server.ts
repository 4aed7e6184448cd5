import { AsyncLocalStorage } from "node:async_hooks";

/**
 * What the loaders of one page all ask: who is this, and do they belong to this coalition. Remix hands each loader a request of
 * its own, so what they share is remembered beside it, for as long as the page is being answered.
 *
 * It lives on globalThis because Remix's bundle and server.ts are two module graphs that load this file twice.
 */
type Holder = { __conjuntaRequest?: AsyncLocalStorage<Map<string, Promise<unknown>>> };

function storage() {
  const holder = globalThis as Holder;
  holder.__conjuntaRequest ??= new AsyncLocalStorage();
  return holder.__conjuntaRequest;
}

/** Answers one request that only reads. One that changes something must not remember what was true before. */
export function withRequestMemory<T>(answer: () => T): T {
  return storage().run(new Map(), answer);
}

/** Asks once for all loaders of the request that is being answered; outside of one, each time. */
export function oncePerRequest<T>(key: string, ask: () => Promise<T>): Promise<T> {
  const memory = storage().getStore();
  if (!memory) return ask();
  let answer = memory.get(key) as Promise<T> | undefined;
  if (!answer) {
    answer = ask();
    memory.set(key, answer);
  }
  return answer;
}
