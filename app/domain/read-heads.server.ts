import { inArray } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";
import { eventStreams } from "~db/schema";
import type { Cursor, Stream } from "./streams";

/**
 * The present number of each stream. A loader asks for it *before* it reads its data: what changes in between then has a
 * newer number, and the page reads again; the other way round a change could be missed.
 */
export async function readHeads(streams: readonly Stream[], reader: Reader = db): Promise<Cursor[]> {
  if (streams.length === 0) return [];
  const rows = await reader
    .select()
    .from(eventStreams)
    .where(inArray(eventStreams.stream, [...streams]));
  return streams.map((stream) => ({ stream, seq: rows.find((r) => r.stream === stream)?.head ?? 0 }));
}
