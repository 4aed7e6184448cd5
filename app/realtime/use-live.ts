import { useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Cursor, Stream } from "~/domain/streams";
import type { PresentPerson, WireEvent } from "./contract";
import type { Connection, LiveSocketClient } from "./live-client";
import { LiveContext, ReadAgainContext } from "./live-provider";

/**
 * Keeps a page as new as the database: when a stream that its loader read from moves on, the loaders run again (`useReadAgain`).
 * `cursors` are the loader's `live`.
 * @param options.except event types that the page handles itself (`useLiveEvents`) and needs no reading for
 */
export function useLive(cursors: readonly Cursor[], options: { except?: readonly string[] } = {}): void {
  const client = useContext(LiveContext);
  const readAgain = useContext(ReadAgainContext);
  const except = useRef<readonly string[]>([]);
  except.current = options.except ?? [];
  const key = cursors.map((c) => c.stream).join(" ");
  const positions = useRef(cursors);
  positions.current = cursors;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the streams are named by `key`; their numbers only matter at the beginning
  useEffect(() => {
    if (!client) return;
    let gone = false;
    const stops = positions.current.map((cursor) =>
      client.follow(cursor, (news) => {
        if ("denied" in news) return readAgain(() => true);
        if ("events" in news && news.events.every((e) => except.current.includes(e.type))) return;
        readAgain(() => {
          const read = positions.current.find((c) => c.stream === cursor.stream)?.seq;
          // A page that was left meanwhile needs no reading: the next one read its own data.
          if (gone || read === undefined) return false;
          return "reset" in news ? read !== news.reset : read < (news.events.at(-1)?.seq ?? 0);
        });
      }),
    );
    return () => {
      gone = true;
      for (const stop of stops) stop();
    };
  }, [client, key, readAgain]);
}

/**
 * For hot lists: hands on the events of one stream, in order and without gaps, so that they can be appended. On "reset" the
 * list must be read again.
 */
export function useLiveEvents(
  stream: Stream,
  seq: number,
  handler: (news: { events: WireEvent[] } | { reset: number }) => void,
): void {
  const client = useContext(LiveContext);
  const latest = useRef(handler);
  latest.current = handler;
  const start = useRef(seq);
  start.current = seq;
  useEffect(() => {
    if (!client) return;
    return client.follow({ stream, seq: start.current }, (news) => {
      if (!("denied" in news)) latest.current(news);
    });
  }, [client, stream]);
}

/** Who is on this page now, oneself included. Empty until the socket is there. */
export function usePresence(place: Stream | null): PresentPerson[] {
  const client = useContext(LiveContext);
  const [people, setPeople] = useState<PresentPerson[]>([]);
  useEffect(() => {
    if (!client || !place) return;
    return client.enter(place, setPeople);
  }, [client, place]);
  return people;
}

/** The typed socket, or null before hydration. */
export function useSocket(): LiveSocketClient | null {
  return useContext(LiveContext)?.socket ?? null;
}

const never = () => () => {};

/** Whether the page hears from the server at present. */
export function useConnection(): Connection {
  const client = useContext(LiveContext);
  return useSyncExternalStore(
    client?.onConnection ?? never,
    () => client?.connection ?? "online",
    () => "online" as const,
  );
}
