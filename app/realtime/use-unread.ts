import { useLocation, useRevalidator } from "@remix-run/react";
import { useContext, useEffect, useRef, useState } from "react";
import type { Cursor } from "~/domain/streams";
import { LiveContext } from "./live-provider";

/**
 * How many messages came to each room since the loader counted, by room id. They are counted as they come: reading the frame
 * again for each message of each room would cost every open page a dozen queries.
 * @param cursors numbers of the rooms' streams from before the loader counted
 * @param personId whose own messages do not count
 */
export function useNewMessages(cursors: readonly Cursor[], personId: string): Readonly<Record<string, number>> {
  const client = useContext(LiveContext);
  const { revalidate } = useRevalidator();
  const { pathname } = useLocation();
  const [counts, setCounts] = useState<Record<string, number>>({});
  const latest = useRef({ cursors, pathname, revalidate });
  latest.current = { cursors, pathname, revalidate };
  const streams = cursors.map((c) => c.stream).join(" ");

  // The loader has counted anew, up to numbers that may already be behind what was counted here: begin again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer of the loader is a new list
  useEffect(() => setCounts({}), [cursors]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the streams are named by one text; numbers matter at the beginning
  useEffect(() => {
    if (!client) return;
    const stops = latest.current.cursors.map((cursor) =>
      client.follow(cursor, (news) => {
        if ("denied" in news) return;
        if ("reset" in news) {
          latest.current.revalidate();
          return;
        }
        const roomId = cursor.stream.slice("room:".length);
        // The open room marks itself as read, and then the loader counts.
        if (latest.current.pathname.endsWith(`/rooms/${roomId}`) && document.visibilityState === "visible") return;
        const n = news.events.filter((e) => e.type === "message.posted" && e.actor !== personId).length;
        if (n > 0) setCounts((now) => ({ ...now, [roomId]: (now[roomId] ?? 0) + n }));
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, streams, personId]);

  return counts;
}
