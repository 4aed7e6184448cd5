import { sql } from "drizzle-orm";
import type { Tx } from "~db/client.server";
import { type EventData, type EventType, eventCatalogue } from "./events";
import { newId } from "./id";

/**
 * The only writer of the event log, called last in a verb's transaction: from here until the commit the streams'
 * heads are locked, so that number order is commit order and no number is missing. Raising the heads, writing the rows and
 * ringing the bells is one statement (`record_event` in db/migrations/0001_guards.sql).
 *
 * @param actor person who did it, or null for the clock, a job or the public
 * @throws ZodError when the payload does not fit the catalogue: a fault of the caller, never of a user
 */
export async function recordEvent<T extends EventType>(
  tx: Tx,
  actor: string | null,
  type: T,
  data: EventData<T>,
): Promise<void> {
  await recordEvents(tx, actor, [{ type, data }]);
}

/** `by`: somebody else than the verb's actor did it, of those who did the same at once. */
export type EventToRecord = { [T in EventType]: { type: T; data: EventData<T>; by?: string } }[EventType];

/** Several events of one verb (it closes the letter *and* notifies forty people), in the order given. */
export async function recordEvents(
  tx: Tx,
  actor: string | null,
  list: readonly EventToRecord[] | readonly { type: EventType; data: unknown; by?: string }[],
): Promise<void> {
  const prepared = list.map(({ type, data, by }) => {
    const definition = eventCatalogue[type] as unknown as {
      payload: { parse: (data: unknown) => unknown };
      streams: (data: unknown) => string[];
      bells: (data: unknown) => string[];
    };
    const parsed = definition.payload.parse(data);
    const streams = definition.streams(parsed);
    const bells = definition.bells(parsed).filter((bell) => !streams.includes(bell));
    return { id: newId(), type, actor: by ?? actor, data: parsed, streams, bells };
  });
  // However many of its events ring in a stream, whoever follows it reads once.
  const told = new Set(prepared.flatMap((p) => p.streams));
  const bells = [...new Set(prepared.flatMap((p) => p.bells))].filter((bell) => !told.has(bell));
  if (prepared.length > 1 || bells.length > 0) {
    // One order of locks for all verbs: take every head first, sorted, then number the events as given.
    const all = [...told, ...bells].sort();
    await tx.execute(sql`
      insert into event_streams (stream, head) select s, 0 from unnest(${textArray(all)}) s order by 1
      on conflict (stream) do update set head = event_streams.head`);
  }
  const written = prepared.filter((event) => event.streams.length > 0);
  const [only] = written;
  if (only && written.length === 1) {
    await tx.execute(sql`select 1 from record_event(${textArray(only.streams)}, ${only.id}, ${only.type}, ${only.actor},
      ${JSON.stringify(only.data)}::jsonb)`);
  } else if (written.length > 1) {
    const rows = JSON.stringify(written.map(({ bells: _, ...event }, n) => ({ n, ...event })));
    await tx.execute(sql`select 1 from (
        select * from jsonb_to_recordset(${rows}::jsonb)
          as e(n int, streams text[], id text, type text, actor text, data jsonb) order by n) e,
      lateral record_event(e.streams, e.id, e.type, e.actor, e.data)`);
  }
  if (bells.length > 0) {
    await tx.execute(sql`select 1 from record_event(${textArray(bells)}, ${newId()}, 'changed', null, '{}'::jsonb)`);
  }
}

function textArray(values: readonly string[]) {
  return sql`array[${sql.join(
    values.map((v) => sql`${v}`),
    sql`, `,
  )}]::text[]`;
}
