import { createContext, type ReactNode, useEffect, useState } from "react";
import { LiveClient } from "./live-client";

export const LiveContext = createContext<LiveClient | null>(null);

/** Opens the page's one socket after hydration. On the server, and before, there is none: pages work without. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [client, setClient] = useState<LiveClient | null>(null);
  useEffect(() => {
    const live = new LiveClient();
    setClient(live);
    live.start();
    return () => live.stop();
  }, []);
  return <LiveContext.Provider value={client}>{children}</LiveContext.Provider>;
}
