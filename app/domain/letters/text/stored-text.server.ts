import { sql } from "drizzle-orm";
import { db, type Reader, type Tx } from "~db/client.server";
import { docSnapshots } from "~db/schema";
import { DomainError, notFound } from "../../errors";
import { newId } from "../../id";
import { jsonToUpdate, replacementUpdate } from "./json-to-yjs";
import type { LetterDoc } from "./schema";
import { updatesToJson } from "./yjs-to-json";

/** The text of one language version as the database holds it. */
export type StoredText = {
  letterId: string;
  /** Whether the letter's status lets its text be changed. */
  open: boolean;
  /** Collected state of everything up to the snapshot; null before the first one. */
  base: Uint8Array | null;
  /** Updates after the snapshot, oldest first. */
  tail: Uint8Array[];
  /** Id of the newest update that is in `base` or `tail`; 0 if none. */
  lastId: number;
  /** Yjs client ids and the people they belong to. */
  owners: [clientId: number, personId: string][];
};

/** Statuses in which a letter's text may be changed; the database refuses an update in any other (append_doc_updates). */
const OPEN = new Set(["drafting", "in_review"]);

/**
 * Reads snapshot, tail and owners in one statement, so that a compaction in between cannot hide a row.
 *
 * @returns null if there is no such language version
 */
export async function loadStoredText(languageVersionId: string, reader: Reader = db): Promise<StoredText | null> {
  type Row = {
    kind: "letter" | "base" | "tail" | "owner";
    id: string | null;
    data: Buffer | null;
    name: string | null;
  };
  const rows = await reader.execute<Row & { extra: string | null }>(sql`
    with snapshot as (select up_to_id, data from doc_snapshots where language_version_id = ${languageVersionId})
    select 'letter' as kind, null::bigint as id, null::bytea as data, l.id as name, l.status as extra
      from language_versions v join letters l on l.id = v.letter_id where v.id = ${languageVersionId}
    union all select 'base', up_to_id, data, null, null from snapshot
    union all select 'tail', u.id, u.data, null, null from doc_updates u
      where u.language_version_id = ${languageVersionId} and u.id > coalesce((select up_to_id from snapshot), 0)
    union all select 'owner', client_id, null, person_id, null from doc_clients
      where language_version_id = ${languageVersionId}`);
  const letter = rows.find((row) => row.kind === "letter");
  if (!letter?.name) return null;
  const base = rows.find((row) => row.kind === "base");
  const tail = rows.filter((row) => row.kind === "tail").sort((a, b) => Number(a.id) - Number(b.id));
  return {
    letterId: letter.name,
    open: OPEN.has(letter.extra ?? ""),
    base: base?.data ?? null,
    tail: tail.flatMap((row) => row.data ?? []),
    lastId: Number(tail.at(-1)?.id ?? base?.id ?? 0),
    owners: rows
      .flatMap((row) => (row.kind === "owner" && row.name ? [[Number(row.id), row.name] as const] : []))
      .map(([clientId, personId]) => [clientId, personId]),
  };
}

/** For each of these language versions whether its text may be changed, and the id of its newest update (0 if none). */
export async function readTextStates(
  languageVersionIds: readonly string[],
  reader: Reader = db,
): Promise<Map<string, { open: boolean; lastId: number }>> {
  if (languageVersionIds.length === 0) return new Map();
  const rows = await reader.execute<{ id: string; status: string; last: string }>(sql`
    select v.id, l.status, coalesce(greatest(
        (select max(u.id) from doc_updates u where u.language_version_id = v.id),
        (select s.up_to_id from doc_snapshots s where s.language_version_id = v.id)
      ), 0) as last
    from language_versions v join letters l on l.id = v.letter_id
    where v.id in ${languageVersionIds}`);
  return new Map(rows.map((row) => [row.id, { open: OPEN.has(row.status), lastId: Number(row.last) }]));
}

/**
 * The body of a language version as committed. To freeze, lock the letter's row first (`lockLetter`) and read in the
 * same transaction: no keystroke can be committed between the two.
 *
 * @throws not_found if there is no such language version
 */
export async function readText(languageVersionId: string, reader: Reader = db): Promise<LetterDoc> {
  const stored = await loadStoredText(languageVersionId, reader);
  if (!stored) throw notFound();
  return updatesToJson(stored.base ? [stored.base, ...stored.tail] : stored.tail);
}

/** Gives a new language version its first text. Call it once, in the transaction that creates the version. */
export async function writeFirstText(tx: Tx, languageVersionId: string, doc: LetterDoc): Promise<void> {
  const data = jsonToUpdate(doc);
  await tx.insert(docSnapshots).values({ languageVersionId, upToId: 0, data });
}

/**
 * Replaces the text by another one, as a new edit on top of all others: restoring a version. The letter's row must be
 * locked in `tx`. Open editors get it when the gateway calls `refresh`, at the latest with the next keystroke.
 *
 * @throws text_closed if the letter's status does not let its text be changed
 */
export async function replaceText(tx: Tx, languageVersionId: string, doc: LetterDoc, personId: string): Promise<void> {
  const stored = await loadStoredText(languageVersionId, tx);
  if (!stored) throw notFound();
  const update = replacementUpdate(stored.base ? [stored.base, ...stored.tail] : stored.tail, doc);
  const row = {
    n: 0,
    doc: languageVersionId,
    op: newId(),
    last: stored.lastId,
    data: Buffer.from(update).toString("base64"),
    people: [personId],
    claims: [],
  };
  const [answer] = await tx.execute<{ outcome: string }>(
    sql`select outcome from append_doc_updates(${JSON.stringify([row])}::text::jsonb)`,
  );
  if (answer?.outcome === "closed") throw new DomainError("text_closed");
  if (answer?.outcome !== "stored") throw new Error(`the text was not replaced: ${answer?.outcome}`);
}

/** Writes the collected state of a text down and drops the rows that are in it, in one statement. */
export async function compactText(languageVersionId: string, upToId: number, data: Uint8Array): Promise<void> {
  await db.execute(sql`
    with kept as (
      insert into doc_snapshots (language_version_id, up_to_id, data, updated_at)
        values (${languageVersionId}, ${upToId}, ${Buffer.from(data)}, clock_timestamp())
      on conflict (language_version_id) do update
        set up_to_id = excluded.up_to_id, data = excluded.data, updated_at = excluded.updated_at
        where doc_snapshots.up_to_id < excluded.up_to_id
      returning up_to_id
    )
    delete from doc_updates where language_version_id = ${languageVersionId} and id <= (select up_to_id from kept)`);
}
