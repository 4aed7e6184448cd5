import { type EventType, eventCatalogue, isToldIn } from "~/domain/events";
import type { Stream } from "~/domain/streams";
import { log } from "~/log.server";
import { arrayLiteral, rawSql } from "~db/client.server";
import type { WireEvent } from "./contract";
import { hydrators } from "./hydrate.server";

/** A reader that is further behind than this reads its page again instead. */
export const CATCH_UP_LIMIT = 500;
/** The belt: all watched streams are compared with their heads this often (ms), in case a bell was missed. */
const BELT_MS = 5_000;

type Row = { stream: Stream; seq: string; type: EventType; actor: string | null; data: never; created_at: Date };

export type Relay = {
  /** Begins to relay a stream, from its present head on. Resolves when nothing later can be missed. */
  watch(stream: Stream): Promise<void>;
  unwatch(stream: Stream): void;
  /** Events after `seq`, for one reader who was away; null when there are more than CATCH_UP_LIMIT. */
  since(stream: Stream, seq: number): Promise<{ events: WireEvent[]; head: number } | { events: null; head: number }>;
  close(): Promise<void>;
};

/**
 * Reads the event log and hands on what is new in the streams that this node has browsers in.
 *
 * The bell (NOTIFY) carries only a name, so a missed one costs time and never an event: postgres.js calls the third
 * argument of `listen` after every reconnect, which is where all streams are read, and a slow timer is the belt. Numbers
 * per stream, raised last in each transaction, make the cursor exact: what is read up to n is all there is up to n.
 *
 * @param deliver called with consecutive events of one stream, oldest first
 */
export async function startRelay(
  deliver: (stream: Stream, events: WireEvent[]) => Promise<void> | void,
): Promise<Relay> {
  const sql = rawSql();
  const cursors = new Map<Stream, number>();
  const starting = new Map<Stream, Promise<void>>();
  const rung = new Set<Stream>();
  let draining: Promise<void> | null = null;
  let closed = false;

  function ring(streams: Iterable<Stream>): void {
    for (const stream of streams) if (cursors.has(stream)) rung.add(stream);
    if (rung.size > 0 && !draining && !closed) {
      draining = drain()
        .catch((error) => {
          // The database is away: the listener's reconnect or the belt rings all streams again.
          log.warn({ error, event: "relay.drain" }, "The relay could not read; it will try again");
        })
        .finally(() => {
          draining = null;
          if (rung.size > 0) setImmediate(() => ring([]));
        });
    }
  }

  /** After a failed read, without a tight loop while the database is away. */
  function retryLater(streams: Stream[]): void {
    setTimeout(() => ring(streams), 250).unref();
  }

  async function drain(): Promise<void> {
    // Several bells of one turn share a query.
    await new Promise((resolve) => setImmediate(resolve));
    const streams = [...rung];
    rung.clear();
    let rows: Row[];
    try {
      rows = await sql<Row[]>`
        select e.stream, e.seq, e.type, e.actor, e.data, e.created_at
        from unnest(${arrayLiteral(streams)}::text[], ${arrayLiteral(streams.map((s) => cursors.get(s) ?? 0))}::bigint[]) as c(stream, seq)
        join lateral (select * from events where events.stream = c.stream and events.seq > c.seq
                      order by events.seq limit ${CATCH_UP_LIMIT}) e on true
        order by e.stream, e.seq`;
    } catch (error) {
      retryLater(streams);
      throw error;
    }
    for (const [stream, events] of group(await toWire(rows))) {
      const from = cursors.get(stream);
      if (from === undefined) continue;
      const fresh = events.filter((e) => e.seq > from);
      const last = fresh.at(-1);
      if (!last) continue;
      cursors.set(stream, last.seq);
      if (events.length === CATCH_UP_LIMIT) rung.add(stream);
      await deliver(stream, fresh);
    }
  }

  const listener = await sql.listen(
    "events",
    (stream) => ring([stream as Stream]),
    () => ring(cursors.keys()),
  );

  const belt = setInterval(() => {
    const streams = [...cursors.keys()];
    if (streams.length === 0) return;
    sql<
      { stream: Stream; head: string }[]
    >`select stream, head from event_streams where stream = any(${arrayLiteral(streams)}::text[])`
      .then((heads) => ring(heads.filter((h) => Number(h.head) > (cursors.get(h.stream) ?? 0)).map((h) => h.stream)))
      .catch(() => {});
  }, BELT_MS);
  belt.unref();

  return {
    async watch(stream) {
      if (cursors.has(stream)) return;
      let start = starting.get(stream);
      if (!start) {
        start = (async () => {
          const [row] = await sql<{ head: string }[]>`select head from event_streams where stream = ${stream}`;
          if (!cursors.has(stream)) cursors.set(stream, Number(row?.head ?? 0));
          // A bell between the query and here found nobody: look once more.
          ring([stream]);
        })().finally(() => starting.delete(stream));
        starting.set(stream, start);
      }
      await start;
    },
    unwatch(stream) {
      cursors.delete(stream);
    },
    async since(stream, seq) {
      const rows = await sql<Row[]>`select stream, seq, type, actor, data, created_at from events
        where stream = ${stream} and seq > ${seq} order by seq limit ${CATCH_UP_LIMIT + 1}`;
      if (rows.length > CATCH_UP_LIMIT) {
        const [row] = await sql<{ head: string }[]>`select head from event_streams where stream = ${stream}`;
        return { events: null, head: Number(row?.head ?? 0) };
      }
      const events = await toWire(rows);
      return { events, head: events.at(-1)?.seq ?? seq };
    },
    async close() {
      closed = true;
      clearInterval(belt);
      await listener.unlisten().catch(() => {});
      await draining;
    },
  };
}

async function toWire(rows: readonly Row[]): Promise<WireEvent[]> {
  const views = new Map<EventType, Map<string, unknown>>();
  for (const type of new Set(rows.map((r) => r.type))) {
    const hydrator = hydrators[type];
    if (!hydrator) continue;
    const ids = rows.filter((r) => r.type === type).map((r) => hydrator.idOf(r.data));
    views.set(type, await hydrator.read([...new Set(ids)]));
  }
  return rows.map((r) => {
    const seen = { stream: r.stream, seq: Number(r.seq), at: r.created_at.toISOString() };
    if (!isToldIn(r.stream, r.type, r.data)) return { ...seen, type: "changed", actor: null, data: {} } as WireEvent;
    const hydrator = hydrators[r.type];
    return {
      ...seen,
      type: r.type,
      actor: eventCatalogue[r.type].quietActor ? null : r.actor,
      data: r.data,
      ...(hydrator ? { view: views.get(r.type)?.get(hydrator.idOf(r.data)) } : {}),
    } as WireEvent;
  });
}
function group(events: WireEvent[]): Map<Stream, WireEvent[]> {
  const byStream = new Map<Stream, WireEvent[]>();
  for (const event of events) {
    const list = byStream.get(event.stream);
    if (list) list.push(event);
    else byStream.set(event.stream, [event]);
  }
  return byStream;
}
