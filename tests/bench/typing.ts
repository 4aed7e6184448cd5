import * as Y from "yjs";
import { startHocuspocus } from "./hocuspocus-text";
import { number, ratio, spread, table } from "./measure";
import type { Product } from "./product";
import { startPeer } from "./start-peer";
import { Gathering, openText, peerText, productText, startingText, type TextServer, type TypingRound } from "./texts";

const TYPING = 10;
const KEYS_PER_SECOND = 5;
const ROUND_MS = 4_000;
const ROUNDS = 3;

async function servers(product: Product, paragraphs: number): Promise<{ all: TextServer[]; stop(): Promise<void> }> {
  const { languageVersionId } = await product.newLetter(startingText(paragraphs));
  const [seat] = product.seats;
  if (!seat) throw new Error("there are people");
  const reader = await product.connect(seat);
  const first = (await openText(reader, languageVersionId, new Y.Doc().clientID)).update;
  reader.disconnect();
  const peers = await Promise.all([startPeer("relay"), startPeer("yjs")]);
  const [relay, yjs] = peers;
  const hocuspocus = await startHocuspocus({ text: first });
  return {
    all: [
      await peerText("bare Socket.IO relay", relay, first),
      await peerText("bare Yjs relay, in memory", yjs, first),
      hocuspocus.text("text"),
      productText(product, languageVersionId),
    ],
    async stop() {
      for (const peer of peers) peer.stop();
      await hocuspocus.stop();
    },
  };
}

/** Keystroke to the other browsers: `people` in one letter, ten of them typing five keys a second, each with its caret. */
export async function typing(product: Product, people: number): Promise<string> {
  const { all, stop } = await servers(product, TYPING);
  const rounds = new Map<string, TypingRound[]>(all.map(({ name }) => [name, []]));
  const gatherings = await Promise.all(all.map((server) => Gathering.of(server, people, TYPING)));
  // Before counting: code is compiled, connections of the pool are open.
  for (const gathering of gatherings) await gathering.type(TYPING * KEYS_PER_SECOND, 1_500, true);
  for (let round = 0; round < ROUNDS; round++) {
    for (const gathering of gatherings)
      rounds.get(gathering.server.name)?.push(await gathering.type(TYPING * KEYS_PER_SECOND, ROUND_MS, true));
  }
  for (const gathering of gatherings) gathering.close();
  await stop();
  const of = (name: string, key: keyof TypingRound) => (rounds.get(name) ?? []).map((round) => Number(round[key]));
  const [relay, yjs, hocuspocus, ours] = all.map(({ name }) => name) as [string, string, string, string];
  const columns: (keyof TypingRound)[] = [
    "p50",
    "p99",
    "saved50",
    "saved99",
    "cpu",
    "cpuWithDatabase",
    "framesPerEdit",
  ];
  const rows = all.map(({ name }) => [
    name,
    ...columns.map((key) => spread(of(name, key), key.startsWith("cpu") ? 0 : 1)),
  ]);
  const against = (peer: string) => [`ours to ${peer}`, ...columns.map((key) => ratio(of(ours, key), of(peer, key)))];
  const missing = [...rounds].flatMap(([name, list]) => (list.every((round) => round.whole) ? [] : [name]));
  return [
    `### Keystroke to the other browsers: ${people} people in one letter, ${TYPING} of them typing ${KEYS_PER_SECOND} keys/s with their caret`,
    table(
      [
        "",
        "p50 ms",
        "p99 ms",
        "until saved p50 ms",
        "p99 ms",
        "server CPU ms per 1000 edits",
        "with PostgreSQL's",
        "frames per edit and reader",
      ],
      [...rows, against(relay), against(yjs), against(hocuspocus)],
    ),
    ...(missing.length > 0 ? [`Not everything arrived within 3 s: ${missing.join(", ")}.`] : []),
  ].join("\n\n");
}

const RATES = [250, 500, 1_000, 2_000, 4_000, 5_500];
const P99_MS = 250;

/** The most edits a second of one letter at which the slowest hundredth still arrives within 250 ms: a hundred people, all typing. */
export async function mostEdits(product: Product): Promise<string> {
  const people = 100;
  const { all, stop } = await servers(product, people);
  const rows: string[][] = [];
  const best = new Map<string, number>();
  for (const server of all) {
    const gathering = await Gathering.of(server, people, people);
    await gathering.type(100, 1_000, false);
    for (const perSecond of RATES) {
      const round = await gathering.type(perSecond, 2_500, false, 2_500);
      const kept = round.whole && round.p99 <= P99_MS;
      rows.push([
        server.name,
        number(perSecond, 0),
        number(round.rate, 0),
        number(round.p50),
        number(round.p99),
        number(round.cpu, 0),
        kept ? "yes" : "no",
      ]);
      if (!kept) break;
      best.set(server.name, perSecond);
    }
    gathering.close();
  }
  await stop();
  const most = all.map(({ name }) => `${name} ${number(best.get(name) ?? 0, 0)}`).join(", ");
  return [
    `### Acknowledged edits per second in one letter: ${people} people, all of them typing`,
    table(
      [
        "",
        "edits/s wanted",
        "acknowledged/s",
        "p50 ms",
        "p99 ms",
        "CPU ms per 1000",
        `all arrived, p99 ≤ ${P99_MS} ms`,
      ],
      rows,
    ),
    `Most edits/s: ${most}. A socket may send 60 messages a second here, so a hundred people cannot ask for more than 6,000.`,
  ].join("\n\n");
}
