/** SHA-256 of a text in UTF-8 by the browser's own WebCrypto, as 64 hexadecimal digits: verifying without trusting us. */
export async function sha256HexInBrowser(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
