import { expect, test } from "vitest";
import { Buckets } from "~/domain/token-bucket";
import { addressOf, Lane, NetworkCount } from "~/realtime/allowance.server";

test("a bucket belongs to a key, gives what it holds, and says how long to wait for more", () => {
  const buckets = new Buckets(3, 2);
  const lucia = buckets.of("lucia");
  expect([lucia.take(), buckets.of("lucia").take(2), lucia.take()]).toEqual([true, true, false]);
  expect(buckets.of("ruth").take(3)).toBe(true);
  const wait = lucia.reserve(2);
  expect(wait).toBeGreaterThan(900);
  expect(wait).toBeLessThanOrEqual(1_000);
  expect(lucia.reserve(2)).toBeGreaterThan(1_900);
});

test("a lane does one thing after the other, also after a failure, and takes no more than it has room for", async () => {
  const lane = new Lane(3);
  const steps: string[] = [];
  const work = (name: string) => async () => {
    steps.push(`${name} begins`);
    await Promise.resolve();
    steps.push(`${name} ends`);
    if (name === "a") throw new Error("a failed");
    return name;
  };
  const [a, b, refused] = [lane.add(work("a")), lane.add(work("b"), 2), lane.add(work("c"))];
  expect(refused).toBeNull();
  await expect(a).rejects.toThrow("a failed");
  expect(await b).toBe("b");
  expect(await lane.add(work("d"), 3)).toBe("d");
  expect(steps).toEqual(["a begins", "a ends", "b begins", "b ends", "d begins", "d ends"]);
});

test("connections are counted by network, IPv6 by /64 and /48, and given back once", () => {
  const count = new NetworkCount(2);
  const close = count.add("192.0.2.1");
  count.add("::ffff:192.0.2.1");
  expect([count.isFull("192.0.2.1"), count.isFull("192.0.2.2")]).toEqual([true, false]);
  close();
  close();
  expect(count.isFull("192.0.2.1")).toBe(false);
  count.add("192.0.2.1");
  expect(count.isFull("192.0.2.1")).toBe(true);
  for (let i = 0; i < 8; i++) count.add(`2001:db8:1:${i}::1`);
  expect([count.isFull("2001:db8:1:99::1"), count.isFull("2001:db8:2:0::1")]).toEqual([true, false]);
});

test("an address is what our outermost proxy saw, and never what the asker wrote itself", () => {
  const from = (forwarded: string | undefined, proxies: number) =>
    addressOf({ headers: { "x-forwarded-for": forwarded }, socket: { remoteAddress: "10.0.0.1" } }, proxies);
  expect([
    from("198.51.100.9", 0),
    from(undefined, 1),
    from("198.51.100.9", 1),
    from("made up, 198.51.100.9", 1),
    from("made up, 198.51.100.9, 10.0.0.2", 2),
  ]).toEqual(["10.0.0.1", "10.0.0.1", "198.51.100.9", "198.51.100.9", "198.51.100.9"]);
});
