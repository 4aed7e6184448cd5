import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { jsonToUpdate } from "~/domain/letters/text/json-to-yjs";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { ROOT_NAME } from "~/domain/letters/text/schema";
import { unsavedWords } from "~/realtime/unsaved-words";

/** A letter on somebody's device, and the updates of what is done to it there. */
function device(text: string) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, jsonToUpdate(parsePlainText(text)));
  const state = Y.encodeStateAsUpdate(doc);
  const operations: { opId: string; update: Uint8Array }[] = [];
  doc.on("update", (update: Uint8Array) => operations.push({ opId: String(operations.length), update }));
  const block = (n: number) => doc.getXmlFragment(ROOT_NAME).get(n) as Y.XmlElement;
  return { doc, state, operations, text: (n: number) => block(n).get(0) as Y.XmlText };
}

const type = (text: Y.XmlText, at: number, words: string) => {
  let next = at;
  for (const character of words) {
    text.insert(next, character);
    next += character.length;
  }
};

describe("the words that were never saved", () => {
  it("are shown with the paragraphs that they stand in, and only those", () => {
    const { state, operations, text } = device("Estimada Secretaria:\n\nEscribimos juntas.\n\n- uno\n- dos");
    type(text(1), 18, " Sin conexión 🌿.");
    expect(unsavedWords({ state, operations })).toEqual(["Escribimos juntas. Sin conexión 🌿."]);
  });

  it("are found in lists, and in paragraphs that are new", () => {
    const { doc, state, operations } = device("Carta\n\n- uno\n- dos");
    const list = doc.getXmlFragment(ROOT_NAME).get(1) as Y.XmlElement;
    const item = (list.get(1) as Y.XmlElement).get(0) as Y.XmlElement;
    (item.get(0) as Y.XmlText).insert(3, " y tres");
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText("una línea"), new Y.XmlElement("hard_break"), new Y.XmlText("y otra")]);
    doc.getXmlFragment(ROOT_NAME).push([paragraph]);
    expect(unsavedWords({ state, operations })).toEqual(["dos y tres", "una línea\ny otra"]);
  });

  it("leave out paragraphs that arrived after all", () => {
    const { state, operations, text } = device("Estimada Secretaria:\n\nEscribimos juntas.");
    type(text(0), 20, " buenos días");
    type(text(1), 18, " Sin conexión.");
    const saved = "Estimada Secretaria: buenos días Escribimos juntas.";
    expect(unsavedWords({ state, operations }, saved)).toEqual(["Escribimos juntas. Sin conexión."]);
  });

  it("are shown alone where the device does not hold the text around them", () => {
    const { operations, text } = device("Estimada Secretaria:\n\nEscribimos juntas.");
    type(text(1), 18, " Sin conexión.");
    type(text(0), 8, " señora");
    text(1).delete(27, 4);
    expect(unsavedWords({ state: null, operations })).toEqual([" Sin cone.", " señora"]);
  });

  it("are none when all was deleted again, or nothing but deleted", () => {
    const { state, operations, text } = device("Escribimos juntas.");
    type(text(0), 10, " muy");
    text(0).delete(10, 4);
    text(0).delete(0, 4);
    expect(unsavedWords({ state, operations })).toEqual([]);
    expect(unsavedWords({ state: null, operations })).toEqual([]);
  });
});
