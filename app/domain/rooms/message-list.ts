import type { MessageView } from "./message";

/** An event of a room's stream as the relay hands it on: with what its readers may see of the message. */
export type RoomEvent = { type: string; view?: MessageView };

/**
 * The list of messages after these events: posted ones are added in order of their number, edited and deleted ones replaced where
 * they stand. Pure, so that a test can compare it with a fresh load. A message that the list does not reach back to is left out.
 */
export function applyRoomEvents(messages: readonly MessageView[], events: readonly RoomEvent[]): MessageView[] {
  const list = [...messages];
  for (const { type, view } of events) {
    if (!view) continue;
    const at = list.findIndex((m) => m.id === view.id);
    if (at >= 0) list[at] = view;
    else if (type === "message.posted" && view.number > (list.at(-1)?.number ?? 0)) list.push(view);
  }
  return list;
}

/** Older messages before those at hand; whatever is in both counts once. */
export function prependPage(messages: readonly MessageView[], older: readonly MessageView[]): MessageView[] {
  const first = messages[0]?.number ?? Number.POSITIVE_INFINITY;
  return [...older.filter((m) => m.number < first), ...messages];
}

/**
 * A fresh reading of the end, kept together with older messages that were loaded before, when the two meet.
 * @param later what was heard live and may be younger than the reading, in order: an answer that was long on its way takes nothing back
 */
export function mergeFresh(
  known: readonly MessageView[],
  fresh: readonly MessageView[],
  later: readonly RoomEvent[] = [],
): MessageView[] {
  const first = fresh[0]?.number;
  if (first === undefined) return [...known];
  const older = known.filter((m) => m.number < first);
  const meets = older.length === 0 || older.at(-1)?.number === first - 1;
  return applyRoomEvents(meets ? [...older, ...fresh] : fresh, later);
}
