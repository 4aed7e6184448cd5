import path from "node:path";
import type { LoaderFunction, LoaderFunctionArgs } from "@remix-run/node";
import { matchRoutes } from "@remix-run/react";
import type { Cursor } from "~/domain/streams";
import routes from "~/routes";
import { root } from "./settings";

/** What one loader gave: its data, or where it sent the reader, or that the thing is not there. */
export type Loaded = { data: unknown } | { redirect: string } | { status: number };
export type PageReading = {
  /** The readings of the page's routes without clocks and cursors: two that are alike show the same page. */
  shown: string;
  /** Every stream that the page follows. */
  cursors: Cursor[];
  status: number;
};

type RouteObject = Parameters<typeof matchRoutes>[0][number];
type Config = (typeof routes)[number];

// Route ids of the sitemap are files; the root has no file there and follows nothing.
function toRoutes(configs: readonly Config[], parent = ""): RouteObject[] {
  return configs.map((config, i) => {
    const id = `${parent}/${i}`;
    const handle = config.file;
    return config.index
      ? { id, index: true as const, handle }
      : { id, path: config.path, handle, children: toRoutes(config.children ?? [], id) };
  });
}
const tree = toRoutes(routes);

/** Every path of the sitemap that is a page or a resource, as it stands there: `/c/:coalition/letters/:letter/board`. */
export function sitemap(configs: readonly Config[] = routes, base = ""): string[] {
  return configs.flatMap((config) => {
    const here = config.path ? `${base}/${config.path}` : base;
    return config.children?.length ? sitemap(config.children, here) : [here || "/"];
  });
}

async function loaderOf(file: string): Promise<LoaderFunction | undefined> {
  const module = (await import(path.join(root, "app", file))) as { loader?: LoaderFunction };
  return module.loader;
}

/**
 * Reads a page as its browser does: runs the loaders of the page and of what it stands in, with this person's cookie.
 * @param read what was read at this moment for this person already: pages share what they stand in
 */
export async function readPage(
  address: string,
  cookie: string,
  read: Map<string, Promise<Loaded>> = new Map(),
): Promise<PageReading> {
  const matches = matchRoutes(tree, { pathname: address.split("?")[0] ?? address });
  if (!matches) throw new Error(`the sitemap has no ${address}`);
  const loaded = await Promise.all(
    matches.map(({ route, params, pathnameBase }) => {
      const key = `${route.handle} ${route.children?.length ? pathnameBase : address}`;
      const there = read.get(key) ?? load(String(route.handle), address, params, cookie);
      read.set(key, there);
      return there;
    }),
  );
  const cursors: Cursor[] = [];
  const shown = JSON.stringify(loaded, (key, value) => {
    if (clocksAndNames.has(key)) return undefined;
    if (isCursor(value)) {
      cursors.push(value);
      return value.stream;
    }
    return value;
  });
  return { shown, cursors, status: Math.max(200, ...loaded.map((one) => ("status" in one ? one.status : 200))) };
}

async function load(
  file: string,
  address: string,
  params: LoaderFunctionArgs["params"],
  cookie: string,
): Promise<Loaded> {
  const loader = await loaderOf(file);
  if (!loader) return { data: null };
  const request = new Request(`http://localhost:3000${address}`, { headers: { Cookie: cookie } });
  try {
    const given = await loader({ request, params, context: {} } as LoaderFunctionArgs);
    return given instanceof Response ? await ofResponse(given) : { data: given };
  } catch (thrown) {
    if (thrown instanceof Response) return ofResponse(thrown);
    throw thrown;
  }
}

/** A reading's moment, the name that it gives the next operation, when a session was last used, and what a clock says elsewhere: new at every reading. */
const clocksAndNames = new Set(["now", "opId", "operation", "lastSeenAt", "nowThere"]);

async function ofResponse(response: Response): Promise<Loaded> {
  if (response.status >= 300 && response.status < 400) return { redirect: response.headers.get("Location") ?? "" };
  if (response.status >= 400) return { status: response.status };
  const type = response.headers.get("Content-Type") ?? "";
  return { data: type.includes("json") ? await response.json() : await response.text() };
}

function isCursor(value: unknown): value is Cursor {
  return typeof value === "object" && value !== null && "stream" in value && "seq" in value;
}
