import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "~tests/support/settings";
import { number, table } from "./measure";

type Route = { id: string; parentId?: string; path?: string; module: string; imports?: string[]; css?: string[] };
type Manifest = { entry: { module: string; imports: string[] }; routes: Record<string, Route>; url: string };

const CLIENT = path.join(root, "build/client");
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
export async function scripts(): Promise<string> {
  const { entry, routes } = readManifest();
  const rows: [string, number, number, number, string][] = [];
  for (const route of Object.values(routes)) {
    if (route.id === "root" || gzipped(route.module) < 120) continue;
    const files = new Set(withImports(entry.module));
    const styles = new Set<string>();
    for (let part: Route | undefined = route; part; part = part.parentId ? routes[part.parentId] : undefined) {
      withImports(part.module, files);
      for (const style of part.css ?? []) styles.add(style);
    }
    const later = LATER[route.id];
    if (later) {
      const chunk = fs.readdirSync(path.join(CLIENT, "assets")).find((name) => name.startsWith(later));
      if (!chunk) throw new Error(`the build has no chunk ${later}`);
      withImports(`/assets/${chunk}`, files);
    }
    const sum = (urls: Iterable<string>) => [...urls].reduce((total, url) => total + gzipped(url), 0);
    rows.push([route.id, sum(files) / 1000, files.size, sum(styles) / 1000, later ? "with the editor" : ""]);
  }
  rows.sort((a, b) => b[1] - a[1]);
  return [
    "### Script and style of a first visit, gzip, by page",
    table(
      ["page", "script kB", "files", "style kB", ""],
      rows.map(([id, script, files, style, note]) => [id, number(script), String(files), number(style), note]),
    ),
  ].join("\n\n");
}
