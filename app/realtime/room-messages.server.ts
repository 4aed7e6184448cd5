import { DomainError, notFound } from "~/domain/errors";
import type { Member } from "~/domain/member";
import { readRoomCoalition } from "~/domain/rooms/load-room.server";
import { markRead } from "~/domain/rooms/mark-read.server";
import { postMessage } from "~/domain/rooms/post-message.server";
import { type Stream, stream } from "~/domain/streams";
import { type LiveServer, type LiveSocket, on } from "./handle.server";

/** Messages that one socket may post: a bucket of this size, refilled at this rate per second. */
const POST_BURST = 30;
const POST_RATE = 2;
/** "… is writing" is relayed at most this often (ms) for each socket and room. */
const TYPING_MS = 1_000;
/** A room's coalition never changes: remembered for this many rooms. */
const REMEMBERED = 2_000;

type Asks = {
  /** The proof of membership, cached by the gateway until the person's access may have changed. */
  memberOf: (socket: LiveSocket) => (coalitionId: string) => Promise<Member>;
  /** Was this socket let into this stream, and not sent out since? */
  isHere: (socket: LiveSocket, name: Stream) => boolean;
};

/**
 * What a browser says in rooms. Posting is acknowledged after the commit, with the number that the message got; everybody,
 * the author included, then receives it by the relay.
 * @returns attaches the handlers to one authenticated socket
 */
export function registerRoomMessages(_io: LiveServer, { memberOf, isHere }: Asks): (socket: LiveSocket) => void {
  const coalitions = new Map<string, string>();

  async function memberFor(socket: LiveSocket, roomId: string): Promise<Member> {
    let coalitionId = coalitions.get(roomId);
    if (!coalitionId) {
      coalitionId = (await readRoomCoalition(roomId)) ?? undefined;
      if (!coalitionId) throw notFound();
      if (coalitions.size >= REMEMBERED) coalitions.clear();
      coalitions.set(roomId, coalitionId);
    }
    return memberOf(socket)(coalitionId);
  }

  return (socket) => {
    let tokens = POST_BURST;
    let refilled = performance.now();
    const lastTyping = new Map<string, number>();

    on(socket, "message:post", async (input) => {
      const now = performance.now();
      tokens = Math.min(POST_BURST, tokens + ((now - refilled) / 1000) * POST_RATE);
      refilled = now;
      if (tokens < 1) throw new DomainError("rate_limited", { seconds: Math.ceil((1 - tokens) / POST_RATE) });
      tokens -= 1;
      return postMessage(await memberFor(socket, input.roomId), input);
    });

    on(socket, "room:typing", ({ roomId }) => {
      const name = stream("room", roomId);
      const now = performance.now();
      if (!isHere(socket, name) || now - (lastTyping.get(roomId) ?? -TYPING_MS) < TYPING_MS) return {};
      lastTyping.set(roomId, now);
      const { person } = socket.data;
      socket.to(name).emit("room:typing", { roomId, personId: person.id, name: person.name });
      return {};
    });

    on(socket, "room:read", async ({ roomId, number }) => {
      await markRead(await memberFor(socket, roomId), { roomId, number });
      return {};
    });
  };
}
