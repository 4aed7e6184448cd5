import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { newId } from "~/domain/id";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { plainText } from "~/domain/letters/text/plain-text";
import { SCHEMA_VERSION } from "~/domain/letters/text/schema";
import { loadStoredText, readText, replaceText } from "~/domain/letters/text/stored-text.server";
import { updatesToJson, yjsToJson } from "~/domain/letters/text/yjs-to-json";
import type { Answer } from "~/realtime/contract";
import { rawSql, transaction } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { type ClientSocket, startLetterServer, until } from "~tests/support/letter-server";
import { deleteSet, SimulatedEditor, seededRandom } from "~tests/support/simulated-editor";

const database = await useDatabase();
const world = await startLetterServer();
const { editing, people, access } = world;

let letterId: string;
let versionId: string;
let setStatus: (status: string) => Promise<void>;
let storedText: () => Promise<string>;

beforeEach(async () => {
  ({ letterId, versionId, setStatus, storedText } = await world.newLetter());
});

afterEach(() => world.disconnectAll());
afterAll(() => world.close());

/** A browser's half, as simple as can be: a simulated editor on a real socket. */
class Client {
  readonly editor: SimulatedEditor;
  readonly socket: ClientSocket;
  /** Bytes of updates that came from the server, in order. */
  readonly received: Uint8Array[] = [];
  readonly cursors: { sessionKey: string }[][] = [];
  closed: string | null = null;
  people: { name: string; personId: string; sessionKey: string; organization: string | null }[] = [];
  mode: string | null = null;
  /** What this person was told is saved. */
  acknowledged = 0;

  constructor(
    readonly name: string,
    seed = 1,
  ) {
    this.editor = new SimulatedEditor(people.get(name) ?? "", seededRandom(seed));
    this.socket = world.connect(name);
    this.socket.on("doc:update", ({ update }) => {
      this.received.push(update);
      this.editor.receive(update);
    });
    this.socket.on("doc:closed", ({ code }) => {
      this.closed = code;
    });
    this.socket.on("doc:presence", (presence) => {
      this.people = presence.people;
    });
    this.socket.on("doc:cursors", ({ cursors }) => this.cursors.push(cursors));
  }

  open(schemaVersion = SCHEMA_VERSION, clientId = this.editor.doc.clientID): Promise<Answer<"doc:open">> {
    return new Promise((resolve) => {
      this.socket.emit(
        "doc:open",
        { languageVersionId: versionId, schemaVersion, clientId, stateVector: Y.encodeStateVector(this.editor.doc) },
        (answer) => {
          if (answer.ok) {
            this.editor.receive(answer.update);
            this.mode = answer.mode;
            this.people = answer.people;
          }
          resolve(answer);
        },
      );
    });
  }

  send(update: Uint8Array): Promise<Answer<"doc:update">> {
    return new Promise((resolve) => {
      this.socket.emit("doc:update", { languageVersionId: versionId, opId: newId(), update }, (answer) => {
        if (answer.ok) this.acknowledged += 1;
        resolve(answer);
      });
    });
  }

  /** Writes a paragraph in front. */
  write(text: string): Promise<Answer<"doc:update">> {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText(text)]);
    this.editor.fragment.insert(0, [paragraph]);
    return this.flush();
  }

  async flush(): Promise<Answer<"doc:update">> {
    const update = this.editor.take();
    return update ? this.send(update) : { ok: true };
  }

  get text(): string {
    return plainText(yjsToJson(this.editor.doc));
  }
}

async function opened(name: string, seed = 1): Promise<Client> {
  const client = new Client(name, seed);
  expect(await client.open()).toMatchObject({ ok: true });
  return client;
}

/** All that was sent to this client before now has arrived: an answer comes behind everything else. */
async function caughtUp(...clients: Client[]): Promise<void> {
  await Promise.all(
    clients.map(
      (client) =>
        new Promise<void>((resolve) => {
          client.socket.emit("doc:cursor", { languageVersionId: versionId, anchor: null, head: null }, () => resolve());
        }),
    ),
  );
}

describe("writing together", () => {
  it("is committed before it is acknowledged, and then seen by the others", async () => {
    const [ana, berta] = [await opened("ana"), await opened("berta")];
    expect(ana.mode).toBe("write");
    expect(await ana.write("Uno")).toEqual({ ok: true });
    // A second connection sees it: it was committed when the answer came.
    expect(await storedText()).toMatch(/^Uno/);
    await caughtUp(berta);
    expect(berta.text).toBe(await storedText());
    expect(ana.received).toEqual([]);
    const [row] = await rawSql()`select person_ids from doc_updates where language_version_id = ${versionId}`;
    expect(row?.person_ids).toEqual(`{${people.get("ana")}}`);
  });

  it("merges what arrives during a commit into the next: fewer rows than edits, one text for all", async () => {
    const clients = await Promise.all(
      ["ana", "berta", "chela", "dina", "eva", "flor"].map((name, i) => opened(name, i + 1)),
    );
    let sent = 0;
    const answers: Answer<"doc:update">[] = [];
    await Promise.all(
      clients.map(async (client) => {
        for (let i = 0; i < 60; i++) {
          client.editor.edit();
          const update = client.editor.take();
          if (!update) continue;
          sent += 1;
          answers.push(await client.send(update));
        }
      }),
    );
    await caughtUp(...clients);
    expect(answers.every((answer) => answer.ok)).toBe(true);
    const stored = await readText(versionId);
    for (const client of clients) expect(yjsToJson(client.editor.doc)).toEqual(stored);
    const [row] =
      await rawSql()`select max(id) - min(id) + 1 as n from doc_updates where language_version_id = ${versionId}`;
    console.log(`group commit: ${sent} updates acknowledged in about ${row?.n ?? 0} rows since the last snapshot`);
    expect(sent).toBeGreaterThan(200);
  });

  it("lets newcomers in at any moment without missing a word", async () => {
    const ana = await opened("ana");
    const writing = (async () => {
      for (let i = 0; i < 80; i++) await ana.write(`línea ${i}`);
    })();
    const late = await Promise.all(Array.from({ length: 20 }, (_, i) => opened(["berta", "chela"][i % 2] ?? "", i)));
    await writing;
    await caughtUp(...late);
    for (const client of late) expect(client.text).toBe(ana.text);
    expect(await storedText()).toBe(ana.text);
  });

  it("takes the same update twice, and stores it once", async () => {
    const [ana, berta] = [await opened("ana"), await opened("berta")];
    ana.editor.fragment.insert(0, [new Y.XmlElement("paragraph")]);
    (ana.editor.fragment.get(0) as Y.XmlElement).insert(0, [new Y.XmlText("una vez")]);
    const update = ana.editor.take() as Uint8Array;
    const answers = await Promise.all([ana.send(update), ana.send(update), ana.send(update)]);
    expect(answers).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(await ana.send(update)).toEqual({ ok: true });
    await caughtUp(berta);
    expect(berta.received).toHaveLength(1);
    expect((await storedText()).match(/una vez/g)).toHaveLength(1);
  });

  it("carries on where it stopped after a break, with what was written meanwhile on both sides", async () => {
    const [ana, berta] = [await opened("ana"), await opened("berta")];
    await ana.write("antes");
    await caughtUp(berta);
    berta.socket.disconnect();
    await ana.write("mientras");
    // The browser is back with the text it had and an edit that was never sent.
    const again = new Client("berta");
    again.editor.receive(Y.encodeStateAsUpdate(berta.editor.doc));
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText("sin conexión")]);
    again.editor.fragment.insert(0, [paragraph]);
    expect(await again.open()).toMatchObject({ ok: true });
    expect(await again.flush()).toEqual({ ok: true });
    await caughtUp(ana);
    for (const text of [again.text, ana.text, await storedText()]) {
      expect(text).toContain("antes");
      expect(text).toContain("mientras");
      expect(text).toContain("sin conexión");
    }
    expect(again.text).toBe(ana.text);
  });
});

describe("a text that nobody has open", () => {
  it("leaves memory, is one snapshot, and no longer holds what was deleted", async () => {
    const ana = await opened("ana");
    await ana.write("el secreto de Marisol");
    ana.editor.fragment.delete(0, 1);
    await ana.flush();
    await ana.write("lo que queda");
    expect(editing.size).toBeGreaterThan(0);
    ana.socket.disconnect();
    await until(() => editing.size === 0, "the text left memory");
    const stored = await loadStoredText(versionId);
    expect(stored?.tail).toEqual([]);
    const bytes = Buffer.from(stored?.base ?? []).toString("utf8");
    expect(bytes).toContain("lo que queda");
    expect(bytes).not.toContain("Marisol");
    const berta = await opened("berta");
    expect(berta.text).toMatch(/^lo que queda/);
    expect(await berta.write("y más")).toEqual({ ok: true });
    expect(await storedText()).toMatch(/^y más/);
  });
});

describe("freezing", () => {
  it("lets no later keystroke in, tells everybody, and shows nobody what was refused", async () => {
    const [ana, berta] = [await opened("ana"), await opened("berta")];
    await ana.write("a tiempo");
    await setStatus("frozen");
    const before = await storedText();
    expect(await ana.write("tarde")).toEqual({ ok: false, code: "text_closed", facts: {} });
    await until(() => ana.closed === "text_closed" && berta.closed === "text_closed", "both were told");
    expect(berta.text).not.toContain("tarde");
    expect(await storedText()).toBe(before);
    // The writer still has the words.
    expect(ana.text).toContain("tarde");
    const chela = await opened("chela");
    expect(chela.mode).toBe("read");
    expect(chela.text).toBe(before);
    expect(await chela.write("no")).toMatchObject({ ok: false, code: "text_closed" });
    await setStatus("in_review");
    const again = await opened("dina");
    expect(again.text).toBe(before);
    expect(again.mode).toBe("read");
    await editing.recheck({ languageVersionIds: [versionId] });
    const dina = await opened("dina");
    expect(dina.mode).toBe("write");
    expect(await dina.write("de nuevo")).toEqual({ ok: true });
  });

  it("in the middle of a storm of keystrokes freezes exactly what was acknowledged", async () => {
    const clients = await Promise.all(["ana", "berta", "chela", "dina"].map((name, i) => opened(name, i + 1)));
    let frozen = "";
    const written: { word: string; answer: Answer<"doc:update"> }[] = [];
    let stop = false;
    const storm = clients.map(async (client, c) => {
      for (let i = 0; !stop && client.closed === null; i++) {
        const word = `w${c}x${i}z`;
        const answer = await client.write(word);
        written.push({ word, answer });
        if (!answer.ok) break;
      }
    });
    await until(() => written.length > 60, "a storm");
    await transaction(async (tx) => {
      await tx.execute(sql`select 1 from letters where id = ${letterId} for update`);
      frozen = plainText(await readText(versionId, tx));
      await tx.execute(sql`update letters set status = 'frozen' where id = ${letterId}`);
    });
    await Promise.all(storm);
    stop = true;
    const acknowledged = written.filter(({ answer }) => answer.ok).map(({ word }) => word);
    const refused = written.filter(({ answer }) => !answer.ok).map(({ word }) => word);
    console.log(`freeze in a storm: ${acknowledged.length} acknowledged, ${refused.length} refused`);
    for (const word of acknowledged) expect(frozen).toContain(word);
    for (const word of refused) expect(frozen).not.toContain(word);
    expect(refused.length).toBe(4);
    expect(await storedText()).toBe(frozen);
  });
});

describe("presence", () => {
  it("is written by the server from the session", async () => {
    const [ana, berta] = [await opened("ana"), await opened("berta")];
    await until(() => ana.people.length === 2, "ana sees two");
    expect(ana.people.map((person) => [person.name, person.personId, person.organization]).sort()).toEqual([
      ["ana", people.get("ana"), "Casa Ceiba"],
      ["berta", people.get("berta"), "Casa Ceiba"],
    ]);
    berta.socket.disconnect();
    await until(() => ana.people.length === 1, "berta left");
  });

  it("tells carets to the others, never to their owner", async () => {
    const clients = [await opened("ana"), await opened("berta"), await opened("chela")];
    const keyOf = (name: string) => clients[0]?.people.find((person) => person.name === name)?.sessionKey;
    await until(() => clients[0]?.people.length === 3, "three are here");
    const position = Uint8Array.from([1, 2, 3]);
    for (let i = 0; i < 5; i++) {
      for (const client of clients.slice(0, 2)) {
        client.socket.emit("doc:cursor", { languageVersionId: versionId, anchor: position, head: position });
      }
    }
    await until(() => clients.every((client) => client.cursors.length > 0), "everybody heard");
    await caughtUp(...clients);
    const seenBy = (client: Client | undefined) => new Set(client?.cursors.flat().map((cursor) => cursor.sessionKey));
    expect(seenBy(clients[0]).has(keyOf("ana") ?? "")).toBe(false);
    expect(seenBy(clients[1]).has(keyOf("berta") ?? "")).toBe(false);
    expect(seenBy(clients[2])).toEqual(new Set([keyOf("ana"), keyOf("berta")]));
    // Ten movements were told in a frame or two.
    expect(clients[2]?.cursors.length).toBeLessThan(5);
  });
});

describe("who may not", () => {
  it("hears nothing: no access, not opened", async () => {
    access.set("mallory", null);
    const [ana, mallory] = [await opened("ana"), new Client("mallory")];
    expect(await mallory.open()).toEqual({ ok: false, code: "not_found", facts: {} });
    await ana.write("confidencial");
    await caughtUp(mallory);
    expect(mallory.received).toEqual([]);
    expect(await mallory.write("x")).toMatchObject({ ok: false, code: "not_found" });
  });

  it("reads only: what is sent changes nothing", async () => {
    access.set("berta", "read");
    const [ana, berta] = [await opened("ana"), await opened("berta")];
    expect(berta.mode).toBe("read");
    expect(await berta.write("x")).toEqual({ ok: false, code: "not_allowed", facts: {} });
    await ana.write("y");
    await caughtUp(berta);
    expect(berta.received).toHaveLength(1);
    expect(await storedText()).not.toContain("x\n");
  });

  it("loses access while writing: closed at once, and not a byte more", async () => {
    const [ana, berta, chela] = [await opened("ana"), await opened("berta"), await opened("chela")];
    access.set("berta", null);
    access.set("chela", "read");
    await editing.recheck({ languageVersionIds: [versionId] });
    await ana.write("después");
    await caughtUp(berta, chela);
    expect(berta.closed).toBe("not_found");
    expect(berta.received).toEqual([]);
    expect(chela.closed).toBe("not_allowed");
    expect(chela.received).toHaveLength(1);
    expect(await chela.write("x")).toMatchObject({ ok: false, code: "not_allowed" });
  });

  it("has an old schema, or somebody else's client id", async () => {
    const ana = await opened("ana");
    await ana.write("mío");
    const mallory = new Client("mallory");
    expect(await mallory.open(SCHEMA_VERSION + 1)).toMatchObject({ ok: false, code: "schema_outdated" });
    expect(await mallory.open(SCHEMA_VERSION, ana.editor.doc.clientID)).toMatchObject({
      ok: false,
      code: "update_refused",
    });
    // Also before ana has written a word with it.
    const fresh = await opened("ana");
    expect(await mallory.open(SCHEMA_VERSION, fresh.editor.doc.clientID)).toMatchObject({ ok: false });
    expect(await mallory.open()).toMatchObject({ ok: true });
    mallory.editor.doc.clientID = ana.editor.doc.clientID;
    expect(await mallory.write("forjado")).toMatchObject({ ok: false, code: "update_refused" });
    expect(await ana.write("sigue")).toEqual({ ok: true });
  });
});

describe("malformed updates through a real socket", () => {
  it("change nothing, and whoever sends them is disconnected", async () => {
    const ana = await opened("ana");
    await ana.write("La carta");
    const random = seededRandom(5);
    const before = await storedText();
    let tried = 0;
    let refused = 0;
    let sockets = 0;
    while (tried < 3_000) {
      const mallory = new Client("mallory", tried);
      if (!(await mallory.open()).ok) continue;
      sockets += 1;
      const sample = Y.encodeStateAsUpdate(ana.editor.doc);
      const sending: Promise<Answer<"doc:update"> | null>[] = [];
      for (let i = 0; i < 60 && mallory.socket.connected; i++) {
        const bytes = Uint8Array.from(sample);
        if (i % 10 === 9) sending.push(raced(mallory, deleteSet(ana.editor.doc.clientID, 5_000 + random(1_000), 9)));
        else {
          for (let k = 0; k < 3; k++) bytes[random(bytes.length)] = random(256);
          sending.push(raced(mallory, bytes.slice(0, 1 + random(bytes.length))));
        }
        tried += 1;
      }
      refused += (await Promise.all(sending)).filter((answer) => answer === null || !answer.ok).length;
      mallory.socket.disconnect();
    }
    console.log(`malformed through the socket: ${tried} sent over ${sockets} sockets, ${refused} refused or cut off`);
    expect(await storedText()).toBe(before);
    expect(await ana.write("sigue")).toEqual({ ok: true });
    expect(ana.text).toContain("La carta");
  }, 60_000);

  /** The answer, or null when the socket was cut. */
  function raced(client: Client, update: Uint8Array): Promise<Answer<"doc:update"> | null> {
    return new Promise((resolve) => {
      client.socket.once("disconnect", () => resolve(null));
      void client.send(update).then(resolve);
    });
  }
});

describe("a restored version", () => {
  it("reaches open editors, and keystrokes at the same moment are kept", async () => {
    const [ana, berta] = [await opened("ana"), await opened("berta")];
    await ana.write("borrador");
    await transaction(async (tx) => {
      await tx.execute(sql`select 1 from letters where id = ${letterId} for update`);
      await replaceText(tx, versionId, parsePlainText("La versión 3"), people.get("ana") ?? "");
    });
    // Not told yet: the next keystroke finds out.
    expect(await ana.write("encima")).toEqual({ ok: true });
    await caughtUp(ana, berta);
    // Two people began the text at once: which comes first is up to Yjs, that both stay is not.
    expect((await storedText()).split("\n\n").sort()).toEqual(["La versión 3", "encima"]);
    expect(ana.text).toBe(await storedText());
    expect(berta.text).toBe(await storedText());

    await transaction(async (tx) => {
      await tx.execute(sql`select 1 from letters where id = ${letterId} for update`);
      await replaceText(tx, versionId, parsePlainText("La versión 4"), people.get("ana") ?? "");
    });
    await editing.recheck({ languageVersionIds: [versionId] });
    await caughtUp(ana, berta);
    expect(ana.text).toBe("La versión 4");
    expect(berta.text).toBe("La versión 4");
    expect(updatesToJson([Y.encodeStateAsUpdate(berta.editor.doc)])).toEqual(await readText(versionId));
  });
});

describe("a torn or doubled write", () => {
  it("is refused by the database itself when the text is closed, whoever asks", async () => {
    await setStatus("open");
    const row = { n: 0, doc: versionId, op: newId(), last: 0, data: "AAA=", people: [], claims: [] };
    const call = (rows: unknown[]) =>
      rawSql()`select outcome from append_doc_updates(${JSON.stringify(rows)}::text::jsonb)`;
    expect((await call([row]))[0]?.outcome).toBe("closed");
    await expect(
      rawSql()`insert into doc_updates (language_version_id, op_id, data) values (${versionId}, ${newId()}, '\\x0000')`,
    ).rejects.toThrow(/closed/);
    await setStatus("drafting");
    expect((await call([{ ...row, doc: newId() }]))[0]?.outcome).toBe("missing");
    expect((await call([row]))[0]?.outcome).toBe("stored");
    expect((await call([row]))[0]?.outcome).toBe("behind");
  });

  it("does not wait for a verb that holds the letter", async () => {
    const ana = await opened("ana");
    let answered = false;
    let writing: Promise<unknown> = Promise.resolve();
    await transaction(async (tx) => {
      await tx.execute(sql`select 1 from letters where id = ${letterId} for update`);
      const [row] = await rawSql()`select outcome from append_doc_updates(${JSON.stringify([
        { n: 0, doc: versionId, op: newId(), last: 0, data: "AAA=", people: [], claims: [] },
      ])}::text::jsonb)`;
      expect(row?.outcome).toBe("busy");
      writing = ana.write("espera").then((answer) => {
        answered = answer.ok;
      });
      await caughtUp(ana);
      expect(answered).toBe(false);
    });
    await writing;
    expect(answered).toBe(true);
    expect(await storedText()).toMatch(/^espera/);
  });
});

// Last: it leaves the pools with dead connections.
describe("the database going away", () => {
  it("loses nothing that was acknowledged and acknowledges nothing that is lost", async () => {
    const clients = await Promise.all(["ana", "berta", "chela", "dina"].map((name, i) => opened(name, i + 1)));
    const acknowledged: string[] = [];
    let rounds = 0;
    let killed = 0;
    let done = false;
    const killing = (async () => {
      while (!done) {
        killed += await database.killBackends();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    const writing = Promise.all(
      clients.map(async (client, c) => {
        for (let i = 0; i < 10 || killed < 12; i++) {
          const word = `k${c}x${i}z`;
          const answer = await client.write(word);
          if (answer.ok) acknowledged.push(word);
          rounds++;
        }
      }),
    );
    await writing.finally(() => {
      done = true;
    });
    await killing;
    await until(async () => (await readText(versionId).catch(() => null)) !== null, "the database answers");
    await caughtUp(...clients);
    const stored = await storedText();
    const lost = acknowledged.filter((word) => !stored.includes(word));
    const twice = acknowledged.filter((word) => stored.split(word).length > 2);
    console.log(
      `backends killed: ${killed}; acknowledged ${acknowledged.length} of ${rounds}; lost ${lost.length}, twice ${twice.length}`,
    );
    expect(killed).toBeGreaterThanOrEqual(12);
    expect(lost).toEqual([]);
    expect(twice).toEqual([]);
    expect(acknowledged).toHaveLength(rounds);
    for (const client of clients) expect(client.text).toBe(stored);
  }, 120_000);
});
