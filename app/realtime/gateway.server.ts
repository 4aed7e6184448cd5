import type { Server as HttpServer } from "node:http";
import { eq } from "drizzle-orm";
import { Server } from "socket.io";
import { readSession } from "~/auth/sessions.server";
import { DomainError, isDomainError } from "~/domain/errors";
import { newId } from "~/domain/id";
import { isWritable } from "~/domain/letters/letter";
import { loadLetter } from "~/domain/letters/load-letter.server";
import { readOrganizationName } from "~/domain/organizations/read-organization-name.server";
import { readMember } from "~/domain/people/read-member.server";
import { can } from "~/domain/permissions";
import { parseStream, type Stream, stream } from "~/domain/streams";
import { type Bucket, Buckets } from "~/domain/token-bucket";
import { env } from "~/env.server";
import { log } from "~/log.server";
import { db } from "~db/client.server";
import { campaigns, languageVersions, letters, rooms } from "~db/schema";
import { addressOf, Lane, NetworkCount } from "./allowance.server";
import { clientMessages, type WireEvent } from "./contract";
import { type LiveServer, type LiveSocket, on, type SocketData } from "./handle.server";
import { type EditingAccess, registerLetterEditing } from "./letter-editing.server";
import * as parser from "./parser";
import { createPresence } from "./presence.server";
import { CATCH_UP_LIMIT, startRelay } from "./relay.server";
import { registerRoomMessages } from "./room-messages.server";
import { mayJoin } from "./rooms.server";

/** Open tabs of one session; more are refused, so that one stolen cookie cannot fill the server. */
const SOCKETS_PER_SESSION = 24;
/** Connections from one network: a hall full of people behind one address, each with some tabs. */
const CONNECTIONS_PER_NETWORK = 1_000;
/** Whoever opens a connection says within this time (ms) who it is. */
const HELLO_MS = 10_000;
/** Streams one socket may follow, its presence included. */
const STREAMS_PER_SOCKET = 200;
/**
 * Messages that a person's sockets may send together: a bucket of this size, refilled at this rate per second. Typing fast
 * uses about 15. Whoever sends more is no honest browser.
 */
const MESSAGES = { size: 600, rate: 60 };
/**
 * Questions "may I follow this?" of a person's sockets together; each costs some queries. Who asks faster waits for the
 * answer, so that many tabs that come back after a restart are slow and never wrong.
 */
const QUESTIONS = { size: 300, rate: 20 };
/** Events that are read again for a socket cost like a question for each so many. */
const EVENTS_PER_QUESTION = 25;
/** Streams of one socket that may wait for an answer; more end the socket. */
const WAITING_STREAMS = 2 * STREAMS_PER_SOCKET;
/** Other messages of one socket that may wait for each other; more are refused. */
const WAITING_MESSAGES = 64;
/** "No" is remembered for this long (ms), or until the person's access changes. */
const NO_MS = 3_000;
/** Access that keeps changing while a socket asks ends in "no". */
const TRIES = 5;
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
/** Events after which other people than before may read the letter, or see who has answered it. */
const READER_EVENTS = new Set([...TEXT_EVENTS, "letter.invitation_taken_back", "letter.freeze_consented"]);

/**
 * The door of the sockets: session → person, who may follow which stream, and nothing else. It takes no decision of the
 * domain: every question is a permission's or a read's.
 */
export async function attachRealtime(http: HttpServer): Promise<{ close(): Promise<void> }> {
  const settings = env();
  const connections = new NetworkCount(CONNECTIONS_PER_NETWORK);
  const messages = new Buckets(MESSAGES.size, MESSAGES.rate);
  const questions = new Buckets(QUESTIONS.size, QUESTIONS.rate);
  const io: LiveServer = new Server(http, {
    parser,
    serveClient: false,
    transports: ["websocket"],
    // Cookies travel on cross-site WebSocket handshakes, and CORS does not cover them: the Origin must be exactly ours.
    allowRequest: (request, decide) => {
      const ours = settings.origins.includes(request.headers.origin ?? "");
      decide(null, ours && !connections.isFull(addressOf(request, settings.trustProxy)));
    },
    connectTimeout: HELLO_MS,
    maxHttpBufferSize: 300 * 1024,
    perMessageDeflate: false,
    pingInterval: 20_000,
    pingTimeout: 20_000,
    destroyUpgrade: settings.nodeEnv === "production",
    // Never connectionStateRecovery: it lets removed people back in without asking (trust.md, trap 6).
  });

  io.engine.on("connection", (connection) => {
    connection.once("close", connections.add(addressOf(connection.request, settings.trustProxy)));
  });
  /** Connections that were greeted: another greeting on the same one would be another socket at no cost. */
  const greeted = new WeakSet<object>();
  const tabs = new Map<string, number>();

  io.use(async (socket, next) => {
    if (greeted.has(socket.conn)) {
      socket.conn.close();
      return;
    }
    greeted.add(socket.conn);
    try {
      const session = await readSession(socket.request.headers.cookie ?? null);
      if (!session) return next(new Error("not_signed_in"));
      const { sessionId } = session;
      const open = tabs.get(sessionId) ?? 0;
      if (open >= SOCKETS_PER_SESSION) return next(new Error("too_many_attempts"));
      if (socket.conn.readyState === "open") {
        tabs.set(sessionId, open + 1);
        socket.conn.once("close", () => {
          const left = (tabs.get(sessionId) ?? 1) - 1;
          if (left > 0) tabs.set(sessionId, left);
          else tabs.delete(sessionId);
        });
      }
      Object.assign(socket.data, {
        person: session.person,
        sessionId,
        sessionKey: newId(),
        members: new Map(),
        refused: new Map(),
        epoch: 0,
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
  /** Raised whenever other people may read a letter than before. */
  let readersEpoch = 0;

  /**
   * Lets a socket into a stream if it may follow it. When access was asked again in between, nobody has looked at this stream
   * for this socket, as it was not in it yet: then the question is asked once more.
   */
  async function follow(socket: LiveSocket, name: Stream): Promise<boolean> {
    const { data } = socket;
    if ((data.refused.get(name) ?? 0) > performance.now()) return false;
    for (let i = 0; i < TRIES && socket.connected; i++) {
      const asked = [data.epoch, readersEpoch];
      if (!(await allowed(socket, name))) break;
      await relay.watch(name);
      if (asked[0] !== data.epoch || asked[1] !== readersEpoch) continue;
      if (!socket.connected) break;
      // In the same turn as the comparison: this adapter joins at once.
      void socket.join(name);
      return true;
    }
    if (data.refused.size >= 10 * STREAMS_PER_SOCKET) data.refused.clear();
    data.refused.set(name, performance.now() + NO_MS);
    return false;
  }

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
    if (name.startsWith("letter:") && events.some((e) => READER_EVENTS.has(e.type))) {
      const letterId = name.slice("letter:".length);
      await recheckReaders(letterId);
      editing.recheck({ languageVersionIds: await versionsOf(letterId) });
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
      socket.data.refused.clear();
      socket.data.epoch += 1;
      for (const name of socket.rooms) if (isStream(name)) await leaveUnlessAllowed(socket, name);
      editing.recheck({ personId: socket.data.person.id });
    }
  }

  /** Asks everybody who follows a letter whether they still may, each of its streams. */
  async function recheckReaders(letterId: string): Promise<void> {
    readersEpoch += 1;
    for (const kind of ["letter", "desk", "answers"] as const) {
      const name = stream(kind, letterId);
      for (const id of [...(io.of("/").adapter.rooms.get(name) ?? [])]) {
        const socket = io.sockets.sockets.get(id);
        if (socket) await leaveUnlessAllowed(socket, name);
      }
    }
  }

  async function leaveUnlessAllowed(socket: LiveSocket, name: Stream): Promise<void> {
    if (await allowed(socket, name)) return;
    await socket.leave(name);
    presence.leave(socket, name);
    socket.emit("live:denied", { stream: name });
  }

  io.on("connection", (socket) => {
    // The handshake request is kept by Socket.IO for the whole life of the socket; only its cookie is needed later.
    const personId = socket.data.person.id;
    guardAgainstFloods(socket, messages.of(personId));
    const [following, talking] = [new Lane(WAITING_STREAMS), new Lane(WAITING_MESSAGES)];
    /** One after the other, in the order in which they were sent; at the person's pace. */
    const paced = <T>(cost: number, work: () => Promise<T>): Promise<T> => {
      const done = following.add(work, cost);
      if (done) return done;
      socket.disconnect(true);
      throw new DomainError("rate_limited");
    };
    const turn = async (cost: number) => {
      const ms = questions.of(personId).reserve(cost);
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    };
    const hasRoom = (name: Stream) =>
      socket.rooms.has(name) || [...socket.rooms].filter(isStream).length < STREAMS_PER_SOCKET;
    void (async () => {
      const own = stream("person", socket.data.person.id);
      await relay.watch(own);
      await socket.join(own);
    })().catch((error) => {
      log.error({ error, event: "socket.connect" }, "A socket could not follow its own stream");
      socket.disconnect(true);
    });

    on(socket, "live:subscribe", ({ cursors }) =>
      paced(Math.max(1, cursors.length), async () => {
        const refused: Stream[] = [];
        for (const { stream: name, seq } of cursors) {
          if (!socket.connected) break;
          await turn(1);
          if (!hasRoom(name) || !(await follow(socket, name))) {
            refused.push(name);
            continue;
          }
          // First follow, then read what was missed: in this order nothing falls in between, and numbers remove doubles.
          const missed = await relay.since(name, seq);
          if (!socket.rooms.has(name)) continue;
          if (missed.events === null) socket.emit("live:reset", { stream: name, seq: missed.head });
          else if (missed.events.length > 0)
            socket.emit("live:events", { stream: name, events: missed.events as WireEvent[] });
          // Paid afterwards: what was missed must come before what happens meanwhile.
          await turn((missed.events?.length ?? CATCH_UP_LIMIT) / EVENTS_PER_QUESTION);
        }
        return { refused };
      }),
    );
    on(socket, "live:unsubscribe", ({ streams }) =>
      paced(1, async () => {
        for (const name of streams) {
          if (name === stream("person", personId)) continue;
          presence.leave(socket, name);
          await socket.leave(name);
        }
        return {};
      }),
    );
    on(socket, "presence:enter", ({ place }) =>
      paced(1, async () => {
        await turn(1);
        if (!hasRoom(place) || !(await follow(socket, place))) return { people: [] };
        return { people: await presence.enter(socket, place) };
      }),
    );
    on(socket, "presence:leave", ({ place }) =>
      paced(1, async () => {
        presence.leave(socket, place);
        return {};
      }),
    );
    attachRoomMessages(socket, talking);
    editing.attach(socket, talking);
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
function guardAgainstFloods(socket: LiveSocket, bucket: Bucket): void {
  socket.use(([message], next) => {
    if (!Object.hasOwn(clientMessages, message) || !bucket.take()) {
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
