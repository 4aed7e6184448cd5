import { useNavigation, useRevalidator } from "@remix-run/react";
import { createContext, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { LiveClient } from "./live-client";

export const LiveContext = createContext<LiveClient | null>(null);
/** Asks for the page to be read again, soon and once, unless what was read by then has the news already. */
export type ReadAgain = (isNews: () => boolean) => void;
export const ReadAgainContext = createContext<ReadAgain>(() => {});

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
 * that a live update never overtakes an answer. What the last reading has already (the event of another stream that came later,
 * although both were committed at once) needs none.
 */
function useReadAgain(): ReadAgain {
  const revalidator = useRevalidator();
  const navigation = useNavigation();
  const busy = navigation.state !== "idle" || revalidator.state !== "idle";
  const latest = useRef({ revalidator, busy });
  latest.current = { revalidator, busy };
  const timer = useRef<number | undefined>(undefined);
  const asked = useRef<(() => boolean)[]>([]);

  const read = useCallback(() => {
    if (latest.current.busy) return;
    if (asked.current.splice(0).some((isNews) => isNews())) latest.current.revalidator.revalidate();
  }, []);
  // What came while a submission or a reading was under way is looked at after it.
  useEffect(() => {
    if (!busy) read();
  }, [busy, read]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  return useCallback(
    (isNews) => {
      asked.current.push(isNews);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(read, SETTLE_MS);
    },
    [read],
  );
}
