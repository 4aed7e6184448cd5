/**
 * `npm run bench`: what speed.md and docs/benchmarks.md speak of, measured here and now, against plain peers in the same run.
 * `npm run bench -- typing chat` runs only these parts.
 */
import os from "node:os";
import { catchingUp, chat } from "./chat";
import { spread, table } from "./measure";
import { opening } from "./opening";
import type { Product } from "./product";
import { startProduct } from "./product";
import { scripts } from "./scripts";
import { signatures } from "./signatures";
import { startPeer } from "./start-peer";
import { mostEdits, typing } from "./typing";

const load = () =>
  os
    .loadavg()
    .map((value) => value.toFixed(2))
    .join(" ");

const parts: Record<string, (product: Product) => Promise<string>> = {
  typing: async (product) => [await typing(product, 50), await typing(product, 100)].join("\n\n"),
  rate: mostEdits,
  chat: async (product) =>
    [await chat(product, 100, 20), await chat(product, 1_000, 5), await catchingUp(product)].join("\n\n"),
  opening,
  signatures,
  scripts,
  start,
};

/** Starting, with everything in the system's cache, beside a process that only listens. */
async function start({ startMs }: Product): Promise<string> {
  const bare: number[] = [];
  for (let n = 0; n < 3; n++) {
    const peer = await startPeer("relay");
    bare.push(peer.startMs);
    peer.stop();
  }
  return [
    "### Starting",
    table(
      ["", "ms"],
      [
        ["bare Socket.IO relay, until it listens", spread(bare, 0)],
        ["Conjunta, migrated database, until it is ready", spread(startMs, 0)],
      ],
    ),
  ].join("\n\n");
}

const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(parts);
const begin = performance.now();
console.log(
  `${new Date().toISOString()}, Node ${process.version}, ${os.cpus().length} cores (${os.cpus()[0]?.model.trim()}), load before ${load()}\n`,
);
const product = await startProduct();
try {
  for (const name of wanted) {
    const part = parts[name];
    if (!part) throw new Error(`there is no part ${name}: ${Object.keys(parts).join(", ")}`);
    const start = performance.now();
    console.log(`${await part(product)}\n`);
    console.log(`(${name}: ${((performance.now() - start) / 1000).toFixed(0)} s, load ${load()})\n`);
    await product.rest();
  }
} finally {
  await product.close();
}
console.log(`Measured in ${((performance.now() - begin) / 1000).toFixed(0)} s, load after ${load()}`);
process.exit(0);
