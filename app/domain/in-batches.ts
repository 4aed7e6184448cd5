/**
 * Group commit: what comes for a key while earlier work of the same key is under way waits, and is then done together. The first
 * that comes waits for nothing.
 *
 * @param run does several at once. When it fails as a whole (not: answers one of them with a refusal), nothing was done, and each
 *   is done alone, so that nobody fails for another's sake
 * @param apart what may be only once in a batch: a second one waits for the next
 * @param max how many are done together at most
 * @returns hands one item in; resolves or rejects as its own outcome says
 */
export function inBatches<Item, Result>(
  run: (key: string, items: readonly Item[]) => Promise<PromiseSettledResult<Result>[]>,
  { apart, max }: { apart: (item: Item) => string; max: number },
): (key: string, item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  const queues = new Map<string, Waiting[]>();

  async function work(key: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const taken = new Set<string>();
      const batch = queue.filter(({ item }) => taken.size < max && !taken.has(apart(item)) && taken.add(apart(item)));
      queue.splice(0, queue.length, ...queue.filter((waiting) => !batch.includes(waiting)));
      await runAll(key, batch);
    }
    queues.delete(key);
  }

  async function runAll(key: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await run(
        key,
        batch.map(({ item }) => item),
      );
      for (const [n, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[n];
        if (outcome?.status === "fulfilled") resolve(outcome.value);
        else reject(outcome?.reason);
      }
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const one of batch) await runAll(key, [one]);
    }
  }

  return (key, item) =>
    new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject };
      const queue = queues.get(key);
      if (queue) return void queue.push(waiting);
      const begun = [waiting];
      queues.set(key, begun);
      void work(key, begun);
    });
}
