import { setTimeout as pause } from "node:timers/promises";
import { io } from "socket.io-client";
import { passwords } from "~/auth/passwords.server";
import { createSession } from "~/auth/sessions.server";
import { newId } from "~/domain/id";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { writeFirstText } from "~/domain/letters/text/stored-text.server";
import type { Member } from "~/domain/member";
import { createRoom } from "~/domain/rooms/create-room.server";
import { forgetEnv } from "~/env.server";
import * as parser from "~/realtime/parser";
import { closeDatabase, rawSql, transaction } from "~db/client.server";
import { languageVersions, letterLeads, letters, people } from "~db/schema";
import { type Cluster, startCluster } from "~tests/support/cluster";
import type { TestSocket } from "~tests/support/live-reader";
import { freePort, startServer } from "~tests/support/server";
import { testSettings } from "~tests/support/settings";
import { makeWorld, type World } from "~tests/support/signing-world";

export const PASSWORD = "puentes de papel mojado";

/** Somebody with a session. */
export type Seat = { member: Member; organizationId: string; organization: string; cookie: string };

export type Product = {
  url: string;
  pid: number;
  cluster: Cluster;
  world: World;
  /** Three of each organization, all of whom may write and talk. */
  seats: Seat[];
  roomId: string;
  /** From the start of the process until `/readyz` says yes, for each start of this run (ms). */
  startMs: number[];
  /** A browser's socket, with a session and the real protocol. */
  connect(seat: Seat): Promise<TestSocket>;
  /** A letter in drafting that all may write. @returns its id and that of its text */
  newLetter(text: string): Promise<{ letterId: string; languageVersionId: string }>;
  /** Waits until no job is due: what a trial has caused is not to slow the next. */
  rest(): Promise<void>;
  close(): Promise<void>;
};

/** Organizations of the world: three people each. */
const ORGANIZATIONS = 34;

/**
 * The product as it runs in earnest: PostgreSQL with fsync in a cluster of its own, `server.ts` in production mode as a process
 * of its own, people with sessions.
 */
export async function startProduct(): Promise<Product> {
  const cluster = await startCluster({ durable: true });
  const databaseUrl = await cluster.createDatabase();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  Object.assign(process.env, testSettings, { DATABASE_URL: databaseUrl, APP_ORIGIN: url });
  forgetEnv();
  const world = await makeWorld({ organizations: ORGANIZATIONS });
  const seats = await takeSeats(world);
  const [lead] = world.organizations;
  if (!lead) throw new Error("there are organizations");
  const roomId = await createRoom(lead.signatory, { campaignId: world.campaignId, name: "Room" });

  const startMs: number[] = [];
  const start = async () => {
    const begin = performance.now();
    const started = await startServer({ databaseUrl, port });
    startMs.push(performance.now() - begin);
    return started;
  };
  // The first start fills the caches of the system; the others are what `warm` means.
  await (await start()).stop();
  startMs.splice(0);
  await (await start()).stop();
  await (await start()).stop();
  const server = await start();

  return {
    url,
    pid: server.pid,
    cluster,
    world,
    seats,
    roomId,
    startMs,
    connect: (seat) =>
      new Promise((resolve, reject) => {
        const socket: TestSocket = io(url, {
          parser,
          transports: ["websocket"],
          forceNew: true,
          extraHeaders: { Cookie: seat.cookie, Origin: url },
        });
        socket.once("connect", () => resolve(socket));
        socket.once("connect_error", reject);
      }),
    newLetter: (text) => newLetter(world, text),
    async rest() {
      for (;;) {
        const [row] = await rawSql()<{ due: number }[]>`
          select count(*)::int as due from graphile_worker.jobs where run_at <= clock_timestamp()`;
        if (row?.due === 0) return;
        await pause(100);
      }
    },
    async close() {
      await server.stop();
      await closeDatabase();
      await cluster.stop();
    },
  };
}

async function takeSeats(world: World): Promise<Seat[]> {
  const passwordHash = await passwords.hash(PASSWORD);
  await transaction((tx) => tx.update(people).set({ passwordHash }));
  return Promise.all(
    world.organizations.flatMap((organization) =>
      [organization.signatory, organization.second, organization.delegate].map(async (member) => ({
        member,
        organizationId: organization.id,
        organization: organization.name,
        cookie: (await createSession(member.personId, "Bench")).split(";")[0] ?? "",
      })),
    ),
  );
}

async function newLetter(
  { coalitionId, campaignId, organizations: [lead] }: World,
  text: string,
): Promise<{ letterId: string; languageVersionId: string }> {
  if (!lead) throw new Error("there are organizations");
  const [letterId, languageVersionId] = [newId(), newId()];
  await transaction(async (tx) => {
    await tx.insert(letters).values({
      id: letterId,
      coalitionId,
      campaignId,
      title: "Letter",
      authoritativeLocale: "en",
      publicSlug: letterId.slice(-12),
      createdBy: lead.delegate.personId,
      editingOpen: true,
    });
    await tx.insert(letterLeads).values({ letterId, organizationId: lead.id, kind: "lead" });
    await tx.insert(languageVersions).values({ id: languageVersionId, letterId, locale: "en", subject: "Letter" });
    await writeFirstText(tx, languageVersionId, parsePlainText(text));
  });
  return { letterId, languageVersionId };
}
