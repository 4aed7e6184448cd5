import { useRevalidator } from "@remix-run/react";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { MessageView } from "~/domain/rooms/message";
import { applyRoomEvents, mergeFresh, prependPage, type RoomEvent } from "~/domain/rooms/message-list";
import { type Cursor, stream } from "~/domain/streams";
import { outboxOf, type PendingMessage } from "./room-outbox";
import { useLiveEvents, useSocket } from "./use-live";

/** Somebody counts as writing for this long after the last sign of it (ms). */
const TYPING_MS = 4_000;
/** "I am writing" is said at most this often (ms). */
const SAY_TYPING_MS = 2_000;

const none: readonly PendingMessage[] = [];
const nobody = () => () => {};

/** Sends what waits in this browser when the connection returns, on whatever page the person is. */
export function useRoomOutbox(personId: string): void {
  const socket = useSocket();
  useEffect(() => (socket ? outboxOf(personId).connect(socket) : undefined), [socket, personId]);
}

/**
 * The messages of a room as they come: appended by number from the live stream, read again after a gap, kept together with older
 * pages that were loaded before.
 * @param fresh the loader's page; `cursor` is the stream's number from before it was read
 */
export function useRoom(
  personId: string,
  roomId: string,
  fresh: { messages: MessageView[]; olderThan: number | null },
  cursor: Cursor,
) {
  const [messages, setMessages] = useState(fresh.messages);
  const [olderThan, setOlderThan] = useState(fresh.olderThan);
  const seen = useRef(fresh);
  /** What was heard since the last reading. */
  const heard = useRef<(RoomEvent & { seq: number })[]>([]);
  const revalidator = useRevalidator();

  useEffect(() => {
    if (seen.current === fresh) return;
    seen.current = fresh;
    heard.current = heard.current.filter((event) => event.seq > cursor.seq);
    const later = heard.current;
    setMessages((known) => {
      const merged = mergeFresh(known, fresh.messages, later);
      // The fresh page did not meet what was there: older pages begin before it again.
      if (merged[0]?.number === fresh.messages[0]?.number) setOlderThan(fresh.olderThan);
      return merged;
    });
  }, [fresh, cursor.seq]);

  useLiveEvents(stream("room", roomId), cursor.seq, (news) => {
    if ("reset" in news) {
      revalidator.revalidate();
      return;
    }
    const events = news.events as (RoomEvent & { seq: number })[];
    heard.current = [...heard.current, ...events];
    setMessages((known) => applyRoomEvents(known, events));
    // Everything else on this stream changes what stands around the messages.
    if (news.events.some((e) => !e.type.startsWith("message."))) revalidator.revalidate();
  });

  const outbox = typeof window === "undefined" ? null : outboxOf(personId);
  const waiting = useSyncExternalStore(
    outbox?.subscribe ?? nobody,
    () => outbox?.of(roomId) ?? none,
    () => none,
  );
  // Acknowledged and arrived are two moments: whichever comes first, the message stands once.
  const pending = useMemo(
    () => waiting.filter((p) => !messages.some((m) => m.opId === p.opId && m.author?.id === personId)),
    [waiting, messages, personId],
  );

  return {
    messages,
    olderThan,
    pending,
    addOlder: useCallback((page: { messages: MessageView[]; olderThan: number | null }) => {
      setMessages((known) => prependPage(known, page.messages));
      setOlderThan(page.olderThan);
    }, []),
    post: useCallback(
      (body: string, mentions: string[]) => outboxOf(personId).post({ roomId, body, mentions }),
      [personId, roomId],
    ),
    retry: useCallback((opId: string) => outboxOf(personId).retry(opId), [personId]),
    discard: useCallback((opId: string) => outboxOf(personId).discard(opId), [personId]),
  };
}

/** Names of those who are writing now, and a function that says "I am". */
export function useTyping(personId: string, roomId: string, messages: readonly MessageView[]) {
  const socket = useSocket();
  const [writers, setWriters] = useState<readonly { personId: string; name: string; until: number }[]>([]);
  const said = useRef(0);

  useEffect(() => {
    if (!socket) return;
    const heard = (who: { roomId: string; personId: string; name: string }) => {
      if (who.roomId !== roomId || who.personId === personId) return;
      setWriters((now) => [
        ...now.filter((w) => w.personId !== who.personId),
        { personId: who.personId, name: who.name, until: Date.now() + TYPING_MS },
      ]);
    };
    socket.on("room:typing", heard);
    return () => {
      socket.off("room:typing", heard);
    };
  }, [socket, personId, roomId]);

  useEffect(() => {
    const next = Math.min(...writers.map((w) => w.until));
    if (!Number.isFinite(next)) return;
    const timer = window.setTimeout(
      () => setWriters((now) => now.filter((w) => w.until > Date.now())),
      Math.max(0, next - Date.now()) + 20,
    );
    return () => window.clearTimeout(timer);
  }, [writers]);

  // Who has posted is not writing any more.
  const last = messages.at(-1);
  useEffect(() => {
    if (last?.author)
      setWriters((now) =>
        now.some((w) => w.personId === last.author?.id) ? now.filter((w) => w.personId !== last.author?.id) : now,
      );
  }, [last]);

  return {
    writers: writers.map((w) => w.name),
    sayTyping: useCallback(() => {
      if (!socket?.connected || Date.now() - said.current < SAY_TYPING_MS) return;
      said.current = Date.now();
      socket.emit("room:typing", { roomId });
    }, [socket, roomId]),
  };
}

/**
 * Notes how far the person has read, while the page is in sight and its end is on the screen; then the counts around are
 * read again.
 */
export function useMarkRead(roomId: string, lastNumber: number, lastRead: number, atEnd: boolean): void {
  const socket = useSocket();
  const revalidator = useRevalidator();
  const latest = useRef(revalidator);
  latest.current = revalidator;
  const marked = useRef(lastRead);
  /** What is about to be said, for somebody who leaves before. */
  const due = useRef<(() => void) | null>(null);
  useEffect(() => {
    if (!socket || !atEnd) return;
    let timer: number | undefined;
    const say = () => {
      window.clearTimeout(timer);
      due.current = null;
      socket.emit("room:read", { roomId, number: lastNumber }, (answer) => {
        if (!answer.ok) return;
        marked.current = Math.max(marked.current, lastNumber);
        latest.current.revalidate();
      });
    };
    const mark = () => {
      window.clearTimeout(timer);
      if (document.visibilityState !== "visible" || lastNumber <= marked.current) return;
      due.current = say;
      timer = window.setTimeout(say, 400);
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    socket.on("connect", mark);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", mark);
      socket.off("connect", mark);
    };
  }, [socket, roomId, lastNumber, atEnd]);
  useEffect(() => () => due.current?.(), []);
}
