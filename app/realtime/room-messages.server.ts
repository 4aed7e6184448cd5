import { DomainError, notFound } from "~/domain/errors";
import type { Member } from "~/domain/member";
import { readRoomCoalition } from "~/domain/rooms/load-room.server";
import { markRead } from "~/domain/rooms/mark-read.server";
import { postMessage } from "~/domain/rooms/post-message.server";
import { takePostingTurn } from "~/domain/rooms/posting-pace.server";
import { type Stream, stream } from "~/domain/streams";
import type { Lane } from "./allowance.server";
import { type LiveServer, type LiveSocket, on } from "./handle.server";

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
 * @returns attaches the handlers to one authenticated socket; what asks the database waits in its lane
 */
export function registerRoomMessages(
  _io: LiveServer,
  { memberOf, isHere }: Asks,
): (socket: LiveSocket, lane: Lane) => void {
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

  return (socket, lane) => {
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
      const done = lane.add(work);
      if (!done) throw new DomainError("rate_limited", { seconds: 1 });
      return done;
    };
    const lastTyping = new Map<string, number>();

    on(socket, "message:post", (input) => {
      takePostingTurn(socket.data.person.id);
      return inTurn(async () => postMessage(await memberFor(socket, input.roomId), input));
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

    on(socket, "room:read", ({ roomId, number }) =>
      inTurn(async () => {
        await markRead(await memberFor(socket, roomId), { roomId, number });
        return {};
      }),
    );
  };
}
