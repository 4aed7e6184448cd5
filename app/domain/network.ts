/**
 * Which network an address belongs to, for limits. One IPv4 address is one network. Of IPv6 everybody gets at least a /64 and
 * may use each of its 2^64 addresses, so the /64 counts as one; many get a /56 or /48, hence `widerNetwork`.
 * (RFC 6177; OWASP Credential Stuffing Prevention Cheat Sheet.)
 */

/** @returns `192.0.2.7`, or `2001:db8:1:2::/64`; what is no address stays as it is. Doing it twice changes nothing. */
export function networkOf(address: string): string {
  const plain = address.trim().toLowerCase();
  const groups = ipv6Groups(plain.replace(/%.*$/, ""));
  if (!groups) return plain;
  // ::ffff:192.0.2.7 is how an IPv4 address looks to a server that listens on both.
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  return `${hex(groups.slice(0, 4))}::/64`;
}

/** @returns the /48 around an IPv6 network, with four times the room in a limit; null for IPv4 */
export function widerNetwork(network: string): string | null {
  const groups = network.endsWith("/64") ? ipv6Groups(network.slice(0, -3)) : null;
  return groups && `${hex(groups.slice(0, 3))}::/48`;
}

const hex = (groups: readonly number[]) => groups.map((group) => group.toString(16)).join(":");

/** The eight groups of an IPv6 address; null when it is none. The URL parser is the one strict reader that browsers have too. */
function ipv6Groups(address: string): number[] | null {
  if (!address.includes(":") || !URL.canParse(`http://[${address}]`)) return null;
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const read = (part: string) =>
    part
      .split(":")
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16));
  const [front, back] = [read(head), read(tail ?? "")];
  return [...front, ...Array(8 - front.length - back.length).fill(0), ...back];
}
