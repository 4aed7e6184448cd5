import { z } from "zod";
import type { ErrorCode, ErrorFacts } from "~/domain/errors";
import type { EventType, StreamEvent } from "~/domain/events";
import { parseStream, type Stream } from "~/domain/streams";
import type { HydratedViews } from "./views";

/**
 * What travels over the socket: types that both sides share, and Zod for what a browser may send. The server disconnects
 * whoever sends an event that is not in `clientMessages`; each payload is checked in one place (`on` in handle.server.ts).
 */

const id = z.uuid();
const bytes = (max: number) =>
  z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.byteLength <= max, "not bytes, or too many");
const streamName = z.custom<Stream>((value) => typeof value === "string" && parseStream(value) !== null);

export const clientMessages = {
  /** Follow these streams from these numbers: what is newer comes at once, then live. */
  "live:subscribe": z.strictObject({
    cursors: z.array(z.strictObject({ stream: streamName, seq: z.int().min(0) })).max(200),
  }),
  "live:unsubscribe": z.strictObject({ streams: z.array(streamName).max(200) }),
  /** "I am here": shown to others on the same page. The server adds the name, from the session. */
  "presence:enter": z.strictObject({ place: streamName }),
  "presence:leave": z.strictObject({ place: streamName }),
  // rooms
  "room:typing": z.strictObject({ roomId: id }),
  "message:post": z.strictObject({
    roomId: id,
    opId: id,
    body: z.string().max(8000),
    mentions: z.array(id).max(50),
  }),
  "room:read": z.strictObject({ roomId: id, number: z.int().min(0) }),
  // co-editing
  "doc:open": z.strictObject({
    languageVersionId: id,
    schemaVersion: z.int(),
    clientId: z
      .int()
      .min(0)
      .max(2 ** 53 - 1),
    stateVector: bytes(64 * 1024).optional(),
  }),
  "doc:update": z.strictObject({ languageVersionId: id, opId: id, update: bytes(256 * 1024) }),
  "doc:cursor": z.strictObject({
    languageVersionId: id,
    anchor: bytes(512).nullable(),
    head: bytes(512).nullable(),
  }),
  "doc:close": z.strictObject({ languageVersionId: id }),
} as const;

export type ClientMessage = keyof typeof clientMessages;
export type ClientPayload<M extends ClientMessage> = z.infer<(typeof clientMessages)[M]>;

export type Refusal = { ok: false; code: ErrorCode; facts?: ErrorFacts };
export type Answers = {
  "live:subscribe": { refused: Stream[] };
  "live:unsubscribe": object;
  "presence:enter": { people: PresentPerson[] };
  "presence:leave": object;
  "room:typing": object;
  "message:post": { messageId: string; number: number };
  "room:read": object;
  "doc:open": DocOpened;
  "doc:update": object;
  "doc:cursor": object;
  "doc:close": object;
};
export type Answer<M extends ClientMessage> = ({ ok: true } & Answers[M]) | Refusal;

export type ClientToServer = {
  [M in ClientMessage]: (payload: ClientPayload<M>, answer?: (answer: Answer<M>) => void) => void;
};

/** An event on its way to browsers; `view` is what the reader may see of it, read at the time of sending. */
export type WireEvent<T extends EventType = EventType> = StreamEvent<T> & {
  view?: T extends keyof HydratedViews ? HydratedViews[T] : never;
};

export type PresentPerson = {
  personId: string;
  name: string;
  organization: string | null;
  /** 1 to 8: the person's colour everywhere. */
  voice: number;
};

export type DocPerson = PresentPerson & {
  /** One browser tab of a person. */
  sessionKey: string;
  /** Yjs client id of that tab. */
  clientId: number;
};

export type DocOpened = {
  mode: "write" | "read";
  /** Everything that the reader's state vector lacks. */
  update: Uint8Array;
  /** The server's state vector, from which the browser knows what is not committed yet. */
  stateVector: Uint8Array;
  people: DocPerson[];
};

export type ServerToClient = {
  /** Consecutive events of one stream, oldest first. */
  "live:events": (batch: { stream: Stream; events: WireEvent[] }) => void;
  /** Too far behind to catch up event by event: read the page again; it is now at `seq`. */
  "live:reset": (at: { stream: Stream; seq: number }) => void;
  /** Access to a stream ended. */
  "live:denied": (what: { stream: Stream }) => void;
  /** The session ended: the socket closes after this. */
  "session:ended": () => void;
  presence: (at: { place: Stream; people: PresentPerson[] }) => void;
  "room:typing": (who: { roomId: string; personId: string; name: string }) => void;
  "doc:update": (u: { languageVersionId: string; update: Uint8Array }) => void;
  "doc:presence": (p: { languageVersionId: string; people: DocPerson[] }) => void;
  "doc:cursors": (c: {
    languageVersionId: string;
    cursors: { sessionKey: string; anchor: Uint8Array | null; head: Uint8Array | null }[];
  }) => void;
  /** The text may no longer be changed, or no longer be read, by this person. */
  "doc:closed": (c: { languageVersionId: string; code: ErrorCode }) => void;
};

/** The colour of a person, the same everywhere: 1 to 8, from the id (FNV-1a). */
export function voiceOf(personId: string): number {
  let h = 2166136261;
  for (const ch of personId) h = Math.imul(h ^ (ch.codePointAt(0) ?? 0), 16777619);
  return ((h >>> 0) % 8) + 1;
}
