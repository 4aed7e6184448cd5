/**
 * The way of an HTTP request: headers, limits and the check of origin in Express, then Remix.
 * Everything that must hold for each answer (also errors, redirects and files) is here and nowhere else.
 */
import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  type AppLoadContext,
  createRequestHandler,
  type ServerBuild,
  writeReadableStreamToWritable,
} from "@remix-run/node";
import compression from "compression";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import helmet from "helmet";
import sirv from "sirv";
import type { Asker } from "~/auth/asker";
import { withRequestMemory } from "~/auth/request-memory.server";
import { networkOf } from "~/domain/network";
import { type Env, env } from "~/env.server";
import { localeFromHeader, messagesFor } from "~/i18n";
import { log } from "~/log.server";

/** What exists once per process and cannot be loaded by Remix's bundle. server.ts makes it, pages use it. */
export interface Services {
  passwords: {
    /** argon2id; the plain password in, the encoded hash out. Throws `busy` when too many wait. */
    hash(plain: string): Promise<string>;
    verify(hash: string | null | undefined, plain: string, asker: Asker): Promise<boolean>;
  };
}

declare module "@remix-run/node" {
  interface AppLoadContext {
    /** For the scripts of this answer, see the Content-Security-Policy. */
    cspNonce: string;
    services: Services;
    /** The network that asks (`networkOf`), for limits; stored only as a keyed hash. */
    clientAddress: string;
  }
}

export interface WebOptions {
  services: Services;
  /** Rejects when the database does not answer. */
  ready: () => Promise<unknown>;
  /** Folder of package.json. */
  root: string;
  /** `undefined` serves everything but pages: tests of sockets need no build. */
  pages: "built" | "vite" | undefined;
}

export interface Web {
  http: Server;
  close(): Promise<void>;
}

const BODY_LIMIT = 1024 * 1024;
const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const KNOWN = new Set([...UNSAFE, "GET", "HEAD"]);

/** Builds the HTTP side of the server. It does not listen yet. */
export async function createWeb(options: WebOptions): Promise<Web> {
  const settings = env();
  const app = express();
  const http = createServer(app);
  // Slow senders must not hold a connection: headers within 15 s, the whole request within 30 s.
  http.headersTimeout = 15_000;
  http.requestTimeout = 30_000;
  // Longer than the usual idle time of a proxy, which else reuses a connection that we are closing.
  http.keepAliveTimeout = 75_000;

  const pages = await loadPages(options, http);

  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", settings.trustProxy);
  app.use(securityHeaders(settings));
  app.use(writeRequestLog(() => pages?.knownSegments() ?? new Set()));
  app.use(compression(), onlyReadableAddresses);
  app.get("/healthz", (_req, res) => void res.type("text").send("ok\n"));
  app.get("/readyz", (_req, res) => {
    const answered = (status: number, text: string) => void res.status(status).type("text").send(`${text}\n`);
    options.ready().then(
      () => answered(200, "ready"),
      () => answered(503, "the database does not answer"),
    );
  });
  if (options.pages === "built") serveFiles(app, path.join(options.root, "build/client"));
  app.use(onlyKnownMethods, pinHost(settings), refuseForeignOrigins(settings), readBody);
  if (pages?.middleware) app.use(pages.middleware);
  if (pages) app.all("*", pages.handler(options.services));
  app.use((req, res) => refuse(req, res, 404));
  app.use((error: unknown, req: Request, res: Response, _next: NextFunction) => {
    log.error({ error, event: "request.failed" }, "A request failed outside the pages");
    if (res.headersSent) res.destroy();
    else refuse(req, res, 500);
  });

  return {
    http,
    close: async () => {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeIdleConnections();
      // Answers under way get a moment; what is left is cut, as a supervisor would do anyway.
      const cut = setTimeout(() => http.closeAllConnections(), 5_000);
      await closed;
      clearTimeout(cut);
      await pages?.close();
    },
  };
}

/** The policy for one answer. Development needs inline styles and its own socket for hot reloading. */
export function contentSecurityPolicy(settings: Pick<Env, "origins" | "nodeEnv">, nonce: string): string {
  const sockets = settings.origins.map((one) => one.replace(/^http/, "ws"));
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    settings.nodeEnv === "development" ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self' ${sockets.join(" ")}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}

function securityHeaders(settings: Env) {
  const others = helmet({
    contentSecurityPolicy: false,
    hsts: settings.secureCookies ? { maxAge: 63_072_000, includeSubDomains: false } : false,
    // Not `no-referrer`: with it a browser sends `Origin: null` on our own forms, and the check of origin needs it.
    referrerPolicy: { policy: "same-origin" },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    xFrameOptions: { action: "deny" },
  });
  return (req: Request, res: Response, next: NextFunction) => {
    const nonce = randomBytes(16).toString("base64");
    res.locals.nonce = nonce;
    res.setHeader("Content-Security-Policy", contentSecurityPolicy(settings, nonce));
    res.setHeader(
      "Permissions-Policy",
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    );
    // On a shared computer the Back button must not show what was read before signing out.
    res.setHeader("Cache-Control", "private, no-store");
    others(req, res, next);
  };
}

function serveFiles(app: Express, client: string): void {
  // The build has compressed them (`scripts/bundle.mjs`). A header that is set already stays, so this one is set anew.
  const files = (folder: string, caching: string) =>
    sirv(folder, {
      etag: true,
      gzip: true,
      brotli: true,
      extensions: [],
      setHeaders: (res) => res.setHeader("Cache-Control", caching),
    });
  // Names under /assets hold a hash of the content, so they never change.
  app.use("/assets", files(path.join(client, "assets"), "public, max-age=31536000, immutable"));
  app.use("/assets", (req, res) => refuse(req, res, 404));
  app.use(files(client, "public, max-age=3600"));
}

/**
 * Refuses addresses that no page has: with percent signs that mean nothing, at which routers throw, or with a NUL, which the
 * database takes nowhere. A query may hold a bare percent sign: people type them.
 */
function onlyReadableAddresses(req: Request, res: Response, next: NextFunction): void {
  if (isReadableAddress(req.originalUrl)) next();
  else refuse(req, res, 400);
}

/** Whether an address (path and query, as it was sent) can be decoded to text without a NUL. */
export function isReadableAddress(address: string): boolean {
  if (/%00|\0/.test(address)) return false;
  try {
    decodeURIComponent(address.split("?")[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

function onlyKnownMethods(req: Request, res: Response, next: NextFunction): void {
  if (KNOWN.has(req.method)) next();
  else refuse(req, res, 405);
}

/**
 * Remix builds absolute addresses from Host and X-Forwarded-Host, and compares Origin with them. In real use there is
 * one right answer, so neither header is believed.
 */
function pinHost(settings: Env) {
  const { host } = new URL(settings.origin);
  return (req: Request, _res: Response, next: NextFunction) => {
    delete req.headers["x-forwarded-host"];
    if (settings.isProduction) req.headers.host = host;
    next();
  };
}

/**
 * Whether a request may change something, by where the browser says it comes from.
 * `Sec-Fetch-Site` cannot be set by a page; older browsers send Origin, which must match exactly. Neither: refused.
 * (Remix's own check passes a missing Origin, believes X-Forwarded-Host and skips resource routes.)
 */
export function comesFromUs(
  headers: Record<string, string | string[] | undefined>,
  origins: readonly string[],
): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  return typeof headers.origin === "string" && origins.includes(headers.origin);
}

function refuseForeignOrigins(settings: Env) {
  return (req: Request, res: Response, next: NextFunction) => {
    if (!UNSAFE.has(req.method) || comesFromUs(req.headers, settings.origins)) next();
    else refuse(req, res, 403);
  };
}

/** Reads the body before any page code runs: at most 1 MB, whatever Content-Length says or leaves out. */
function readBody(req: Request, res: Response, next: NextFunction): void {
  if (!UNSAFE.has(req.method)) {
    next();
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const tooLarge = () => {
    req.removeAllListeners("data");
    // The rest is not read; without this the browser would wait for us to take it.
    res.setHeader("Connection", "close");
    refuse(req, res, 413);
    res.once("finish", () => req.destroy());
  };
  if (Number(req.headers["content-length"] ?? 0) > BODY_LIMIT) {
    tooLarge();
    return;
  }
  req.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > BODY_LIMIT) tooLarge();
    else chunks.push(chunk);
  });
  req.once("end", () => {
    if (size > BODY_LIMIT) return;
    res.locals.body = Buffer.concat(chunks);
    next();
  });
}

/** A short answer from before the pages, in the reader's language. */
function refuse(req: Request, res: Response, status: 400 | 403 | 404 | 405 | 413 | 500): void {
  const { errors } = messagesFor(localeFromHeader(req.headers["accept-language"] ?? null));
  const text = {
    400: errors.codes.invalid_input,
    403: errors.page.crossSiteBody,
    404: errors.codes.not_found,
    405: errors.codes.invalid_input,
    413: errors.page.tooLargeBody,
    500: errors.generic,
  }[status];
  res.status(status).type("text").send(`${text}\n`);
}

/**
 * One line per request. Of the address only the parts that the sitemap itself names are written: ids and tokens become
 * `:x`, the query is left out, and so is everything about the person.
 */
function writeRequestLog(knownSegments: () => ReadonlySet<string>) {
  return (req: Request, res: Response, next: NextFunction) => {
    const start = performance.now();
    const { path: address, method } = req;
    res.once("close", () => {
      if (address.startsWith("/assets/") || address === "/healthz" || address === "/readyz") return;
      const ms = Math.round(performance.now() - start);
      const route = routePattern(address, knownSegments());
      const at = res.statusCode >= 500 ? "error" : "info";
      log[at]({ method: KNOWN.has(method) ? method : "other", route, status: res.statusCode, ms }, "request");
    });
    next();
  };
}

/** An address with everything that the sitemap does not name as a fixed word replaced by `:x`. */
export function routePattern(address: string, known: ReadonlySet<string>): string {
  const parts = address
    .replace(/\.data$/, "")
    .split("/")
    .filter(Boolean)
    .slice(0, 12);
  return `/${parts.map((part) => (known.has(part) ? part : ":x")).join("/")}`;
}

interface Pages {
  middleware: express.RequestHandler | undefined;
  handler(services: Services): express.RequestHandler;
  knownSegments(): ReadonlySet<string>;
  close(): Promise<void>;
}

async function loadPages(options: WebOptions, http: Server): Promise<Pages | undefined> {
  if (!options.pages) return undefined;
  let segments: ReadonlySet<string> = new Set();
  const learn = (build: ServerBuild) => {
    const paths = Object.values(build.routes).flatMap((route) => route?.path?.split("/") ?? []);
    segments = new Set(paths.filter((part) => part && !/^[:*]/.test(part)).map((part) => part.replace(/\?$/, "")));
    return build;
  };

  if (options.pages === "built") {
    const file = pathToFileURL(path.join(options.root, "build/server/index.js")).href;
    const build = learn((await import(file)) as ServerBuild);
    return {
      middleware: undefined,
      handler: (services) => remixHandler(build, services),
      knownSegments: () => segments,
      close: async () => {},
    };
  }

  const { createServer: createVite } = await import("vite");
  const vite = await createVite({ root: options.root, server: { middlewareMode: true, hmr: { server: http } } });
  // Remix's own Vite server ends the process on SIGTERM, before ours could close anything.
  process.removeAllListeners("SIGTERM");
  const load = async () => learn((await vite.ssrLoadModule("virtual:remix/server-build")) as ServerBuild);
  return {
    middleware: vite.middlewares,
    handler: (services) => remixHandler(load, services),
    knownSegments: () => segments,
    close: () => vite.close(),
  };
}

function remixHandler(build: ServerBuild | (() => Promise<ServerBuild>), services: Services): express.RequestHandler {
  const answer = createRequestHandler(build, process.env.NODE_ENV);
  return async (req, res, next) => {
    try {
      const context: AppLoadContext = {
        cspNonce: String(res.locals.nonce),
        services,
        clientAddress: networkOf(req.ip ?? ""),
      };
      const request = toFetchRequest(req, res);
      const reads = request.method === "GET" || request.method === "HEAD";
      await send(res, await (reads ? withRequestMemory(() => answer(request, context)) : answer(request, context)));
    } catch (error) {
      next(error);
    }
  };
}

/** @remix-run/express hands the raw stream to the page, which has no limit; ours passes the body already read. */
function toFetchRequest(req: Request, res: Response): globalThis.Request {
  const gone = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) gone.abort();
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one);
  }
  const url = new URL(`${req.protocol}://${req.headers.host ?? "localhost"}`);
  // Assigned, not concatenated: an address like //elsewhere/x must stay a path.
  const [pathname = "/", ...query] = req.originalUrl.split("?");
  url.pathname = pathname;
  url.search = query.join("?");
  const body = res.locals.body as Buffer<ArrayBuffer> | undefined;
  return new Request(url, { method: req.method, headers, signal: gone.signal, ...(body?.length ? { body } : {}) });
}

async function send(res: Response, response: globalThis.Response): Promise<void> {
  res.statusMessage = response.statusText;
  res.status(response.status);
  const cookies = response.headers.getSetCookie();
  for (const [name, value] of response.headers) if (name !== "set-cookie") res.setHeader(name, value);
  if (cookies.length > 0) res.setHeader("Set-Cookie", cookies);
  if (response.body) await writeReadableStreamToWritable(response.body, res);
  else res.end();
}
