import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { TextGate } from "~/domain/letters/text/gate";
import { jsonToUpdate } from "~/domain/letters/text/json-to-yjs";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { ROOT_NAME } from "~/domain/letters/text/schema";
import { yjsToJson } from "~/domain/letters/text/yjs-to-json";
import { deleteSet, SimulatedEditor, seededRandom } from "~tests/support/simulated-editor";

const FIRST = jsonToUpdate(
  parsePlainText("Dear Secretary:\n\nWe write together to ask for one thing.\n\n- families\n- homes\n\nRespectfully,"),
);

function newGate(limits = {}) {
  return new TextGate({ base: FIRST, tail: [], owners: [] }, limits);
}

/** Lets one update in, or says why not. */
function admit(gate: TextGate, update: Uint8Array, personId: string) {
  const staged = gate.stage([{ update, personId }]);
  gate.commit();
  return staged.refusals[0] ?? null;
}

function newEditor(gate: TextGate, personId: string, seed = 1) {
  const editor = new SimulatedEditor(personId, seededRandom(seed));
  editor.receive(gate.state());
  return editor;
}

/** What an editor sends that applies `write` to the text. */
function written(gate: TextGate, write: (fragment: Y.XmlFragment, doc: Y.Doc) => void, clientId?: number): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, gate.state());
  // Afterwards: Yjs takes a new client id when it sees its own in what it is given.
  if (clientId !== undefined) doc.clientID = clientId;
  const before = Y.encodeStateVector(doc);
  write(doc.getXmlFragment(ROOT_NAME), doc);
  return Y.encodeStateAsUpdate(doc, before);
}

function paragraph(text = "x") {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(text)]);
  return element;
}

describe("what an update may not do", () => {
  const refusedAs: [string, string | null, (gate: TextGate) => Uint8Array][] = [
    ["write a paragraph", null, (gate) => written(gate, (f) => f.insert(0, [paragraph()]))],
    ["be empty", "size", () => new Uint8Array()],
    ["be noise", "undecodable", () => Uint8Array.from([250, 1, 7, 9, 3])],
    [
      "be longer than the limit",
      "size",
      (gate) => written(gate, (f) => f.insert(0, [paragraph("x".repeat(300 * 1024))])),
    ],
    ["write an image", "content", (gate) => written(gate, (f) => f.insert(0, [new Y.XmlElement("image")]))],
    ["write a script", "content", (gate) => written(gate, (f) => f.insert(0, [new Y.XmlElement("script")]))],
    [
      "use a name that all objects have",
      "content",
      (g) => written(g, (f) => f.insert(0, [new Y.XmlElement("toString")])),
    ],
    ["write a map", "content", (gate) => written(gate, (f) => f.insert(0, [new Y.XmlHook("x") as never]))],
    [
      "write to another root",
      "content",
      (gate) => written(gate, (_, doc) => doc.getXmlFragment("other").insert(0, [paragraph()])),
    ],
    ["write to another map", "content", (gate) => written(gate, (_, doc) => doc.getMap("meta").set("title", "x"))],
    ["put text beside blocks", "tree", (gate) => written(gate, (f) => f.insert(0, [new Y.XmlText("x")]))],
    [
      "put a heading into a paragraph",
      "tree",
      (gate) =>
        written(gate, (f) => {
          const inner = new Y.XmlElement("paragraph");
          inner.insert(0, [new Y.XmlElement("heading")]);
          f.insert(0, [inner]);
        }),
    ],
    [
      "put an item on the top level",
      "tree",
      (gate) => written(gate, (f) => f.insert(0, [new Y.XmlElement("list_item")])),
    ],
    [
      "set an unknown attribute",
      "tree",
      (gate) => written(gate, (f) => (f.get(0) as Y.XmlElement).setAttribute("onclick", "alert(1)")),
    ],
    [
      "set an attribute of a new block",
      "tree",
      (gate) =>
        written(gate, (f) => {
          const element = paragraph();
          element.setAttribute("style", "x");
          f.insert(0, [element]);
        }),
    ],
    [
      "set an attribute of the wrong type",
      "content",
      (gate) => written(gate, (f) => (f.get(0) as Y.XmlElement).setAttribute("id", { toString: "x" } as never)),
    ],
    [
      "set a number where a text belongs",
      "tree",
      (gate) => written(gate, (f) => (f.get(0) as Y.XmlElement).setAttribute("id", 7 as never)),
    ],
    [
      "write a heading of level 9",
      "tree",
      (gate) =>
        written(gate, (f) => {
          const element = new Y.XmlElement<{ level: number }>("heading");
          element.setAttribute("level", 9);
          f.insert(0, [element as never]);
        }),
    ],
    [
      "link to a script",
      "content",
      (gate) =>
        written(gate, (f) =>
          ((f.get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 4, { link: { href: "javascript:alert(1)" } }),
        ),
    ],
    [
      "link with more than an address",
      "content",
      (gate) =>
        written(gate, (f) =>
          ((f.get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 4, {
            link: { href: "https://a.org", onclick: "x" },
          }),
        ),
    ],
    [
      "use an unknown mark",
      "content",
      (gate) => written(gate, (f) => ((f.get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 4, { blink: {} })),
    ],
    [
      "embed an object in text",
      "content",
      (gate) => written(gate, (f) => ((f.get(0) as Y.XmlElement).get(0) as Y.XmlText).insertEmbed(0, { image: "x" })),
    ],
    [
      "nest without end",
      "tree",
      (gate) =>
        written(gate, (f) => {
          let inner: Y.XmlElement = paragraph();
          for (let i = 0; i < 60; i++) {
            const outer = new Y.XmlElement("blockquote");
            outer.insert(0, [inner]);
            inner = outer;
          }
          f.insert(0, [inner]);
        }),
    ],
    ["delete what is yet to be written", "unknown_delete", () => deleteSet(4711, 0, 1_000)],
    [
      "leave a gap",
      "gap",
      (gate) => {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, gate.state());
        doc.getXmlFragment(ROOT_NAME).insert(0, [paragraph("first")]);
        const before = Y.encodeStateVector(doc);
        doc.getXmlFragment(ROOT_NAME).insert(0, [paragraph("second")]);
        return Y.encodeStateAsUpdate(doc, before);
      },
    ],
    [
      "refer to what nobody has seen",
      "unknown_reference",
      (gate) => {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, gate.state());
        const other = new Y.Doc();
        Y.applyUpdate(other, gate.state());
        other.getXmlFragment(ROOT_NAME).insert(0, [paragraph("unseen")]);
        Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
        const before = Y.encodeStateVector(doc);
        (doc.getXmlFragment(ROOT_NAME).get(0) as Y.XmlElement).insert(1, [new Y.XmlElement("hard_break")]);
        return Y.encodeStateAsUpdate(doc, before);
      },
    ],
  ];

  it.each(refusedAs)("%s: %s", (_, refusal, make) => {
    const gate = newGate();
    const before = Buffer.from(gate.state());
    const update = make(gate);
    expect(admit(gate, update, "ana")).toBe(refusal);
    if (refusal) expect(Buffer.compare(before, Buffer.from(gate.state()))).toBe(0);
    else expect(Buffer.compare(before, Buffer.from(gate.state()))).not.toBe(0);
  });

  it("continue another person's client id, nor the server's own", () => {
    const gate = newGate();
    const mine = written(gate, (f) => f.insert(0, [paragraph("mine")]), 77);
    expect(admit(gate, mine, "ana")).toBe(null);
    const forged = written(gate, (f) => f.insert(0, [paragraph("forged")]), 77);
    expect(admit(gate, forged, "berta")).toBe("foreign_client");
    expect(admit(gate, forged, "ana")).toBe(null);
    const seed = [...Y.decodeStateVector(Y.encodeStateVectorFromUpdate(FIRST)).keys()][0];
    const serverOwn = written(gate, (f) => f.insert(0, [paragraph("forged")]), seed);
    expect(admit(gate, serverOwn, "ana")).toBe("foreign_client");
  });

  it("say twice what was said: a repeated update is fine and changes nothing", () => {
    const gate = newGate();
    const update = written(gate, (f) => f.insert(0, [paragraph("once")]));
    expect(admit(gate, update, "ana")).toBe(null);
    const staged = gate.stage([{ update, personId: "ana" }]);
    expect(staged).toEqual({ bytes: null, claims: [], refusals: [null] });
  });

  it("grow the text beyond its limit, while deleting stays possible", () => {
    const gate = newGate({ maxStateBytes: 2_000 });
    expect(
      admit(
        gate,
        written(gate, (f) => f.insert(0, [paragraph("x".repeat(1_000))])),
        "ana",
      ),
    ).toBe(null);
    expect(
      admit(
        gate,
        written(gate, (f) => f.insert(0, [paragraph("x".repeat(1_000))])),
        "ana",
      ),
    ).toBe("text_too_long");
    const shrink = written(gate, (f) => f.delete(0, 1));
    expect(admit(gate, shrink, "ana")).toBe(null);
    expect(
      admit(
        gate,
        written(gate, (f) => f.insert(0, [paragraph("x".repeat(1_000))])),
        "ana",
      ),
    ).toBe(null);
  });
});

describe("a batch", () => {
  it("with one bad update keeps the good ones, in one update", () => {
    const gate = newGate();
    const good = (text: string) => written(gate, (f) => f.insert(0, [paragraph(text)]));
    const bad = written(gate, (f) => f.insert(0, [new Y.XmlText("bare")]));
    const staged = gate.stage([
      { update: good("one"), personId: "ana" },
      { update: bad, personId: "mallory" },
      { update: good("two"), personId: "berta" },
    ]);
    gate.commit();
    expect(staged.refusals).toEqual([null, "tree", null]);
    expect(staged.claims.map((claim) => claim.personId)).toEqual(["ana", "berta"]);
    const peer = new Y.Doc();
    Y.applyUpdate(peer, FIRST);
    Y.applyUpdate(peer, staged.bytes ?? new Uint8Array());
    expect(yjsToJson(peer)).toEqual(yjsToJson(gate.doc));
    expect(JSON.stringify(yjsToJson(peer))).toContain("one");
    expect(JSON.stringify(yjsToJson(peer))).not.toContain("bare");
  });

  it("that was not stored is gone after a rollback, with its claims", () => {
    const gate = newGate();
    const before = Buffer.from(gate.state());
    const update = written(gate, (f) => f.insert(0, [paragraph("lost")]), 99);
    gate.stage([{ update, personId: "ana" }]);
    gate.rollback();
    expect(Buffer.compare(before, Buffer.from(gate.state()))).toBe(0);
    expect(admit(gate, update, "berta")).toBe(null);
  });

  it("stores no deleted words once collected", () => {
    const gate = newGate();
    const editor = newEditor(gate, "ana");
    editor.fragment.insert(0, [paragraph("el secreto de Marisol")]);
    expect(admit(gate, editor.take() as Uint8Array, "ana")).toBe(null);
    editor.fragment.delete(0, 1);
    expect(admit(gate, editor.take() as Uint8Array, "ana")).toBe(null);
    const collected = Buffer.from(gate.collect()).toString("latin1");
    expect(Buffer.from(gate.state()).toString("latin1")).not.toContain("secreto");
    expect(collected).not.toContain("secreto");
  });
});

describe("a long text", () => {
  it("takes letter after letter, and says what each costs", () => {
    const long = parsePlainText(
      Array.from({ length: 300 }, (_, i) => `Paragraph ${i} ${"word ".repeat(60)}`).join("\n\n"),
    );
    const gate = new TextGate({ base: jsonToUpdate(long), tail: [], owners: [] });
    const editor = newEditor(gate, "ana");
    const text = (editor.fragment.get(150) as Y.XmlElement).get(0) as Y.XmlText;
    const updates: Uint8Array[] = [];
    for (let i = 0; i < 2_000; i++) {
      text.insert(10 + i, "x");
      updates.push(editor.take() as Uint8Array);
    }
    const start = performance.now();
    for (const update of updates) expect(admit(gate, update, "ana")).toBe(null);
    const each = ((performance.now() - start) / updates.length) * 1000;
    console.log(`gate: ${each.toFixed(0)} µs for one letter typed into ${(gate.state().length / 1024).toFixed(0)} kB`);
    expect(gate.state().length).toBeGreaterThan(90_000);
  });
});
