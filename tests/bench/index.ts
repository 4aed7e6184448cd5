/**
 * `npm run bench`: what speed.md and docs/benchmarks.md speak of, measured here and now, against plain peers in the same run.
 * `npm run bench -- typing chat` runs only these parts.
 */
import os from "node:os";
import type { Product } from "./product";
import { startProduct } from "./product";
import { mostEdits, typing } from "./typing";

const load = () =>
  os
    .loadavg()
    .map((value) => value.toFixed(2))
    .join(" ");

const parts: Record<string, (product: Product) => Promise<string>> = {
  typing: async (product) => [await typing(product, 50), await typing(product, 100)].join("\n\n"),
  rate: mostEdits,
};

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
