import { newId } from "~/domain/id";
import { postMessage } from "~/domain/rooms/post-message.server";
import { stream } from "~/domain/streams";
import { rawSql } from "~db/client.server";
import { atRate, cpuOf, memoryOf, number, quantile, ratio, spread, table, until } from "./measure";
import type { Product } from "./product";
import { type Peer, startPeer } from "./start-peer";

/** One browser in a room, of whichever server. */
type Ear = { post(opId: string, body: string): void; onMessage(listener: (opId: string) => void): void; close(): void };
type RoomServer = { name: string; pid: number; enter(n: number): Promise<Ear> };

type Round = { p50: number; p99: number; cpu: number; whole: boolean };

const ROUNDS = 3;
const ROUND_MS = 4_000;
const POSTING = 10;
const LISTENING_CLOSELY = 10;
const BODY =
  "We met the deputies this morning: two of them will speak for the river in the plenary. Notes follow tonight.";

function productRoom(product: Product): RoomServer {
  const { roomId, seats } = product;
  const name = stream("room", roomId);
  return {
    name: "Conjunta",
    pid: product.pid,
    async enter(n) {
      const seat = seats[n % seats.length];
      if (!seat) throw new Error("there are people");
      const socket = await product.connect(seat);
      const answer = await socket.emitWithAck("live:subscribe", {
        cursors: [{ stream: name, seq: await headOf(name) }],
      });
      if (!answer.ok || answer.refused.length > 0) throw new Error("the room was refused");
      return {
        post: (opId, body) =>
          socket.emit("message:post", { roomId, opId, body, mentions: [] }, (posted) => {
            if (!posted.ok) throw new Error(`a message was refused: ${posted.code}`);
          }),
        onMessage: (listener) =>
          socket.on("live:events", ({ stream: from, events }) => {
            if (from !== name) return;
            for (const event of events) {
              const view = event.view as { opId?: string; body?: string | null } | undefined;
              if (event.type === "message.posted" && view?.body) listener(view.body.slice(0, 36));
            }
          }),
        close: () => socket.disconnect(),
      };
    },
  };
}

function peerRoom(peer: Peer): RoomServer {
  return {
    name: "bare Socket.IO broadcast",
    pid: peer.pid,
    async enter() {
      const socket = await peer.connect();
      await socket.emitWithAck("join", "room");
      return {
        post: (opId, body) => socket.emit("message", "room", opId, body, () => {}),
        onMessage: (listener) => socket.on("message", ({ body }: { body: string }) => listener(body.slice(0, 36))),
        close: () => socket.disconnect(),
      };
    },
  };
}

class Crowd {
  readonly #sentAt = new Map<string, number>();
  #delays: number[] = [];
  #delivered = 0;

  private constructor(
    readonly server: RoomServer,
    readonly ears: Ear[],
    /** Memory that a hundred connections of people who only listen have taken (MB). */
    readonly memory: number,
  ) {
    for (const [n, ear] of ears.entries()) {
      ear.onMessage((opId) => {
        this.#delivered += 1;
        const sent = this.#sentAt.get(opId);
        if (sent !== undefined && n >= ears.length - LISTENING_CLOSELY) this.#delays.push(performance.now() - sent);
      });
    }
  }

  static async of(server: RoomServer, people: number): Promise<Crowd> {
    const before = memoryOf(server.pid);
    const ears: Ear[] = [];
    for (let n = 0; n < people; n += 20)
      ears.push(
        ...(await Promise.all(Array.from({ length: Math.min(20, people - n) }, (_, i) => server.enter(n + i)))),
      );
    return new Crowd(server, ears, ((memoryOf(server.pid) - before) / people) * 100);
  }

  async talk(perSecond: number, ms: number): Promise<Round> {
    this.#delays = [];
    this.#delivered = 0;
    let posted = 0;
    const cpu = cpuOf(this.server.pid);
    await atRate(perSecond, ms, (n) => {
      // The id is in the words too, because a browser learns of its own only by the answer.
      const opId = newId();
      this.#sentAt.set(opId, performance.now());
      this.ears[n % POSTING]?.post(opId, `${opId} ${BODY}`);
      posted += 1;
    });
    const whole = await until(() => this.#delivered === posted * this.ears.length, 5_000);
    const used = cpuOf(this.server.pid) - cpu;
    return {
      p50: quantile(this.#delays, 0.5),
      p99: quantile(this.#delays, 0.99),
      cpu: (used / this.#delivered) * 1000,
      whole,
    };
  }

  close(): void {
    for (const ear of this.ears) ear.close();
  }
}

async function headOf(name: string): Promise<number> {
  const [row] = await rawSql()<{ head: number }[]>`select head::int from event_streams where stream = ${name}`;
  return row?.head ?? 0;
}

/** From sending a message to its arrival at everybody, all of them in one room. */
export async function chat(product: Product, people: number, perSecond: number): Promise<string> {
  const peer = await startPeer("relay");
  const crowds: Crowd[] = [];
  for (const server of [peerRoom(peer), productRoom(product)]) crowds.push(await Crowd.of(server, people));
  const rounds = crowds.map(() => [] as Round[]);
  for (const crowd of crowds) await crowd.talk(perSecond, 1_500);
  for (let round = 0; round < ROUNDS; round++)
    for (const [n, crowd] of crowds.entries()) rounds[n]?.push(await crowd.talk(perSecond, ROUND_MS));
  for (const crowd of crowds) crowd.close();
  peer.stop();
  const columns: (keyof Round)[] = ["p50", "p99", "cpu"];
  const of = (n: number, key: keyof Round) => (rounds[n] ?? []).map((round) => Number(round[key]));
  const rows = crowds.map((crowd, n) => [
    crowd.server.name,
    ...columns.map((key) => spread(of(n, key))),
    number(crowd.memory),
  ]);
  const late = crowds.filter((_, n) => !rounds[n]?.every((round) => round.whole)).map((crowd) => crowd.server.name);
  return [
    `### Chat: ${people} in one room, ${perSecond} messages/s by ${POSTING} people`,
    table(
      ["", "p50 ms", "p99 ms", "server CPU ms per 1000 deliveries", "MB per 100 connections"],
      [
        ...rows,
        [
          "ours to the peer",
          ...columns.map((key) => ratio(of(1, key), of(0, key))),
          ratio([crowds[1]?.memory ?? Number.NaN], [crowds[0]?.memory ?? Number.NaN]),
        ],
      ],
    ),
    ...(late.length > 0 ? [`Not everything arrived within 5 s: ${late.join(", ")}.`] : []),
  ].join("\n\n");
}

const RETURNS = 60;
const MISSED = 5;

/** From asking, after a break, to having the messages that were missed; beside a question that is answered from memory. */
export async function catchingUp(product: Product): Promise<string> {
  const [seat, other] = product.seats;
  if (!seat || !other) throw new Error("there are people");
  const name = stream("room", product.roomId);
  const socket = await product.connect(seat);
  const [pings, returns]: [number[], number[]] = [[], []];
  let got = 0;
  socket.on("live:events", ({ stream: from, events }) => {
    if (from === name) got += events.length;
  });
  for (let n = 0; n < RETURNS; n++) {
    await socket.emitWithAck("live:unsubscribe", { streams: [name] });
    const seq = await headOf(name);
    for (let i = 0; i < MISSED; i++)
      await postMessage(other.member, { roomId: product.roomId, opId: newId(), body: BODY });
    socket.disconnect();
    await new Promise<void>((resolve) => {
      socket.once("connect", () => resolve());
      socket.connect();
    });
    let begin = performance.now();
    await socket.emitWithAck("live:unsubscribe", { streams: [] });
    pings.push(performance.now() - begin);
    got = 0;
    begin = performance.now();
    await socket.emitWithAck("live:subscribe", { cursors: [{ stream: name, seq }] });
    if (got !== MISSED) throw new Error(`${got} of ${MISSED} missed messages came`);
    returns.push(performance.now() - begin);
  }
  socket.disconnect();
  const row = (what: string, times: number[]) => [what, number(quantile(times, 0.5)), number(quantile(times, 0.99))];
  return [
    `### Coming back: ${RETURNS} returns, ${MISSED} missed messages each`,
    table(
      ["", "p50 ms", "p99 ms"],
      [
        row("a ping of the same socket", pings),
        row("following again, until all that was missed is here", returns),
        [
          "ours to the ping",
          ...[0.5, 0.99].map((share) => `${number(quantile(returns, share) / quantile(pings, share), 2)} ×`),
        ],
      ],
    ),
  ].join("\n\n");
}
