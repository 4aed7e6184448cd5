import postgres from "postgres";
import { passwords } from "~/auth/passwords.server";
import { createSession } from "~/auth/sessions.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { openLetter } from "~/domain/letters/open-letter.server";
import { stream } from "~/domain/streams";
import { rawSql, transaction } from "~db/client.server";
import { people } from "~db/schema";
import type { TestSocket } from "~tests/support/live-reader";
import {
  confirmation,
  type FrozenLetter,
  freezeNewLetter,
  inFuture,
  makeWorld,
  type World,
} from "~tests/support/signing-world";
import { number, spread, table, until } from "./measure";
import { PASSWORD, type Product } from "./product";

const ORGANIZATIONS = 200;
const BY_FORM = 40;
const WATCHING = 100;
const ROUNDS = 2;
const INSERTS = 5_000;
const CONNECTIONS = 10;

/** Everybody signs one letter in the same moment, while a hundred browsers watch the counter. */
export async function signatures(product: Product): Promise<string> {
  const world = await makeWorld({ organizations: ORGANIZATIONS });
  const inserts: number[] = [];
  const signed: number[] = [];
  const told: number[] = [];
  const letters: FrozenLetter[] = [];
  for (let n = 0; n < ROUNDS + 1; n++) letters.push(await open(world));
  // Opening has written to everybody: that is not what is measured.
  await product.rest();

  for (const letter of letters.slice(0, ROUNDS)) {
    inserts.push(await bareInserts());
    const watch = await watchLetter(product, world, letter);
    const ready = await Promise.all(
      world.organizations.map(async (organization) => ({
        by: organization.signatory,
        input: await confirmation(organization.signatory, letter, organization),
      })),
    );
    const begin = performance.now();
    await Promise.all(ready.map(({ by, input }) => confirmSignature(by, input)));
    const end = performance.now();
    signed.push((ORGANIZATIONS / (end - begin)) * 1000);
    if (!(await until(watch.haveAll, 10_000))) throw new Error("the counter never became exact");
    told.push(Math.max(0, watch.lastAt() - end));
    watch.close();
    const [row] = await rawSql()<{ n: number }[]>`
      select count(*)::int as n from signatures where letter_id = ${letter.letterId} and state = 'confirmed'`;
    if (row?.n !== ORGANIZATIONS) throw new Error(`${row?.n} of ${ORGANIZATIONS} signatures are there`);
  }
  const form = await byForm(product, world, letters[ROUNDS] as FrozenLetter);
  return [
    `### A burst of signatures: ${ORGANIZATIONS} organizations sign one letter at once, ${WATCHING} browsers watch`,
    table(
      ["", "a second", "last watcher exact, ms after the last"],
      [
        [`bare INSERT, one row each, ${CONNECTIONS} connections`, spread(inserts, 0), ""],
        ["Conjunta, the verb (lock, clock, step-up, signature, approval, event)", spread(signed, 0), spread(told, 0)],
        [
          `Conjunta, ${BY_FORM} at once by the form (session, password checked with argon2id, page)`,
          number(form.perSecond),
          number(form.told, 0),
        ],
      ],
    ),
    `${form.p50} ms and ${form.p99} ms are the median and the longest wait of the ${BY_FORM} who pressed the button in the same moment.`,
  ].join("\n\n");
}

async function open(world: World): Promise<FrozenLetter> {
  const [lead] = world.organizations;
  if (!lead) throw new Error("there are organizations");
  const letter = await freezeNewLetter(world);
  await openLetter(lead.signatory, {
    letterId: letter.letterId,
    ...inFuture(86_400_000),
    meaning: "The organization supports every word.",
    inviteCampaign: true,
  });
  return letter;
}

/** What the same PostgreSQL does at best with one INSERT and one commit for each row. */
async function bareInserts(): Promise<number> {
  const sql = postgres(process.env.DATABASE_URL ?? "", { max: CONNECTIONS, onnotice: () => {} });
  try {
    await sql`drop table if exists bench_rows`;
    await sql`create table bench_rows (id bigserial primary key, letter text, organization text, unique (letter, organization))`;
    const insert = (n: number) =>
      sql`insert into bench_rows (letter, organization) values ('letter', ${`organization ${n}`})`;
    await Promise.all(Array.from({ length: 200 }, (_, n) => insert(-1 - n)));
    const begin = performance.now();
    let next = 0;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (next < INSERTS) await insert(next++);
      }),
    );
    return (INSERTS / (performance.now() - begin)) * 1000;
  } finally {
    await sql`drop table if exists bench_rows`;
    await sql.end();
  }
}

/** A hundred browsers that follow the letter and count. */
async function watchLetter(product: Product, world: World, letter: FrozenLetter, expected = ORGANIZATIONS) {
  const name = stream("letter", letter.letterId);
  const [row] = await rawSql()<{ head: number }[]>`select head::int from event_streams where stream = ${name}`;
  const counts = Array.from({ length: WATCHING }, () => 0);
  let lastAt = 0;
  const sockets: TestSocket[] = [];
  for (let n = 0; n < WATCHING; n++) {
    const organization = world.organizations[n % world.organizations.length];
    if (!organization) throw new Error("there are organizations");
    const { personId } = organization.delegate;
    const cookie = (await createSession(personId, "Bench")).split(";")[0] ?? "";
    const socket = await product.connect({ ...seatOf(organization), cookie });
    socket.on("live:events", ({ stream: from, events }) => {
      if (from !== name) return;
      counts[n] = (counts[n] ?? 0) + events.filter((event) => event.type === "letter.signed").length;
      if (counts[n] === expected) lastAt = performance.now();
    });
    const answer = await socket.emitWithAck("live:subscribe", { cursors: [{ stream: name, seq: row?.head ?? 0 }] });
    if (!answer.ok || answer.refused.length > 0) throw new Error("the letter was refused");
    sockets.push(socket);
  }
  return {
    haveAll: () => counts.every((count) => count === expected),
    lastAt: () => lastAt,
    close: () => {
      for (const socket of sockets) socket.disconnect();
    },
  };
}

const seatOf = (organization: World["organizations"][number]) => ({
  member: organization.signatory,
  organizationId: organization.id,
  organization: organization.name,
});

/** The whole way of a person: the form with the password, until the page has answered. */
async function byForm(product: Product, world: World, letter: FrozenLetter) {
  const passwordHash = await passwords.hash(PASSWORD);
  await transaction((tx) => tx.update(people).set({ passwordHash }));
  const signers = await Promise.all(
    world.organizations.slice(0, BY_FORM).map(async (organization) => ({
      organization,
      cookie: (await createSession(organization.signatory.personId, "Bench")).split(";")[0] ?? "",
    })),
  );
  const watch = await watchLetter(product, world, letter, BY_FORM);
  const begin = performance.now();
  const waits = await Promise.all(
    signers.map(async ({ organization, cookie }) => {
      const response = await fetch(`${product.url}/c/${world.slug}/letters/${letter.letterId}/signature`, {
        method: "POST",
        redirect: "manual",
        headers: { Cookie: cookie, Origin: product.url },
        body: new URLSearchParams({
          step: "confirm",
          organization: organization.id,
          locale: "en",
          sha256: letter.sha256.en ?? "",
          listedName: organization.name,
          listedPerson: "",
          password: PASSWORD,
        }),
      });
      await response.arrayBuffer();
      if (response.status !== 302) throw new Error(`a signature was answered with ${response.status}`);
      return performance.now() - begin;
    }),
  );
  const end = performance.now();
  if (!(await until(watch.haveAll, 10_000))) throw new Error("the counter never became exact");
  const told = Math.max(0, watch.lastAt() - end);
  watch.close();
  waits.sort((a, b) => a - b);
  return {
    perSecond: (BY_FORM / (end - begin)) * 1000,
    told,
    p50: number(waits[BY_FORM / 2] ?? Number.NaN, 0),
    p99: number(waits.at(-1) ?? Number.NaN, 0),
  };
}
