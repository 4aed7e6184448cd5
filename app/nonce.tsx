import { createContext, useContext } from "react";

const NonceContext = createContext<string | undefined>(undefined);

/** Mounted by entry.server only: a browser hides a nonce once it has used it, so the client's is empty on purpose. */
export const NonceProvider = NonceContext.Provider;

/** The nonce that the answer's Content-Security-Policy allows, for `<Scripts nonce>` and inline scripts. */
export function useNonce(): string | undefined {
  return useContext(NonceContext);
}
