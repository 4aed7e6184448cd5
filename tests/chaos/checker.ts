import type postgres from "postgres";
import * as Y from "yjs";
import { type EventType, eventCatalogue } from "~/domain/events";
import { plainText } from "~/domain/letters/text/plain-text";
import { yjsToJson } from "~/domain/letters/text/yjs-to-json";
import { hashOf, hashOfEvent, type LedgerEntry } from "./ledger";
import { type Findings, missingFrom, noFindings, ReplayedLog, sameText, textOf } from "./texts";

/** One transaction, so that all that is compared is of one moment. */
type Reading = postgres.TransactionSql;

/** What the checker looks at, read with its own statements and none of the product's. */
type Rows = {
  messages: { id: string; op_id: string; room_id: string; number: number; body: string; author_id: string }[];
  rooms: { id: string; last_number: number }[];
  reads: { room_id: string; person_id: string; last_read_number: number }[];
  signatures: { id: string; letter_id: string; organization_id: string; state: string; sha256: string | null }[];
  approvals: { signature_id: string; sha256: string }[];
  stepUps: { letter_id: string; organization_id: string; used: number }[];
  heads: { stream: string; head: number }[];
  events: { stream: string; seq: number; event_id: string; type: string; data: Record<string, unknown> }[];
  clients: { client_id: number }[];
};

async function readRows(sql: Reading): Promise<Rows> {
  return {
    messages: await sql`select id, op_id, room_id, number::int, body, author_id from messages`,
    rooms: await sql`select id, last_number::int from rooms`,
    reads: await sql`select room_id, person_id, last_read_number::int from room_reads`,
    signatures: await sql`select id, letter_id, organization_id, state, sha256 from signatures`,
    approvals: await sql`select signature_id, sha256 from signature_approvals`,
    stepUps: await sql`select letter_id, organization_id, count(used_at)::int as used from step_ups group by 1, 2`,
    heads: await sql`select stream, head::int from event_streams`,
    events: await sql`select stream, seq::int, event_id, type, data from events order by stream, seq`,
    clients: await sql`select client_id::float8 from doc_clients`,
  };
}

export type Verdict = Findings & { compared: { edits: number; messages: number; signatures: number; seen: number } };

/**
 * Compares the clients' ledger with the database.
 *
 * lost: acknowledged or seen, and not there as it was · twice: there more than once · torn: one half of a change without
 * the other.
 * @param log kept from call to call: only new rows are replayed
 * @param shown updates of the text that were shown to somebody other than their writer
 */
export async function judge(
  sql: Reading,
  doc: string,
  log: ReplayedLog,
  ledger: readonly LedgerEntry[],
  shown: readonly Uint8Array[] = [],
): Promise<Verdict> {
  const rows = await readRows(sql);
  const edits = await judgeText(sql, doc, log, ledger, shown, rows);
  const all = [edits, judgeMessages(rows, ledger), judgeSignatures(rows, ledger), judgeEvents(rows, ledger)];
  const count = (kind: LedgerEntry["kind"]) => ledger.filter((entry) => entry.kind === kind).length;
  return {
    lost: all.flatMap((f) => f.lost),
    twice: all.flatMap((f) => f.twice),
    torn: all.flatMap((f) => f.torn),
    compared: { edits: count("edit"), messages: count("message"), signatures: count("signature"), seen: count("seen") },
  };
}

/** The replayed log of a text, from its first words on. */
export async function openLog(sql: Reading, doc: string): Promise<ReplayedLog> {
  const [first] = await sql<{ data: Uint8Array }[]>`select data from chaos.first where doc = ${doc}`;
  return new ReplayedLog(first?.data ?? Y.encodeStateAsUpdate(new Y.Doc()));
}

/** Snapshot and tail, as the server would load them. */
export async function readStoredText(sql: Reading, doc: string) {
  const rows = await sql<{ data: Uint8Array }[]>`
    select data from (
      select 0 as id, data from doc_snapshots where language_version_id = ${doc}
      union all select id, data from doc_updates where language_version_id = ${doc}
        and id > coalesce((select up_to_id from doc_snapshots where language_version_id = ${doc}), 0)
    ) stored order by id`;
  return textOf(rows.map((row) => row.data));
}

async function judgeText(
  sql: Reading,
  doc: string,
  log: ReplayedLog,
  ledger: readonly LedgerEntry[],
  shown: readonly Uint8Array[],
  rows: Rows,
): Promise<Findings> {
  for (const row of await sql<{ id: number; data: Uint8Array }[]>`
    select id::int, data from chaos.log where doc = ${doc} and id > ${log.lastRow} order by id`) {
    log.add(row.id, row.data);
  }
  const findings = { lost: [...log.findings.lost], twice: [...log.findings.twice], torn: [...log.findings.torn] };
  const stored = await readStoredText(sql, doc);
  if (!stored.whole) findings.torn.push("the stored text refers to what is not stored");
  if (!sameText(stored.doc, log.doc)) findings.torn.push("the stored text is not what its log says");
  for (const entry of ledger) {
    if (entry.kind !== "edit") continue;
    const update = Buffer.from(entry.update, "base64");
    if (hashOf(update) !== entry.hash) findings.torn.push(`the ledger's own entry ${entry.op} is damaged`);
    const missing = missingFrom(log.doc, update) ?? missingFrom(stored.doc, update);
    if (missing) findings.lost.push(`edit ${entry.op} of ${entry.who}, acknowledged ${entry.at}: ${missing}`);
  }
  for (const update of shown) {
    const missing = missingFrom(log.doc, update);
    if (missing) findings.lost.push(`an edit that was shown: ${missing}`);
  }
  const owned = new Set(rows.clients.map((row) => row.client_id));
  for (const entry of ledger) {
    if (entry.kind !== "edit") continue;
    for (const struct of Y.decodeUpdate(Buffer.from(entry.update, "base64")).structs) {
      if (!owned.has(struct.id.client)) findings.torn.push(`nobody owns what ${struct.id.client} wrote`);
    }
  }
  return findings;
}

function judgeMessages(rows: Rows, ledger: readonly LedgerEntry[]): Findings {
  const findings = noFindings();
  const byOp = groupBy(rows.messages, (m) => m.op_id);
  for (const entry of ledger) {
    if (entry.kind !== "message") continue;
    const [message, ...more] = byOp.get(entry.op) ?? [];
    if (!message || hashOf(message.body) !== entry.hash || message.id !== entry.messageId)
      findings.lost.push(`message ${entry.number} of ${entry.who}, acknowledged ${entry.at}`);
    else if (message.number !== entry.number)
      findings.lost.push(`message ${entry.number} of ${entry.who} has become ${message.number}`);
    if (more.length > 0) findings.twice.push(`message ${entry.number} of ${entry.who}`);
  }
  for (const [body, same] of groupBy(rows.messages, (m) => m.body))
    if (same.length > 1) findings.twice.push(`${same.length} messages say ${body}`);

  const posted = groupBy(
    rows.events.filter((e) => e.type === "message.posted"),
    (e) => String(e.data.messageId),
  );
  for (const message of rows.messages) {
    const events = posted.get(message.id)?.length ?? 0;
    if (events === 0) findings.torn.push(`message ${message.number} has no event`);
    if (events > 1) findings.twice.push(`message ${message.number} has ${events} events`);
    const read = rows.reads.find((r) => r.room_id === message.room_id && r.person_id === message.author_id);
    if ((read?.last_read_number ?? 0) < message.number)
      findings.torn.push(`message ${message.number} counts as unread by its author`);
  }
  const ids = new Set(rows.messages.map((m) => m.id));
  for (const id of posted.keys())
    if (!ids.has(id)) findings.torn.push(`an event tells of message ${id}, which is not there`);
  for (const room of rows.rooms) {
    const numbers = rows.messages.filter((m) => m.room_id === room.id).map((m) => m.number);
    numbers.sort((a, b) => a - b);
    if (numbers.some((n, i) => n !== i + 1) || numbers.length !== room.last_number)
      findings.torn.push(`the room's numbers end at ${room.last_number}, it has ${numbers.length} messages`);
  }
  return findings;
}

function judgeSignatures(rows: Rows, ledger: readonly LedgerEntry[]): Findings {
  const findings = noFindings();
  const key = (s: { letter_id: string; organization_id: string }) => `${s.letter_id} ${s.organization_id}`;
  const byKey = groupBy(rows.signatures, key);
  for (const entry of ledger) {
    if (entry.kind !== "signature") continue;
    const [signature, ...more] = byKey.get(entry.op) ?? [];
    if (signature?.state !== "confirmed" || signature.sha256 !== entry.hash)
      findings.lost.push(`signature of ${entry.who}, acknowledged ${entry.at}: ${signature?.state ?? "no row"}`);
    if (more.length > 0) findings.twice.push(`signature of ${entry.who}`);
  }
  const used = new Map(rows.stepUps.map((s) => [key(s), s.used]));
  const signed = groupBy(
    rows.events.filter((e) => e.type === "letter.signed" && e.stream.startsWith("letter:")),
    (e) => String(e.data.signatureId),
  );
  for (const signature of rows.signatures) {
    const events = signed.get(signature.id)?.length ?? 0;
    const approvals = rows.approvals.filter((a) => a.signature_id === signature.id);
    const spent = used.get(key(signature)) ?? 0;
    const what = `signature ${signature.id} (${signature.state})`;
    if (signature.state === "confirmed") {
      if (events > 1) findings.twice.push(`${what} has ${events} events`);
      if (events === 0 || approvals.length !== 1 || spent !== 1 || approvals[0]?.sha256 !== signature.sha256)
        findings.torn.push(`${what}: ${events} events, ${approvals.length} approvals, ${spent} step-ups spent`);
    } else if (events > 0 || approvals.length > 0 || spent > 0)
      findings.torn.push(`${what}: ${events} events, ${approvals.length} approvals, ${spent} step-ups spent`);
  }
  return findings;
}

function judgeEvents(rows: Rows, ledger: readonly LedgerEntry[]): Findings {
  const findings = noFindings();
  const byStream = groupBy(rows.events, (e) => e.stream);
  const heads = new Map(rows.heads.map((h) => [h.stream, h.head]));
  for (const [stream, events] of byStream) {
    if (events.some((e, i) => e.seq !== i + 1) || heads.get(stream) !== events.length)
      findings.torn.push(`${stream} has ${events.length} events and ends at ${heads.get(stream)}`);
  }
  for (const [id, same] of groupBy(rows.events, (e) => e.event_id)) {
    const [first] = same;
    if (!first) continue;
    const streams = eventCatalogue[first.type as EventType].streams as (data: unknown) => string[];
    const found = same.map((e) => e.stream).sort();
    // A bell has no data from which its streams could be told; that none of its numbers is missing was asked above.
    const wanted = first.type === "changed" ? found.join() : [...new Set(streams(first.data))].sort().join();
    if (new Set(found).size < found.length) findings.twice.push(`event ${id} stands twice in a stream`);
    else if (found.join() !== wanted) findings.torn.push(`event ${id} stands in ${found.join()} and not in ${wanted}`);
  }
  const bodies = new Map(rows.messages.map((m) => [m.id, hashOf(m.body)]));
  const last = new Map<string, number>();
  for (const entry of ledger) {
    if (entry.kind !== "seen") continue;
    const reader = `${entry.who} ${entry.stream}`;
    const before = last.get(reader) ?? 0;
    if (entry.seq <= before) findings.twice.push(`${entry.who} saw ${entry.stream} ${entry.seq} again`);
    if (entry.seq > before + 1) findings.lost.push(`${entry.who} never saw ${entry.stream} ${before + 1}`);
    last.set(reader, entry.seq);
    const event = byStream.get(entry.stream)?.[entry.seq - 1];
    if (!event || event.type !== entry.type || hashOfEvent(event.type, event.data) !== entry.hash)
      findings.lost.push(`${entry.who} saw ${entry.stream} ${entry.seq}, which is not there`);
    else if (entry.words && bodies.get(String(event.data.messageId)) !== entry.words)
      findings.lost.push(`${entry.who} saw other words in ${entry.stream} ${entry.seq}`);
  }
  return findings;
}

/** At the end: every reader has seen everything, and has the text that is stored. */
export async function judgeReaders(
  sql: Reading,
  doc: string,
  readers: readonly { name: string; cursors: ReadonlyMap<string, number>; doc: { doc: Y.Doc } }[],
): Promise<string[]> {
  const wrong: string[] = [];
  const heads = await readHeadsOf(sql);
  const stored = await readStoredText(sql, doc);
  const words = plainText(yjsToJson(stored.doc));
  for (const reader of readers) {
    for (const [stream, seq] of reader.cursors)
      if (seq !== (heads.get(stream) ?? 0))
        wrong.push(`${reader.name} is at ${seq} of ${heads.get(stream)} in ${stream}`);
    if (!sameText(reader.doc.doc, stored.doc)) wrong.push(`${reader.name} has another text than the database`);
    if (plainText(yjsToJson(reader.doc.doc)) !== words) wrong.push(`${reader.name} reads other words`);
  }
  return wrong;
}

export async function readHeadsOf(sql: Reading): Promise<Map<string, number>> {
  const rows = await sql<{ stream: string; head: number }[]>`select stream, head::int from event_streams`;
  return new Map(rows.map((row) => [row.stream, row.head]));
}

/** Jobs whose time has come and that will be done yet, what kind of jobs nobody will try again, and how many mails jobs have sent. */
export async function readJobs(sql: Reading): Promise<{ due: number; givenUp: string[]; mails: number }> {
  const [row] = await sql<{ due: number; givenUp: string[]; mails: number }[]>`
    select count(*) filter (where run_at <= clock_timestamp() and attempts < max_attempts)::int as due,
      coalesce(json_agg(task_identifier) filter (where attempts >= max_attempts), '[]') as "givenUp",
      (select count(*)::int from outgoing_mails where sent_at is not null) as mails
    from graphile_worker.jobs`;
  return row ?? { due: 0, givenUp: [], mails: 0 };
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
