/**
 * A path of this site to go to next; anything else (another host, a scheme, a protocol-relative address) leads home, so that
 * the sign-in page cannot be used to send people elsewhere. Browsers drop control characters and read a backslash as a
 * slash, so neither may stand in it.
 */
export function safePath(next: string | null | undefined): string {
  if (!next?.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/";
  return [...next].some((c) => c.charCodeAt(0) < 32) ? "/" : next;
}
