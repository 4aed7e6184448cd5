/**
 * The server's log: one JSON line per happening, on standard output.
 *
 * It is an allow-list. A field that is not named here is not written, so a name, an address, a token or a letter cannot
 * slip in through an object that somebody logs as a whole. Errors keep their name, code and stack frames; their message
 * only when it is ours, because a database error quotes the row.
 */
import { pino } from "pino";

export interface LogFields {
  /** HTTP method. */
  method?: string;
  /** The pattern of a route, never the address itself: addresses carry ids and tokens. */
  route?: string;
  status?: number;
  /** Duration in milliseconds. */
  ms?: number;
  /** What the server did, in our own fixed words. */
  event?: string;
  /** Kind of a background job. */
  job?: string;
  attempt?: number;
  count?: number;
  port?: number;
  error?: unknown;
}

const level = process.env.LOG_LEVEL ?? (process.env.NODE_ENV === "test" ? "silent" : "info");
const writer = pino({
  level: level in pino.levels.values || level === "silent" ? level : "info",
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
});

type Level = "debug" | "info" | "warn" | "error" | "fatal";

function write(at: Level, fields: LogFields, message: string): void {
  const { method, route, status, ms, event, job, attempt, count, port, error } = fields;
  const shown = error === undefined ? undefined : describeError(error);
  writer[at]({ method, route, status, ms, event, job, attempt, count, port, error: shown }, message);
}

/** Writes a line at the named level. `message` is a fixed sentence of ours, never built from input. */
export const log = {
  debug: (fields: LogFields, message: string) => write("debug", fields, message),
  info: (fields: LogFields, message: string) => write("info", fields, message),
  warn: (fields: LogFields, message: string) => write("warn", fields, message),
  error: (fields: LogFields, message: string) => write("error", fields, message),
  fatal: (fields: LogFields, message: string) => write("fatal", fields, message),
};

interface ShownError {
  name: string;
  code?: string;
  frames: string[];
  cause?: ShownError;
}

/**
 * An error without what it quotes: name, code (a SQLSTATE, an errno, one of ours) and where it came from.
 *
 * @param depth how many causes to follow
 */
export function describeError(error: unknown, depth = 2): ShownError {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const code = (error as { code?: unknown }).code;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(typeof code === "string" && /^[\w.-]{1,64}$/.test(code) ? { code } : {}),
    frames: frames.slice(0, 8).map((line) => line.trim().replace(process.cwd(), "")),
    ...(error.cause !== undefined && depth > 0 ? { cause: describeError(error.cause, depth - 1) } : {}),
  };
}
