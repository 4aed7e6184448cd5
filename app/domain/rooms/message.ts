import { DomainError } from "../errors";

/** A message as everybody in its room may see it. */
export type MessageView = {
  id: string;
  roomId: string;
  /** 1, 2, 3 … in its room. */
  number: number;
  author: { id: string; name: string; organization: string | null } | null;
  /** Empty when deleted. */
  body: string;
  /** Language that the body seems to be written in (BCP 47), for its `lang`; null when it cannot be told. */
  locale: string | null;
  /** People mentioned, for drawing @names. */
  mentions: { id: string; name: string }[];
  opId: string;
  /** ISO 8601. */
  at: string;
  editedAt: string | null;
  deleted: boolean;
};

/** Characters in one message. */
export const MESSAGE_LIMIT = 4000;
/** Messages that are read at once, backwards. */
export const MESSAGE_PAGE = 50;
/** Messages of one person within this time share a head (ms). */
export const RUN_MS = 5 * 60_000;

/**
 * The text of a message as it is stored: line ends as LF, no blanks around it, NFC.
 * @throws message_empty, message_too_long
 */
export function messageBody(text: string): string {
  const body = text.replace(/\r\n?/g, "\n").normalize("NFC").trim();
  if (body === "") throw new DomainError("message_empty", {}, "body");
  if (body.length > MESSAGE_LIMIT) {
    throw new DomainError("message_too_long", { max: MESSAGE_LIMIT }, "body");
  }
  return body;
}

/** Does this message go on the run of the one before it, so that it needs no head of its own? */
export function continuesRun(before: MessageView | undefined, message: MessageView): boolean {
  return (
    before !== undefined &&
    before.author !== null &&
    before.author.id === message.author?.id &&
    Date.parse(message.at) - Date.parse(before.at) <= RUN_MS
  );
}

/** Who can be named with @ in a room: people who read it, and organizations of its campaign (all of their people). */
export type Mentionable = { id: string; kind: "person" | "organization"; name: string; detail: string };
