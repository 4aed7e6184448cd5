import http from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { Server } from "socket.io";
import { io as connect, type Socket } from "socket.io-client";
import { newId } from "~/domain/id";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { plainText } from "~/domain/letters/text/plain-text";
import { readText, writeFirstText } from "~/domain/letters/text/stored-text.server";
import type { ClientToServer, ServerToClient } from "~/realtime/contract";
import type { LiveServer } from "~/realtime/handle.server";
import { type EditingAccess, type LetterEditing, registerLetterEditing } from "~/realtime/letter-editing.server";
import * as parser from "~/realtime/parser";
import { transaction } from "~db/client.server";

export type ClientSocket = Socket<ServerToClient, ClientToServer>;

const NAMES = ["ana", "berta", "chela", "dina", "eva", "flor", "mallory"];

/**
 * The editing server on a real socket and a real database, without the gateway around it: sockets say who they are.
 * Call after `useDatabase`.
 */
export async function startLetterServer() {
  const people = new Map(NAMES.map((name) => [name, newId()]));
  /** What each person may do; changed by tests. */
  const access = new Map<string, EditingAccess["mode"] | null>();
  const place = { coalition: newId(), campaign: newId() };
  await transaction(async (tx) => {
    for (const [name, id] of people) {
      await tx.execute(sql`insert into people (id, email, name) values (${id}, ${`${name}@ejemplo.org`}, ${name})`);
    }
    await tx.execute(sql`insert into coalitions (id, slug, name) values (${place.coalition}, 'mesa', 'Mesa')`);
    await tx.execute(
      sql`insert into campaigns (id, coalition_id, name) values (${place.campaign}, ${place.coalition}, 'Asilo')`,
    );
  });

  const server = http.createServer();
  const io = new Server(server, { transports: ["websocket"], parser, maxHttpBufferSize: 256 * 1024 }) as LiveServer;
  io.use((socket, next) => {
    const name = String(socket.handshake.auth.name);
    socket.data.person = { id: people.get(name) ?? "", name } as never;
    socket.data.sessionKey = newId();
    next();
  });
  const editing: LetterEditing = registerLetterEditing(io, {
    unloadMs: 50,
    compactEvery: 20,
    recheckMs: 3_600_000,
    authorize: async (socket) => {
      const mode = access.get(socket.data.person.name);
      return mode ? { mode, organization: "Casa Ceiba" } : null;
    },
  });
  io.on("connection", (socket) => editing.attach(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sockets: ClientSocket[] = [];

  return {
    io,
    editing,
    people,
    access,
    url,

    /** A new letter with one Spanish text that everybody may edit. */
    async newLetter(text = "Estimada Secretaria:\n\nEscribimos juntas.\n\nAtentamente,") {
      for (const name of people.keys()) access.set(name, "write");
      const letterId = newId();
      const versionId = newId();
      await transaction(async (tx) => {
        await tx.execute(sql`insert into letters (id, coalition_id, campaign_id, title, authoritative_locale, public_slug)
          values (${letterId}, ${place.coalition}, ${place.campaign}, 'Carta', 'es', ${letterId})`);
        await tx.execute(sql`insert into language_versions (id, letter_id, locale, subject)
          values (${versionId}, ${letterId}, 'es', 'Carta')`);
        await writeFirstText(tx, versionId, parsePlainText(text));
      });
      return {
        letterId,
        versionId,
        setStatus: (status: string) =>
          transaction(async (tx) => {
            await tx.execute(sql`update letters set status = ${status} where id = ${letterId}`);
          }),
        storedText: async () => plainText(await readText(versionId)),
      };
    },

    connect(name: string, options: { reconnection?: boolean } = {}): ClientSocket {
      const socket: ClientSocket = connect(url, {
        transports: ["websocket"],
        parser,
        auth: { name },
        forceNew: true,
        reconnection: options.reconnection ?? false,
        reconnectionDelay: 20,
        reconnectionDelayMax: 50,
      });
      sockets.push(socket);
      return socket;
    },

    disconnectAll(): void {
      for (const socket of sockets.splice(0)) socket.disconnect();
    },

    async close(): Promise<void> {
      await editing.close();
      await new Promise<void>((resolve) => io.close(() => resolve()));
    },
  };
}

/** Resolves when it is so; fails after ten seconds, saying what did not happen. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
