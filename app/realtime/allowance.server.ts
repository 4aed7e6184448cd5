import { networkOf, widerNetwork } from "~/domain/network";

/** Work of one socket, one piece after the other, with an end to what may wait. */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** @param room pieces of work that may wait, each counted by its weight */
  constructor(readonly room: number) {}

  /** @returns what the work returns; null when there is no room for it */
  add<T>(work: () => Promise<T>, weight = 1): Promise<T> | null {
    if (this.#waiting + weight > this.room) return null;
    this.#waiting += weight;
    const done = this.#last.then(work).finally(() => {
      this.#waiting -= weight;
    });
    this.#last = done.catch(() => {});
    return done;
  }
}

/** How many connections each network has open. An IPv6 network's /48 may have four times as many. */
export class NetworkCount {
  readonly #open = new Map<string, number>();

  constructor(readonly most: number) {}

  isFull(address: string): boolean {
    return this.#keys(address).some(([key, most]) => (this.#open.get(key) ?? 0) >= most);
  }

  /** @returns a function that takes it back, once */
  add(address: string): () => void {
    const keys = this.#keys(address).map(([key]) => key);
    for (const key of keys) this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    return () => {
      for (const key of keys.splice(0)) {
        const left = (this.#open.get(key) ?? 1) - 1;
        if (left > 0) this.#open.set(key, left);
        else this.#open.delete(key);
      }
    };
  }

  #keys(address: string): [key: string, most: number][] {
    const near = networkOf(address);
    const wide = widerNetwork(near);
    return [[near, this.most], ...(wide ? [[wide, this.most * 4] as [string, number]] : [])];
  }
}

/**
 * Where a connection comes from, as Express' `trust proxy` with a number says it for requests: the address that the
 * outermost proxy of ours saw.
 * @param proxies how many proxies in front are ours
 */
export function addressOf(
  request: { headers: Record<string, string | string[] | undefined>; socket: { remoteAddress?: string | undefined } },
  proxies: number,
): string {
  const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",");
  const hops = [...forwarded.split(",").map((one) => one.trim()), request.socket.remoteAddress ?? ""].filter(Boolean);
  return hops[Math.max(0, hops.length - 1 - proxies)] ?? "";
}
