import { useNavigation, useRevalidator } from "@remix-run/react";
import { createContext, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { LiveClient } from "./live-client";

export const LiveContext = createContext<LiveClient | null>(null);
/** Asks for the page to be read again, soon and once. */
export const ReadAgainContext = createContext<() => void>(() => {});

/** Several events of one verb arrive together, in several streams that several parts of a page follow: one reading serves all (ms). */
const SETTLE_MS = 60;

/** Opens the page's one socket after hydration. On the server, and before, there is none: pages work without. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [client, setClient] = useState<LiveClient | null>(null);
  useEffect(() => {
    const live = new LiveClient();
    setClient(live);
    live.start();
    return () => live.stop();
  }, []);
  return (
    <LiveContext.Provider value={client}>
      <ReadAgainContext.Provider value={useReadAgain()}>{children}</ReadAgainContext.Provider>
    </LiveContext.Provider>
  );
}

/**
 * Runs the page's loaders again, once for all that asked meanwhile. Waits while the person is submitting or going elsewhere, so
 * that a live update never overtakes an answer.
 */
function useReadAgain(): () => void {
  const revalidator = useRevalidator();
  const navigation = useNavigation();
  const busy = navigation.state !== "idle" || revalidator.state !== "idle";
  const latest = useRef({ revalidator, busy });
  latest.current = { revalidator, busy };
  const timer = useRef<number | undefined>(undefined);
  const stale = useRef(false);

  // What came while a submission or a reading was under way is read after it.
  useEffect(() => {
    if (busy || !stale.current) return;
    stale.current = false;
    revalidator.revalidate();
  }, [busy, revalidator]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  return useCallback(() => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      if (latest.current.busy) stale.current = true;
      else latest.current.revalidator.revalidate();
    }, SETTLE_MS);
  }, []);
}
