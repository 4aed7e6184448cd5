import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, describe, expect, it } from "vitest";
import { forgetEnv } from "~/env.server";
import { closeDatabase } from "~db/client.server";
import { startCluster } from "~tests/support/cluster";
import { freePort, startServer } from "~tests/support/server";
import { root, testSettings } from "~tests/support/settings";
import { seededRandom } from "~tests/support/simulated-editor";
import { judge, judgeReaders, openLog, readHeadsOf, readJobs, type Verdict } from "./checker";
import { Ledger, readLedger } from "./ledger";
import { Participant } from "./participant";
import { keepWholeLog, makeChaosWorld } from "./world";

/** `CYCLES=30 npm run chaos` is the whole trial. */
const CYCLES = Number(process.env.CYCLES ?? 4);
const SEED = Number(process.env.SEED ?? 20_261_124);
/** Against hanging, per step (ms). */
const PATIENCE = 60_000;

const random = seededRandom(SEED);
const cluster = await startCluster({ durable: true });
const databaseUrl = await cluster.createDatabase();
const port = await freePort();
Object.assign(process.env, testSettings, { DATABASE_URL: databaseUrl, APP_ORIGIN: `http://localhost:${port}` });
forgetEnv();
const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
const ledger = new Ledger(path.join(root, ".data/reports/kill-9.ledger.jsonl"));
let participants: Participant[] = [];
let stopServer: () => Promise<unknown> = async () => {};

afterAll(async () => {
  for (const one of participants) one.leave();
  await stopServer();
  await sql.end();
  await closeDatabase();
  await cluster.stop();
});

/** Asks again and again, because what is waited for happens in another process. */
async function until(what: string, test: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE; !(await test()); await pause(10))
    if (Date.now() > end) throw new Error(`did not happen within ${PATIENCE} ms: ${what}`);
}

const atOneMoment = <T>(work: (tx: postgres.TransactionSql) => Promise<T>): Promise<T> =>
  sql.begin("isolation level repeatable read read only", work) as Promise<T>;
const found = ({ lost, twice, torn }: Verdict) => ({ lost, twice, torn });
const nothing = { lost: [], twice: [], torn: [] };

describe("kill -9 of the server while twelve people edit, chat and sign", () => {
  it(
    `loses nothing that was acknowledged or shown, in ${CYCLES} cycles`,
    async () => {
      const world = await makeChaosWorld(CYCLES + 1);
      await keepWholeLog();
      const log = await atOneMoment((tx) => openLog(tx, world.languageVersionId));
      let server = await startServer({ databaseUrl, port });
      stopServer = () => server.kill();
      participants = world.signers.map(
        (signer, i) => new Participant(signer, world, server.url, ledger, seededRandom(SEED + i)),
      );
      await until("all are here", () => participants.every((one) => one.isHere));
      for (const one of participants) one.work();

      const recoveries: number[] = [];
      let frames = 0;
      for (let cycle = 1; cycle <= CYCLES; cycle++) {
        const before = { ...ledger.counts };
        // Opening a letter writes to everybody, so there are jobs under way when the server falls.
        await world.openNext();
        // Two of three times all are back when it falls, else somewhere between starting and being full again.
        if (cycle % 3 !== 0) {
          await until("all are back", () => participants.every((one) => one.isHere));
          await until(
            "edits and messages",
            () => ledger.counts.edit > before.edit && ledger.counts.message > before.message,
          );
        }
        if (cycle % 3 === 1) await until("a signature", () => ledger.counts.signature > before.signature);
        await pause(random(1_000));
        await server.kill();
        await until("all have noticed", () => participants.every((one) => !one.socket.connected));
        ledger.flush();
        const shown = new Map<string, Uint8Array>();
        for (const one of participants)
          for (const update of one.shown.splice(0)) shown.set(Buffer.from(update).toString("latin1"), update);
        frames += shown.size;
        const verdict = await atOneMoment((tx) =>
          judge(tx, world.languageVersionId, log, readLedger(ledger.file), [...shown.values()]),
        );
        expect(found(verdict), `after kill ${cycle}`).toEqual(nothing);
        const starting = performance.now();
        server = await startServer({ databaseUrl, port });
        await until("somebody is back", () => participants.some((one) => one.isHere));
        recoveries.push(Math.round(performance.now() - starting));
      }

      await world.openNext();
      await until("the last signatures", () => participants.every((one) => one.hasSignedAll));
      await Promise.all(participants.map((one) => one.rest()));
      await until("every job that was due", async () => (await atOneMoment(readJobs)).due === 0);
      const jobs = await atOneMoment(readJobs);
      expect(jobs.givenUp).toEqual([]);
      await until("all is saved", () => participants.every((one) => one.doc.status === "saved"));
      const heads = await atOneMoment(readHeadsOf);
      await until("all have seen all", () =>
        participants.every((one) => [...one.cursors].every(([name, seq]) => seq === (heads.get(name) ?? 0))),
      );
      ledger.flush();
      const entries = readLedger(ledger.file);
      const end = await atOneMoment((tx) => judge(tx, world.languageVersionId, log, entries));
      expect(found(end), "at the end").toEqual(nothing);
      expect(await atOneMoment((tx) => judgeReaders(tx, world.languageVersionId, participants))).toEqual([]);
      expect(participants.flatMap((one) => one.wrong)).toEqual([]);

      // Closing writes a snapshot of the text and drops its log: the same must be there afterwards.
      expect(await server.stop()).toBe(0);
      const closed = await atOneMoment((tx) => judge(tx, world.languageVersionId, log, entries));
      expect(found(closed), "after a stop").toEqual(nothing);
      expect(await atOneMoment((tx) => judgeReaders(tx, world.languageVersionId, participants))).toEqual([]);

      const { edits, messages, signatures, seen } = end.compared;
      expect(signatures).toBe(world.letters.length * world.signers.length);
      const sorted = [...recoveries].sort((a, b) => a - b);
      console.info(
        [
          `kill -9 of the server, ${CYCLES} cycles, ${participants.length} people: ${edits} edits, ${messages} messages and ` +
            `${signatures} signatures acknowledged; ${end.lost.length} lost, ${end.twice.length} twice, ${end.torn.length} torn`,
          `compared: ${log.rows} rows of the text's log, ${frames} updates shown, ${seen} events seen by ${participants.length} ` +
            `readers (${participants.reduce((sum, one) => sum + one.gaps, 0)} gaps asked for again), ${participants.length} open texts`,
          `${jobs.mails} mails by jobs, none of which is left over by a worker that was killed`,
          `from the next start to the first text open again: median ${sorted[Math.floor(sorted.length / 2)]} ms, most ${sorted.at(-1)} ms`,
        ].join("\n"),
      );
      await sinsAreFound(entries);

      /** A checker that finds nothing proves nothing: each kind of loss is planted, found, and taken back. */
      async function sinsAreFound(all: typeof entries): Promise<void> {
        const sins: Record<string, { plant: string; as: keyof typeof nothing }> = {
          "a message gone": { as: "lost", plant: "delete from messages where number = 2" },
          "a message without its event": {
            as: "torn",
            plant: "delete from events where type = 'message.posted' and seq = 3",
          },
          "a message with other words": {
            as: "lost",
            plant: "update messages set body = body || '.' where number = 1",
          },
          "a message said again": {
            as: "twice",
            plant: `insert into messages (id, room_id, number, author_id, body, op_id)
            select id || '2', room_id, (select max(number) + 1 from messages), author_id, body, op_id || '2'
            from messages where number = 1`,
          },
          "a signature gone": {
            as: "lost",
            plant: "update signatures set state = 'considering' where id = (select min(id) from signatures)",
          },
          "a signature without its step-up": {
            as: "torn",
            plant:
              "update step_ups set used_at = null where nonce = (select min(nonce) from step_ups where used_at is not null)",
          },
          "an event told twice": {
            as: "twice",
            plant: `insert into events (stream, seq, event_id, type, actor, data)
            select stream, (select max(seq) + 1 from events e where e.stream = events.stream), event_id, type, actor, data
            from events where type = 'letter.signed' limit 1`,
          },
          "an event that a reader saw, gone": {
            as: "lost",
            plant: "delete from events where type = 'letter.signed' and stream like 'letter:%' and seq = 2",
          },
          "the text of before": { as: "lost", plant: "update doc_snapshots set data = (select data from chaos.first)" },
        };
        for (const [sin, { plant, as }] of Object.entries(sins)) {
          const caught = await sql
            .begin(async (tx) => {
              // Past the guards of the database, which would refuse most of these.
              await tx`set local session_replication_role = replica`;
              expect((await tx.unsafe(plant)).count, sin).toBeGreaterThan(0);
              throw { verdict: await judge(tx, world.languageVersionId, log, all) };
            })
            .catch((thrown: { verdict?: Verdict }) => thrown.verdict ?? Promise.reject(thrown));
          expect(caught[as].length, `${sin} is found as ${as}`).toBeGreaterThan(0);
        }
        console.info(`${Object.keys(sins).length} of ${Object.keys(sins).length} planted faults found by the checker`);
      }
    },
    PATIENCE * (CYCLES + 5),
  );
});
