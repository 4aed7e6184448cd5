/**
 * A stream is a numbered sequence of events, and a Socket.IO room of the same name.
 *  - coalition, campaign, room, organization, person: for those who may read the thing
 *  - letter: what everybody who reads the letter may know
 *  - desk: the lead's desk of a letter, with what only its leads may know (who has asked, who has declined)
 *  - answers: only bells, for those who may know how many have answered a letter, and not who
 */
export const streamKinds = [
  "coalition",
  "campaign",
  "letter",
  "desk",
  "answers",
  "room",
  "organization",
  "person",
] as const;
export type StreamKind = (typeof streamKinds)[number];
export type Stream = `${StreamKind}:${string}`;

export const stream = (kind: StreamKind, id: string): Stream => `${kind}:${id}`;

/** Parses a stream's name; null when it is none. */
export function parseStream(name: string): { kind: StreamKind; id: string } | null {
  const match = /^([a-z]+):([0-9a-f-]{36})$/.exec(name);
  const kind = streamKinds.find((k) => k === match?.[1]);
  return kind && match?.[2] ? { kind, id: match[2] } : null;
}

/** Where a page's data is from: it is newer than everything up to `seq`. */
export type Cursor = { stream: Stream; seq: number };
