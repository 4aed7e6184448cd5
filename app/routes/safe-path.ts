/**
 * A path of this site to go to next; anything else (another host, a scheme, a protocol-relative address) leads home, so that
 * the sign-in page cannot be used to send people elsewhere.
 */
export function safePath(next: string | null | undefined): string {
  if (!next?.startsWith("/") || next.startsWith("//") || /[\\\u0000-\u001f]/.test(next)) return "/";
  return next;
}
