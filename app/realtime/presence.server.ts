import type { Stream } from "~/domain/streams";
import { type PresentPerson, voiceOf } from "./contract";
import type { LiveServer, LiveSocket } from "./handle.server";

/**
 * Who is here now, per page. Written by the server from the session, so that nobody can appear under another's name or
 * as a crowd: a person with five tabs is here once. Kept in memory: it is true only while the sockets are.
 */
export function createPresence(
  io: LiveServer,
  organizationOf: (socket: LiveSocket, place: Stream) => Promise<string | null>,
) {
  const places = new Map<Stream, Map<string, { person: PresentPerson; sockets: Set<string> }>>();

  const list = (place: Stream): PresentPerson[] =>
    [...(places.get(place)?.values() ?? [])].map((p) => p.person).sort((a, b) => (a.name < b.name ? -1 : 1));
  const tell = (place: Stream) => io.to(place).emit("presence", { place, people: list(place) });

  return {
    /** Call after the socket was let into the place's stream. */
    async enter(socket: LiveSocket, place: Stream): Promise<PresentPerson[]> {
      const { person } = socket.data;
      const organization = await organizationOf(socket, place);
      if (!socket.connected) return [];
      let here = places.get(place);
      if (!here) {
        here = new Map();
        places.set(place, here);
      }
      const entry = here.get(person.id);
      if (entry) entry.sockets.add(socket.id);
      else {
        here.set(person.id, {
          person: { personId: person.id, name: person.name, organization, voice: voiceOf(person.id) },
          sockets: new Set([socket.id]),
        });
        tell(place);
      }
      return list(place);
    },
    leave(socket: LiveSocket, place: Stream): void {
      const here = places.get(place);
      const entry = here?.get(socket.data.person.id);
      if (!here || !entry?.sockets.delete(socket.id) || entry.sockets.size > 0) return;
      here.delete(socket.data.person.id);
      if (here.size === 0) places.delete(place);
      tell(place);
    },
    leaveAll(socket: LiveSocket): void {
      for (const place of [...places.keys()]) this.leave(socket, place);
    },
  };
}
