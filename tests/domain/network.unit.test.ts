import { expect, test } from "vitest";
import { networkOf, widerNetwork } from "~/domain/network";

test("a network is an IPv4 address, or the /64 of an IPv6 one with the /48 around it", () => {
  const expected: Record<string, [string, string | null]> = {
    "203.0.113.9": ["203.0.113.9", null],
    "::ffff:203.0.113.9": ["203.0.113.9", null],
    "::FFFF:CB00:7109": ["203.0.113.9", null],
    "2001:db8:1:2::1": ["2001:db8:1:2::/64", "2001:db8:1::/48"],
    "2001:0DB8:0001:0002:ffff:ffff:ffff:ffff": ["2001:db8:1:2::/64", "2001:db8:1::/48"],
    "2001:db8:1:3::1": ["2001:db8:1:3::/64", "2001:db8:1::/48"],
    "2001:db8::1": ["2001:db8:0:0::/64", "2001:db8:0::/48"],
    "::1": ["0:0:0:0::/64", "0:0:0::/48"],
    "fe80::1%eth0": ["fe80:0:0:0::/64", "fe80:0:0::/48"],
    "": ["", null],
    "no:address": ["no:address", null],
    unknown: ["unknown", null],
  };
  const seen = Object.fromEntries(Object.keys(expected).map((a) => [a, [networkOf(a), widerNetwork(networkOf(a))]]));
  console.table(seen);
  expect(seen).toEqual(expected);
  for (const [network] of Object.values(expected)) expect(networkOf(network)).toBe(network);
});
