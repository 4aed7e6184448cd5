import http from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "@playwright/test";
import * as Y from "yjs";
import { newId } from "~/domain/id";
import { plainText } from "~/domain/letters/text/plain-text";
import { ROOT_NAME } from "~/domain/letters/text/schema";
import { compactText, loadStoredText } from "~/domain/letters/text/stored-text.server";
import { yjsToJson } from "~/domain/letters/text/yjs-to-json";
import { rawSql } from "~db/client.server";
import { seededRandom } from "~tests/support/simulated-editor";
import { HOCUSPOCUS, startHocuspocus } from "./hocuspocus-text";
import { median, number, ratio, spread, table } from "./measure";
import type { Product } from "./product";
import { startPeer } from "./start-peer";
import { openText } from "./texts";

const EDITS = 100_000;
const WRITERS = 40;
const PARAGRAPHS = 120;
const TAIL = 400;
const ROUNDS = 5;

/** A letter of about 12,000 words with a long history: opened from nothing, by a socket and in a real browser. */
export async function opening(product: Product): Promise<string> {
  const text = `Dear all:\n\n${Array.from({ length: PARAGRAPHS }, (_, n) => paragraph(n)).join("\n\n")}\n\nSincerely,`;
  const { letterId, languageVersionId } = await product.newLetter(text);
  const state = await writeHistory(languageVersionId);
  // A letter for each round: once opened, a text stays in memory for a while.
  const cold: string[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const letter = await product.newLetter(text);
    await copyHistory(languageVersionId, letter.languageVersionId);
    cold.push(letter.languageVersionId);
  }
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const words = plainText(yjsToJson(doc)).split(/\s+/).length;

  const bySocket = await openBySocket(product, cold, state);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  try {
    const page = await openInBrowser(product, browser, letterId, plainText(yjsToJson(doc)));
    return [
      `### Cold open of a long letter: ${number(words, 0)} words after ${number(EDITS, 0)} edits by ${WRITERS} people`,
      table(
        ["by a socket, nothing in the server's memory", "ms", "bytes"],
        [
          ["bare Yjs relay, document in memory", spread(bySocket.peer), number(state.length, 0)],
          [HOCUSPOCUS, spread(bySocket.hocuspocus), number(bySocket.hocuspocusBytes, 0)],
          ["Conjunta, from PostgreSQL", spread(bySocket.ours), number(bySocket.bytes, 0)],
          [
            "ours to the bare Yjs relay",
            ratio(bySocket.ours, bySocket.peer),
            `${number(bySocket.bytes / state.length, 3)} ×`,
          ],
          [
            `ours to ${HOCUSPOCUS}`,
            ratio(bySocket.ours, bySocket.hocuspocus),
            `${number(bySocket.bytes / bySocket.hocuspocusBytes, 3)} ×`,
          ],
        ],
      ),
      table(
        ["in a browser, nothing cached", "first byte, ms", "first text on the screen, ms", "may be written in, ms"],
        [
          ["the same words as a bare HTML file", spread(page.peer.byte, 0), spread(page.peer.text, 0), ""],
          ["Conjunta", spread(page.ours.byte, 0), spread(page.ours.text, 0), spread(page.ready, 0)],
          [
            "ours to the peer",
            ratio(page.ours.byte, page.peer.byte),
            ratio(page.ours.text, page.peer.text),
            ratio(page.ready, page.peer.text),
          ],
        ],
      ),
    ].join("\n\n");
  } finally {
    await browser.close();
  }
}

const paragraph = (n: number): string =>
  Array.from({ length: 12 }, (_, i) => `Sentence ${i} of part ${n} asks for the protection of rivers.`).join(" ");

/** Typed and deleted letter by letter, stored as the server stores it: a snapshot, and the last rows of the log. */
async function writeHistory(languageVersionId: string): Promise<Uint8Array> {
  const random = seededRandom(11);
  const stored = await loadStoredText(languageVersionId);
  const first = stored?.base;
  if (!first) throw new Error("a new letter has a snapshot");
  const doc = new Y.Doc();
  Y.applyUpdate(doc, first);
  const texts = paragraphsOf(doc);
  for (let n = 0; n < EDITS - TAIL; n++) {
    // Somebody else goes on, somewhere else, after a while.
    if (n % (EDITS / WRITERS / 5) === 0) doc.clientID = 1_000 + (n % WRITERS);
    editOnce(texts, random);
  }
  await compactText(languageVersionId, 1, Y.encodeStateAsUpdate(doc));
  const rows: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => rows.push(update));
  for (let n = 0; n < TAIL; n++) editOnce(texts, random);
  await rawSql().begin(async (tx) => {
    for (const data of rows)
      await tx`insert into doc_updates (language_version_id, op_id, data) values (${languageVersionId}, ${newId()}, ${Buffer.from(data)})`;
    await tx`update doc_snapshots set up_to_id =
      (select min(id) - 1 from doc_updates where language_version_id = ${languageVersionId})
      where language_version_id = ${languageVersionId}`;
  });
  return Y.encodeStateAsUpdate(doc);
}

function paragraphsOf(doc: Y.Doc): Y.XmlText[] {
  return doc
    .getXmlFragment(ROOT_NAME)
    .toArray()
    .flatMap((node) =>
      node instanceof Y.XmlElement && node.get(0) instanceof Y.XmlText ? [node.get(0) as Y.XmlText] : [],
    );
}

let at = 0;
let where: Y.XmlText | undefined;
function editOnce(texts: readonly Y.XmlText[], random: (n: number) => number): void {
  if (!where || random(40) === 0) {
    where = texts[random(texts.length)];
    at = random((where?.length ?? 0) + 1);
  }
  if (!where) return;
  if (random(2) === 0 && at > 0) where.delete(--at, 1);
  else where.insert(at++, random(6) === 0 ? " " : "e");
}

async function copyHistory(from: string, to: string): Promise<void> {
  await rawSql().begin(async (tx) => {
    await tx`insert into doc_updates (language_version_id, op_id, data)
      select ${to}, op_id, data from doc_updates where language_version_id = ${from} order by id`;
    await tx`update doc_snapshots set data = (select data from doc_snapshots where language_version_id = ${from}),
      up_to_id = (select min(id) - 1 from doc_updates where language_version_id = ${to}) where language_version_id = ${to}`;
  });
}

async function openBySocket(product: Product, cold: readonly string[], state: Uint8Array) {
  const [seat] = product.seats;
  if (!seat) throw new Error("there are people");
  const peer = await startPeer("yjs");
  const writer = await peer.connect();
  await writer.emitWithAck("update", "text", state);
  const hocuspocus = await startHocuspocus(Object.fromEntries(cold.map((name) => [name, state])));
  const [ours, theirs, others]: [number[], number[], number[]] = [[], [], []];
  let [bytes, hocuspocusBytes] = [0, 0];
  for (const languageVersionId of cold) {
    const visitor = await peer.connect();
    let begin = performance.now();
    await visitor.emitWithAck("open", "text");
    theirs.push(performance.now() - begin);
    visitor.disconnect();
    const opening = await hocuspocus.openCold(languageVersionId);
    others.push(opening.ms);
    hocuspocusBytes = opening.bytes;
    const socket = await product.connect(seat);
    begin = performance.now();
    const opened = await openText(socket, languageVersionId, new Y.Doc().clientID);
    ours.push(performance.now() - begin);
    bytes = opened.update.length;
    socket.disconnect();
  }
  // The first of all finds code that was never run.
  for (const list of [ours, theirs, others]) list.shift();
  writer.disconnect();
  peer.stop();
  await hocuspocus.stop();
  return { ours, peer: theirs, bytes, hocuspocus: others, hocuspocusBytes };
}

async function openInBrowser(product: Product, browser: Browser, letterId: string, words: string) {
  const [seat] = product.seats;
  if (!seat) throw new Error("there are people");
  const bare = http.createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    const paragraphs = words.split("\n").map((line) => `<p>${line}</p>`);
    response.end(`<!doctype html><html lang="en"><title>Letter</title><main>${paragraphs.join("")}</main></html>`);
  });
  await new Promise<void>((resolve) => bare.listen(0, "127.0.0.1", resolve));
  const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}/`;
  const url = `${product.url}/c/${product.world.slug}/letters/${letterId}/text/en`;
  const [name = "", value = ""] = seat.cookie.split("=");
  const none = () => ({ byte: [] as number[], text: [] as number[] });
  const times = { peer: none(), ours: none(), ready: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [address, ours] of [
      [bareUrl, false],
      [url, true],
    ] as const) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en" });
      if (ours) await context.addCookies([{ name, value, url: product.url }]);
      const page = await context.newPage();
      const begin = performance.now();
      await page.goto(address, { waitUntil: "commit" });
      if (ours) {
        await page.locator('.writing[data-status="saved"]').waitFor({ timeout: 60_000 });
        times.ready.push(performance.now() - begin);
      }
      const painted = await page.waitForFunction(
        () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
      );
      const [navigation] = await page.evaluate(() =>
        performance.getEntriesByType("navigation").map((entry) => (entry as PerformanceNavigationTiming).responseStart),
      );
      const { byte, text } = times[ours ? "ours" : "peer"];
      byte.push(Number(navigation));
      text.push(Number(await painted.jsonValue()));
      await context.close();
    }
  }
  await new Promise((resolve) => bare.close(resolve));
  if (median(times.ready) < median(times.ours.text)) throw new Error("the editor cannot be there before the text");
  return times;
}
