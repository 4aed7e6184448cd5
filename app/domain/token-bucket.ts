/** Tokens that come back at a rate (per second), up to a size. */
export class Bucket {
  #tokens: number;
  #at = performance.now();

  constructor(
    readonly size: number,
    readonly rate: number,
  ) {
    this.#tokens = size;
  }

  /** Takes tokens if they are there. */
  take(n = 1): boolean {
    if (this.#refilled() < n) return false;
    this.#tokens -= n;
    return true;
  }

  /** How long until that many are there (ms); 0 when they are. */
  wait(n = 1): number {
    return (Math.max(0, n - this.#refilled()) / this.rate) * 1000;
  }

  /** Takes tokens in any case. @returns how long to wait for them, in ms */
  reserve(n = 1): number {
    this.#tokens = this.#refilled() - n;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.rate) * 1000;
  }

  /** Nothing was taken that is not back again: a new bucket would be the same. */
  get full(): boolean {
    return this.#refilled() >= this.size;
  }

  #refilled(): number {
    const now = performance.now();
    this.#tokens = Math.min(this.size, this.#tokens + ((now - this.#at) / 1000) * this.rate);
    this.#at = now;
    return this.#tokens;
  }
}

/** One bucket for each key, such as a person with all open tabs. Buckets that are full again are let go. */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>();
  #sweepAt = 1_000;

  constructor(
    readonly size: number,
    readonly rate: number,
  ) {}

  of(key: string): Bucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    if (this.#buckets.size >= this.#sweepAt) {
      for (const [name, bucket] of this.#buckets) if (bucket.full) this.#buckets.delete(name);
      this.#sweepAt = Math.max(1_000, this.#buckets.size * 2);
    }
    const bucket = new Bucket(this.size, this.rate);
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
