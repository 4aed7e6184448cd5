import type { Server as HttpServer } from "node:http";
import { eq } from "drizzle-orm";
import { Server } from "socket.io";
import { readSession } from "~/auth/sessions.server";
import { isDomainError } from "~/domain/errors";
import { newId } from "~/domain/id";
import { isWritable } from "~/domain/letters/letter";
import { loadLetter } from "~/domain/letters/load-letter.server";
import { readOrganizationName } from "~/domain/organizations/read-organization-name.server";
import { readMember } from "~/domain/people/read-member.server";
import { can } from "~/domain/permissions";
import { parseStream, type Stream, stream } from "~/domain/streams";
import { env } from "~/env.server";
import { log } from "~/log.server";
import { db } from "~db/client.server";
import { campaigns, languageVersions, letters, rooms } from "~db/schema";
import { clientMessages, type WireEvent } from "./contract";
import { type LiveServer, type LiveSocket, on, type SocketData } from "./handle.server";
import { type EditingAccess, registerLetterEditing } from "./letter-editing.server";
import * as parser from "./parser";
import { createPresence } from "./presence.server";
import { startRelay } from "./relay.server";
import { registerRoomMessages } from "./room-messages.server";
import { mayJoin } from "./rooms.server";

/** Open tabs of one session; more are refused, so that one stolen cookie cannot fill the server. */
const SOCKETS_PER_SESSION = 24;
/** Streams one socket may follow. */
const STREAMS_PER_SOCKET = 200;
/** Messages a socket may send: a bucket of this size, refilled at this rate per second. Typing fast uses about 15. */
const BURST = 300;
const RATE = 60;
/** Every socket's session and streams are asked again this often (ms): the belt under `person.*` and `session.ended`. */
const RECHECK_MS = 30_000;

/** Events on a person's stream after which the person's sockets are asked again who they are and what they may follow. */
const ACCESS_EVENTS = new Set([
  "person.removed",
  "person.joined",
  "person.role_changed",
  "session.ended",
  "person.access_changed",
]);
/** Events after which the letter's text may be open or closed to other people than before. */
const TEXT_EVENTS = new Set([
  "letter.changed",
  "letter.sent_to_review",
  "letter.returned_to_draft",
  "letter.frozen",
  "letter.unfrozen",
  "letter.cancelled",
]);

/**
 * The door of the sockets: session → person, who may follow which stream, and nothing else. It takes no decision of the
 * domain: every question is a permission's or a read's.
 */
export async function attachRealtime(http: HttpServer): Promise<{ close(): Promise<void> }> {
  const settings = env();
  const io: LiveServer = new Server(http, {
    parser,
    serveClient: false,
    transports: ["websocket"],
    // Cookies travel on cross-site WebSocket handshakes, and CORS does not cover them: the Origin must be exactly ours.
    allowRequest: (request, decide) => decide(null, settings.origins.includes(request.headers.origin ?? "")),
    maxHttpBufferSize: 300 * 1024,
    perMessageDeflate: false,
    pingInterval: 20_000,
    pingTimeout: 20_000,
    destroyUpgrade: settings.nodeEnv === "production",
    // Never connectionStateRecovery: it lets removed people back in without asking (trust.md, trap 6).
  });

  io.use(async (socket, next) => {
    try {
      const session = await readSession(socket.request.headers.cookie ?? null);
      if (!session) return next(new Error("not_signed_in"));
      const open = [...io.sockets.sockets.values()].filter((s) => s.data.sessionId === session.sessionId).length;
      if (open >= SOCKETS_PER_SESSION) return next(new Error("too_many_attempts"));
      Object.assign(socket.data, {
        person: session.person,
        sessionId: session.sessionId,
        sessionKey: newId(),
        members: new Map(),
      } satisfies SocketData);
      next();
    } catch (error) {
      log.error({ error, event: "socket.handshake" }, "A socket could not be let in");
      next(new Error("unexpected"));
    }
  });

  const memberOf = (socket: LiveSocket) => (coalitionId: string) => {
    const { members, person } = socket.data;
    let member = members.get(coalitionId);
    if (!member) {
      member = readMember(person, { id: coalitionId });
      members.set(coalitionId, member);
      // What is refused now may be allowed later.
      member.catch(() => members.delete(coalitionId));
    }
    return member;
  };
  const allowed = (socket: LiveSocket, name: Stream) => mayJoin(socket.data.person, memberOf(socket), name);

  const relay = await startRelay(async (name, events) => {
    // Losing access comes before the news: whoever is out must not read what happens next.
    if (name.startsWith("person:") && events.some((e) => ACCESS_EVENTS.has(e.type))) {
      await recheck(socketsOf(name.slice("person:".length)));
    }
    if (events.some((e) => e.type === "organization.left" || e.type === "room.changed")) {
      await recheck(
        await io
          .in(name)
          .fetchSockets()
          .then((s) => s.map((x) => io.sockets.sockets.get(x.id)).filter(isSocket)),
      );
    }
    if (name.startsWith("letter:") && events.some((e) => TEXT_EVENTS.has(e.type))) {
      const versions = await versionsOf(name.slice("letter:".length));
      editing.recheck({ languageVersionIds: versions });
    }
    io.to(name).emit("live:events", { stream: name, events });
  });

  const presence = createPresence(io, async (socket, place) => {
    const coalitionId = await coalitionOfPlace(place);
    if (!coalitionId) return null;
    const member = await memberOf(socket)(coalitionId).catch(() => null);
    return member?.actingForId ? readOrganizationName(member.actingForId) : null;
  });

  const editing = registerLetterEditing(io, { authorize: textAccess });
  const attachRoomMessages = registerRoomMessages(io, { memberOf, isHere: (socket, name) => socket.rooms.has(name) });

  async function textAccess(socket: LiveSocket, languageVersionId: string): Promise<EditingAccess | null> {
    const [row] = await db
      .select({ letterId: letters.id, coalitionId: letters.coalitionId })
      .from(languageVersions)
      .innerJoin(letters, eq(letters.id, languageVersions.letterId))
      .where(eq(languageVersions.id, languageVersionId));
    if (!row) return null;
    try {
      const member = await memberOf(socket)(row.coalitionId);
      const { letter, thing } = await loadLetter(member, row.letterId);
      // Whoever has the text open must hear when it closes.
      await relay.watch(stream("letter", row.letterId));
      const mode = can(member, "letter.edit_text", thing) && isWritable(letter.status) ? "write" : "read";
      return { mode, organization: member.actingForId ? await readOrganizationName(member.actingForId) : null };
    } catch (error) {
      if (isDomainError(error)) return null;
      throw error;
    }
  }

  function socketsOf(personId: string): LiveSocket[] {
    return [...io.sockets.sockets.values()].filter((s) => s.data.person.id === personId);
  }

  /** Asks again: is the session alive, and may it still follow each of its streams? */
  async function recheck(sockets: readonly LiveSocket[]): Promise<void> {
    for (const socket of sockets) {
      const session = await readSession(socket.request.headers.cookie ?? null);
      if (!session || session.person.id !== socket.data.person.id) {
        socket.emit("session:ended");
        socket.disconnect(true);
        continue;
      }
      socket.data.person = session.person;
      socket.data.members.clear();
      for (const name of socket.rooms) {
        if (!isStream(name) || (await allowed(socket, name))) continue;
        await socket.leave(name);
        presence.leave(socket, name);
        socket.emit("live:denied", { stream: name });
      }
      editing.recheck({ personId: socket.data.person.id });
    }
  }

  io.on("connection", (socket) => {
    // The handshake request is kept by Socket.IO for the whole life of the socket; only its cookie is needed later.
    guardAgainstFloods(socket);
    void (async () => {
      const own = stream("person", socket.data.person.id);
      await relay.watch(own);
      await socket.join(own);
    })().catch((error) => {
      log.error({ error, event: "socket.connect" }, "A socket could not follow its own stream");
      socket.disconnect(true);
    });

    on(socket, "live:subscribe", async ({ cursors }) => {
      const refused: Stream[] = [];
      const followed = [...socket.rooms].filter(isStream).length;
      for (const { stream: name, seq } of cursors.slice(0, STREAMS_PER_SOCKET - followed)) {
        if (!(await allowed(socket, name))) {
          refused.push(name);
          continue;
        }
        // First follow, then read what was missed: in this order nothing falls in between, and numbers remove doubles.
        await relay.watch(name);
        await socket.join(name);
        const missed = await relay.since(name, seq);
        if (missed.events === null) socket.emit("live:reset", { stream: name, seq: missed.head });
        else if (missed.events.length > 0)
          socket.emit("live:events", { stream: name, events: missed.events as WireEvent[] });
      }
      return { refused };
    });
    on(socket, "live:unsubscribe", async ({ streams }) => {
      for (const name of streams) {
        if (name === stream("person", socket.data.person.id)) continue;
        presence.leave(socket, name);
        await socket.leave(name);
      }
      return {};
    });
    on(socket, "presence:enter", async ({ place }) => {
      if (!(await allowed(socket, place))) return { people: [] };
      await relay.watch(place);
      await socket.join(place);
      return { people: await presence.enter(socket, place) };
    });
    on(socket, "presence:leave", ({ place }) => {
      presence.leave(socket, place);
      return {};
    });
    attachRoomMessages(socket);
    editing.attach(socket);
    socket.on("disconnect", () => presence.leaveAll(socket));
  });

  // A stream without a reader on this node costs nothing.
  io.of("/").adapter.on("delete-room", (name: string) => {
    if (isStream(name)) relay.unwatch(name);
  });

  const belt = setInterval(() => {
    recheck([...io.sockets.sockets.values()]).catch((error) =>
      log.warn({ error, event: "socket.recheck" }, "Sockets could not be asked again; the next round will"),
    );
  }, RECHECK_MS);
  belt.unref();

  return {
    async close() {
      clearInterval(belt);
      await editing.close();
      await relay.close();
      await new Promise<void>((resolve) => io.close(() => resolve()));
    },
  };
}

/** Unknown messages and floods end the socket: no honest browser sends either. */
function guardAgainstFloods(socket: LiveSocket): void {
  let tokens = BURST;
  let last = performance.now();
  socket.use(([message], next) => {
    const now = performance.now();
    tokens = Math.min(BURST, tokens + ((now - last) / 1000) * RATE) - 1;
    last = now;
    if (tokens < 0 || !Object.hasOwn(clientMessages, message)) {
      socket.disconnect(true);
      return;
    }
    next();
  });
  // Without a listener an error in this chain would be thrown.
  socket.on("error", () => socket.disconnect(true));
}

function isStream(name: string): name is Stream {
  return parseStream(name) !== null;
}
function isSocket(socket: LiveSocket | undefined): socket is LiveSocket {
  return socket !== undefined;
}

async function versionsOf(letterId: string): Promise<string[]> {
  const rows = await db
    .select({ id: languageVersions.id })
    .from(languageVersions)
    .where(eq(languageVersions.letterId, letterId));
  return rows.map((r) => r.id);
}

async function coalitionOfPlace(place: Stream): Promise<string | null> {
  const parsed = parseStream(place);
  if (!parsed) return null;
  if (parsed.kind === "coalition") return parsed.id;
  const table = parsed.kind === "room" ? rooms : parsed.kind === "campaign" ? campaigns : letters;
  const [row] = await db.select({ coalitionId: table.coalitionId }).from(table).where(eq(table.id, parsed.id));
  return row?.coalitionId ?? null;
}
