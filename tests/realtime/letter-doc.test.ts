import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { newId } from "~/domain/id";
import { ROOT_NAME } from "~/domain/letters/text/schema";
import { LetterDoc, type LetterDocStatus } from "~/realtime/letter-doc.client";
import type { KeptLetter, LetterStore } from "~/realtime/letter-store.client";
import { useDatabase } from "~tests/support/database";
import { startLetterServer, until } from "~tests/support/letter-server";
import { SimulatedEditor, seededRandom } from "~tests/support/simulated-editor";

await useDatabase();
const world = await startLetterServer();

let letter: Awaited<ReturnType<typeof world.newLetter>>;
const open: LetterDoc[] = [];

beforeEach(async () => {
  letter = await world.newLetter();
});
afterEach(() => {
  for (const doc of open.splice(0)) doc.destroy();
  world.disconnectAll();
});
afterAll(() => world.close());

/** What a browser's IndexedDB does, in memory: it outlives the page. */
class Device implements LetterStore {
  readonly operations = new Map<string, Uint8Array>();
  state: Uint8Array | null = null;
  async load(): Promise<KeptLetter> {
    const operations = [...this.operations].sort(([a], [b]) => (a < b ? -1 : 1));
    return { state: this.state, operations: operations.map(([opId, update]) => ({ opId, update })) };
  }
  async keepOperation(opId: string, update: Uint8Array): Promise<void> {
    this.operations.set(opId, update);
  }
  async keepState(state: Uint8Array): Promise<void> {
    this.state = state;
  }
  async forget(opIds: readonly string[], all: boolean): Promise<void> {
    for (const opId of opIds) this.operations.delete(opId);
    if (all) this.state = null;
  }
}

function page(name: string, device: LetterStore | null = new Device()) {
  const socket = world.connect(name, { reconnection: true });
  const doc = new LetterDoc(socket, letter.versionId, device);
  open.push(doc);
  const statuses: LetterDocStatus[] = [doc.status];
  doc.subscribe((change) => {
    if (change === "status") statuses.push(doc.status);
  });
  return { socket, doc, statuses };
}

async function opened(name: string, device: LetterStore | null = new Device()) {
  const it = page(name, device);
  await until(() => it.doc.status === "saved", `${name} opened the letter`);
  return it;
}

/** As an editor's transaction: from nobody else. */
function write(doc: LetterDoc, text: string): void {
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText(text)]);
  doc.fragment.insert(0, [paragraph]);
}

describe("the saved state", () => {
  it("says saved only when the database has it", async () => {
    const ana = await opened("ana");
    write(ana.doc, "Uno");
    expect(ana.doc.status).toBe("saving");
    await until(() => ana.doc.status === "saved", "saved");
    expect(await letter.storedText()).toMatch(/^Uno/);
    expect(ana.statuses).toEqual(["loading", "saved", "saving", "saved"]);
  });

  it("sends a few updates a second, not one for each keystroke", async () => {
    const [ana, berta] = [await opened("ana"), await opened("berta")];
    let frames = 0;
    berta.socket.on("doc:update", () => {
      frames += 1;
    });
    const start = performance.now();
    write(ana.doc, "");
    const text = (ana.doc.fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText;
    for (let i = 0; i < 100; i++) {
      text.insert(i, "x");
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await until(() => ana.doc.status === "saved", "saved");
    await until(() => berta.doc.text() === ana.doc.text(), "berta has it");
    // One at once, then at most one every 100 ms, and what the last ones brought.
    const most = (performance.now() - start) / 100 + 3;
    expect(frames).toBeLessThan(Math.min(100, most));
  });
});

describe("a broken connection", () => {
  it("is offline, keeps what is written, and sends it once after the break", async () => {
    const device = new Device();
    const ana = await opened("ana", device);
    const berta = await opened("berta");
    ana.socket.io.engine.close();
    await until(() => ana.doc.status === "offline", "offline");
    expect(ana.doc.editable).toBe(true);
    for (let i = 0; i < 20; i++) write(ana.doc, `línea ${i} sin conexión`);
    await until(() => ana.doc.status === "saved", "saved after the break");
    await until(() => berta.doc.text() === ana.doc.text(), "berta has it");
    expect(berta.doc.text().match(/línea 7 /g)).toHaveLength(1);
    expect(device.operations.size).toBe(0);
  });

  it("and a reload lose nothing: the edits arrive when the page is back", async () => {
    const device = new Device();
    const ana = await opened("ana", device);
    ana.socket.disconnect();
    write(ana.doc, "escrito sin conexión");
    const old = (ana.doc.fragment.get(1) as Y.XmlElement).get(0) as Y.XmlText;
    old.insert(0, "¡");
    await until(() => device.operations.size > 0 && device.state !== null, "kept on the device");
    ana.doc.destroy();

    // Still without a connection, the page shows the text as it was left.
    const again = page("ana", device);
    again.socket.disconnect();
    await until(() => again.doc.status === "offline", "shown offline");
    expect(again.doc.text()).toMatch(/^escrito sin conexión\n\n¡Estimada/);
    write(again.doc, "y más");
    const berta = await opened("berta");
    write(berta.doc, "mientras tanto");
    await until(() => berta.doc.status === "saved", "berta saved");
    again.socket.connect();
    await until(() => again.doc.status === "saved", "everything arrived");
    await until(() => berta.doc.text() === again.doc.text(), "both equal");
    expect(again.doc.text()).toBe(await letter.storedText());
    for (const words of ["escrito sin conexión", "y más", "mientras tanto", "¡Estimada"]) {
      expect(again.doc.text().split(words)).toHaveLength(2);
    }
    expect(device.operations.size).toBe(0);
    await until(() => device.state === null, "nothing stays on the device");
  });

  it("and a reload lose nothing when the device tells later than the server answers", async () => {
    const device = new Device();
    const ana = await opened("ana", device);
    ana.socket.disconnect();
    write(ana.doc, "escrito sin conexión");
    ana.doc.destroy();

    let tell = () => {};
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const load = device.load.bind(device);
    device.load = () => told.then(load);
    const again = page("ana", device);
    await until(() => again.socket.connected, "connected");
    // Long enough for the server to answer: it has answered somebody who came later.
    await opened("berta");
    tell();
    await until(() => again.doc.status === "saved", "everything arrived");
    expect(await letter.storedText()).toContain("escrito sin conexión");
  });

  it("while a device lost one of the edits is mended with the whole difference", async () => {
    const device = new Device();
    const ana = await opened("ana", device);
    ana.socket.disconnect();
    write(ana.doc, "uno");
    ana.doc.destroy();
    const [first, ...others] = [...device.operations];
    if (!first || !device.state) throw new Error("the edit and the text around it are on the device");
    expect(others).toEqual([]);
    // The server would be sent an edit that builds on one that it never saw.
    const copy = new Y.Doc();
    Y.applyUpdate(copy, device.state);
    Y.applyUpdate(copy, first[1]);
    copy.on("update", (update: Uint8Array) => void device.keepOperation(newId(), update));
    ((copy.getXmlFragment(ROOT_NAME).get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, "y ");
    device.operations.delete(first[0]);
    expect(device.operations.size).toBe(1);
    const third = page("ana", device);
    await until(() => third.doc.status === "saved" || third.doc.status === "reload-needed", "settled");
    expect(third.doc.status).toBe("saved");
    expect(third.doc.text()).toMatch(/^y uno\n/);
    expect(third.doc.text()).toBe(await letter.storedText());
  });

  it("at random moments for several people ends with one text, nothing lost and nothing twice", async () => {
    const names = ["ana", "berta", "chela", "dina"];
    const pages = await Promise.all(names.map((name) => opened(name)));
    const random = seededRandom(3);
    for (let round = 0; round < 60; round++) {
      for (const [n, { doc, socket }] of pages.entries()) {
        if (random(3) === 0) write(doc, `<${n}.${round}>`);
        if (socket.connected && random(15) === 0) socket.io.engine.close();
      }
      await new Promise((resolve) => setTimeout(resolve, random(12)));
    }
    await until(() => pages.every(({ doc }) => doc.status === "saved"), "all saved");
    const stored = await letter.storedText();
    await until(() => pages.every(({ doc }) => doc.text() === stored), "all equal");
    const written = pages.flatMap(({ doc }) => doc.text().match(/<\d+\.\d+>/g) ?? []);
    const words = new Set(written);
    for (const word of words) expect(stored.split(word)).toHaveLength(2);
    console.log(`random breaks: ${words.size} edits by ${names.length} people, 0 lost, 0 twice`);
    expect(words.size).toBeGreaterThan(50);
  });
});

describe("a text that was closed", () => {
  it("keeps the words of the late writer for copying", async () => {
    const device = new Device();
    const ana = await opened("ana", device);
    await letter.setStatus("frozen");
    write(ana.doc, "demasiado tarde");
    await until(() => ana.doc.status === "closed", "closed");
    expect(ana.doc.closedBy).toBe("text_closed");
    expect(ana.doc.unsaved).toBe(true);
    expect(ana.doc.text()).toContain("demasiado tarde");
    expect(await letter.storedText()).not.toContain("demasiado tarde");
    expect(ana.doc.editable).toBe(false);
  });

  it("while somebody was offline says so when they are back, and opens again with what they wrote", async () => {
    const device = new Device();
    const ana = await opened("ana", device);
    ana.socket.disconnect();
    write(ana.doc, "sin saberlo");
    await letter.setStatus("frozen");
    await world.editing.recheck({ languageVersionIds: [letter.versionId] });
    ana.socket.connect();
    await until(() => ana.doc.status === "closed", "closed");
    expect(ana.doc.text()).toContain("sin saberlo");
    ana.doc.destroy();
    ana.socket.disconnect();
    await letter.setStatus("in_review");
    await world.editing.recheck({ languageVersionIds: [letter.versionId] });
    const again = await opened("ana", device);
    expect(again.doc.text()).toContain("sin saberlo");
    expect(await letter.storedText()).toContain("sin saberlo");
  });

  it("can be given up", async () => {
    const device = new Device();
    const ana = await opened("ana", device);
    await letter.setStatus("frozen");
    write(ana.doc, "no importa");
    await until(() => ana.doc.status === "closed", "closed");
    await ana.doc.discardUnsaved();
    expect(ana.doc.unsaved).toBe(false);
    expect(device.operations.size).toBe(0);
    ana.doc.destroy();
    const again = page("ana", device);
    await until(() => again.doc.status === "readonly", "readonly");
    expect(again.doc.text()).not.toContain("no importa");
  });

  it("is only read by whoever may not write", async () => {
    world.access.set("berta", "read");
    const berta = page("berta");
    await until(() => berta.doc.status === "readonly", "readonly");
    // An editor of an old page might still write into its own copy: it goes nowhere.
    write(berta.doc, "nada");
    expect(berta.doc.unsaved).toBe(false);
    world.access.set("chela", null);
    const chela = page("chela");
    await until(() => chela.doc.status === "closed", "closed");
    expect(chela.doc.closedBy).toBe("not_found");
  });
});

describe("carets", () => {
  it("are seen by the others until their owner leaves", async () => {
    const [ana, berta] = [await opened("ana"), await opened("berta")];
    const position = Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(ana.doc.fragment, 0));
    ana.doc.setCursor({ anchor: position, head: position });
    await until(() => berta.doc.cursors.size === 1, "berta sees ana");
    const [key] = [...berta.doc.cursors.keys()];
    expect(berta.doc.people.find((person) => person.sessionKey === key)?.name).toBe("ana");
    expect(ana.doc.cursors.size).toBe(0);
    const chela = await opened("chela");
    await until(() => chela.doc.cursors.size === 1, "a newcomer sees ana too");
    ana.doc.setCursor(null);
    await until(() => berta.doc.cursors.size === 0, "ana left the text");
    ana.doc.destroy();
    await until(() => berta.doc.people.length === 2, "ana left");
  });
});

describe("many editors", () => {
  it("of real edits end with one text", async () => {
    const pages = await Promise.all(["ana", "berta", "chela"].map((name) => opened(name)));
    const editors = pages.map(({ doc }, i) => {
      const editor = new SimulatedEditor("", seededRandom(i + 1));
      // The editor's document and the page's are two copies here; a browser has one.
      editor.receive(Y.encodeStateAsUpdate(doc.doc));
      editor.doc.on("update", (update: Uint8Array, origin: unknown) => {
        if (origin !== "remote") Y.applyUpdate(doc.doc, update, "editor");
      });
      doc.doc.on("update", (update: Uint8Array, origin: unknown) => {
        if (origin !== "editor") editor.receive(update);
      });
      return editor;
    });
    for (let i = 0; i < 40; i++) {
      for (const editor of editors) editor.edit();
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    await until(() => pages.every(({ doc }) => doc.status === "saved"), "all saved");
    const stored = await letter.storedText();
    await until(() => pages.every(({ doc }) => doc.text() === stored), "all equal");
  });
});
