import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "~tests/support/settings";
import { number, table } from "./measure";
import type { Product } from "./product";

type Route = { id: string; parentId?: string; path?: string; module: string; imports?: string[]; css?: string[] };
type Manifest = { entry: { module: string; imports: string[] }; routes: Record<string, Route>; url: string };

const CLIENT = path.join(root, "build/client");
/** The words of one language, which a page loads before it comes alive. */
const DICTIONARY = "en-";
/** Which page loads what is not in the manifest: the editor comes after the text is there to read. */
const LATER: Record<string, string> = { "routes/letters/text": "letter-editor.client-" };

function readManifest(): Manifest {
  const assets = path.join(CLIENT, "assets");
  const name = fs.readdirSync(assets).find((file) => /^manifest-.*\.js$/.test(file));
  if (!name) throw new Error("the build has no manifest");
  const source = fs.readFileSync(path.join(assets, name), "utf8");
  const manifest = JSON.parse(source.slice(source.indexOf("{"), source.lastIndexOf("}") + 1)) as Manifest;
  return { ...manifest, url: `/assets/${name}` };
}

/** A chunk by the start of its name, as an URL. */
function chunk(start: string): string {
  const name = fs
    .readdirSync(path.join(CLIENT, "assets"))
    .find((file) => file.startsWith(start) && file.endsWith(".js"));
  if (!name) throw new Error(`the build has no chunk ${start}`);
  return `/assets/${name}`;
}

/** Whether the server sends a page without script: it says so in its source. */
const isWithoutScript = (id: string): boolean =>
  [".tsx", ".ts"].some((end) => {
    const file = path.join(root, "app", `${id}${end}`);
    return fs.existsSync(file) && /noScript: true/.test(fs.readFileSync(file, "utf8"));
  });

const sizes = new Map<string, number>();
function gzipped(url: string): number {
  let size = sizes.get(url);
  if (size === undefined) {
    size = gzipSync(fs.readFileSync(path.join(CLIENT, url)), { level: 6 }).length;
    sizes.set(url, size);
  }
  return size;
}

/** A chunk and all that it imports at once, as URLs. */
function withImports(url: string, found = new Set<string>()): Set<string> {
  if (found.has(url)) return found;
  found.add(url);
  const source = fs.readFileSync(path.join(CLIENT, url), "utf8");
  for (const [, , name] of source.matchAll(/(from|import)"\.\/([^"]+\.js)"/g))
    if (name) withImports(`/assets/${name}`, found);
  return found;
}

/** Script and style that a first visit of each page loads, from the build's manifest; the list of lazily found routes not counted. */
export async function scripts(product: Product): Promise<string> {
  const { entry, routes } = readManifest();
  const rows: { id: string; script: number; files: number; style: number; styles: number; note: string }[] = [];
  const sum = (urls: Iterable<string>) => [...urls].reduce((total, url) => total + gzipped(url), 0) / 1000;
  for (const route of Object.values(routes)) {
    if (route.id === "root" || gzipped(route.module) < 120) continue;
    const files = new Set(withImports(entry.module));
    withImports(chunk(DICTIONARY), files);
    const styles = new Set<string>();
    for (let part: Route | undefined = route; part; part = part.parentId ? routes[part.parentId] : undefined) {
      withImports(part.module, files);
      for (const style of part.css ?? []) styles.add(style);
    }
    const later = LATER[route.id];
    if (later) withImports(chunk(later), files);
    const none = isWithoutScript(route.id);
    rows.push({
      id: route.id.replace(/^routes\//, ""),
      script: none ? 0 : sum(files),
      files: none ? 0 : files.size,
      style: sum(styles),
      styles: styles.size,
      note: none ? "sent without script" : later ? "with the editor" : "",
    });
  }
  const verify = await (await fetch(`${product.url}/verify`)).text();
  if (/<script|modulepreload/.test(verify)) throw new Error("the page for everybody came with script");
  rows.sort((a, b) => b.script - a.script);
  const shared = new Set(withImports(entry.module));
  return [
    "### Script and style of a first visit, gzip, by page",
    table(
      ["page", "script kB", "files", "style kB, files", ""],
      rows.map(({ id, script, files, style, styles, note }) => [
        id,
        number(script),
        String(files),
        `${number(style)}, ${styles}`,
        note,
      ]),
    ),
    `In every page with script: React, Remix and what they need ${number(sum(shared))} kB, the words of one language ${number(sum([chunk(DICTIONARY)]))} kB. The editor's own part is ${number(sum([chunk(LATER["routes/letters/text"] ?? "")]))} kB.`,
  ].join("\n\n");
}
