import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { TextGate } from "~/domain/letters/text/gate";
import { jsonToUpdate } from "~/domain/letters/text/json-to-yjs";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { letterSchema, ROOT_NAME } from "~/domain/letters/text/schema";
import { yjsToJson } from "~/domain/letters/text/yjs-to-json";
import { deleteSet, SimulatedEditor, seededRandom } from "~tests/support/simulated-editor";

// Long trials of the gate: no database, but too slow for `npm run check`. What a single update may do is in gate.unit.test.ts.

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

describe("honest editors", () => {
  it("are never refused, alone, in batches and after time offline, and end equal", () => {
    const gate = newGate();
    const random = seededRandom(20260310);
    const editors = Array.from({ length: 8 }, (_, i) => newEditor(gate, `person-${i}`, i + 1));
    const offline = new Map<SimulatedEditor, { held: Uint8Array[]; missed: Uint8Array[] }>();
    const log: Uint8Array[] = [FIRST];
    let sent = 0;
    let refused = 0;
    while (sent < 10_000) {
      const batch: { update: Uint8Array; personId: string; from: SimulatedEditor }[] = [];
      for (const editor of editors) {
        if (random(3) === 0) continue;
        editor.edit();
        const update = editor.take();
        if (!update) continue;
        const away = offline.get(editor);
        if (away) away.held.push(update);
        else batch.push({ update, personId: editor.personId, from: editor });
      }
      for (const editor of editors) {
        const away = offline.get(editor);
        if (!away && random(60) === 0) offline.set(editor, { held: [], missed: [] });
        else if (away && random(12) === 0) {
          offline.delete(editor);
          for (const update of away.missed) editor.receive(update);
          if (away.held.length > 0) {
            batch.push({ update: Y.mergeUpdates(away.held), personId: editor.personId, from: editor });
          }
        }
      }
      const staged = gate.stage(batch);
      gate.commit();
      sent += batch.length;
      refused += staged.refusals.filter(Boolean).length;
      if (!staged.bytes) continue;
      log.push(staged.bytes);
      for (const editor of editors) {
        const away = offline.get(editor);
        if (away) away.missed.push(staged.bytes);
        else editor.receive(staged.bytes);
      }
      if (gate.tailLength > 500) gate.collect();
    }
    for (const [editor, away] of offline) {
      for (const update of away.missed) editor.receive(update);
      if (away.held.length === 0) continue;
      const staged = gate.stage([{ update: Y.mergeUpdates(away.held), personId: editor.personId }]);
      gate.commit();
      sent++;
      refused += staged.refusals.filter(Boolean).length;
      if (!staged.bytes) continue;
      log.push(staged.bytes);
      for (const other of editors) {
        const out = offline.get(other);
        if (out && other !== editor) out.missed.push(staged.bytes);
        else other.receive(staged.bytes);
      }
      away.held = [];
    }
    console.log(`honest updates: ${sent} sent, ${refused} refused, ${gate.state().length} bytes of text`);
    expect(refused).toBe(0);

    const expected = yjsToJson(gate.doc);
    letterSchema.nodeFromJSON(expected).check();
    const fromLog = new Y.Doc();
    for (const update of log) Y.applyUpdate(fromLog, update);
    expect(yjsToJson(fromLog)).toEqual(expected);
    for (const editor of editors) {
      if (!offline.has(editor)) expect(yjsToJson(editor.doc)).toEqual(expected);
    }
  }, 60_000);
});

describe("mutated updates", () => {
  it("never change the text when refused, and what is let in leaves a letter that the log can rebuild", () => {
    const random = seededRandom(7);
    const gate = newGate();
    const victim = newEditor(gate, "victim", 3);
    const attacker = newEditor(gate, "attacker", 4);
    let tried = 0;
    let refused = 0;
    let changedByRefused = 0;
    let foreign = 0;
    let letIn = 0;
    while (tried < 20_000) {
      const editor = random(2) === 0 ? victim : attacker;
      editor.edit();
      const honest = editor.take();
      if (!honest) continue;
      const before = fingerprint(gate);
      const isAsBefore = () => isDeepStrictEqual(before, fingerprint(gate));
      for (let i = 0; i < 20; i++) {
        const mutant = mutate(honest, random, i % 2 === 0 ? attacker.doc.clientID : victim.doc.clientID);
        const victimState = Y.getState(gate.doc.store, victim.doc.clientID);
        // The attacker holds a seat of their own and sends bytes made of anybody's updates.
        const staged = gate.stage([{ update: mutant, personId: "attacker" }]);
        tried++;
        if (staged.refusals[0]) {
          refused++;
          gate.commit();
          if (!isAsBefore()) changedByRefused++;
        } else {
          if (Y.getState(gate.doc.store, victim.doc.clientID) !== victimState) foreign++;
          letIn++;
          letterSchema.nodeFromJSON(yjsToJson(gate.doc)).check();
          gate.rollback();
          if (!isAsBefore()) changedByRefused++;
        }
      }
      expect(admit(gate, honest, editor.personId)).toBe(null);
      (editor === victim ? attacker : victim).receive(honest);
      if (gate.tailLength > 200) gate.collect();
    }
    console.log(
      `mutants: ${tried} tried, ${refused} refused, ${letIn} let in as the sender's own edit, ` +
        `${changedByRefused} changes by refused or rolled back ones, ${foreign} writes under another's client id`,
    );
    expect(refused).toBeGreaterThan(tried / 2);
    expect(changedByRefused).toBe(0);
    expect(foreign).toBe(0);
    expect(yjsToJson(gate.doc)).toEqual(yjsToJson(victim.doc));
  }, 60_000);
});

/**
 * All that a document says: its tree, how far each client has written, what is deleted. The encoded bytes would not do:
 * neighbouring tombstones are sometimes one run and sometimes two.
 */
function fingerprint(gate: TextGate) {
  const { sv, ds } = Y.snapshot(gate.doc);
  return { tree: yjsToJson(gate.doc), sv: [...sv].sort(), ds: [...ds.clients].sort(([a], [b]) => a - b) };
}

function mutate(update: Uint8Array, random: (n: number) => number, clientId: number): Uint8Array {
  let bytes = Uint8Array.from(update);
  const at = () => random(bytes.length);
  switch (random(7)) {
    case 0:
      for (let i = 0; i <= random(4); i++) bytes[at()] = random(256);
      return bytes;
    case 1:
      for (let i = 0; i <= random(3); i++) {
        const where = at();
        bytes[where] = (bytes[where] ?? 0) ^ (1 << random(8));
      }
      return bytes;
    case 2:
      return bytes.slice(0, at());
    case 3:
      return Uint8Array.from([...bytes.slice(0, at()), ...bytes.slice(at())]);
    case 4: {
      const where = at();
      bytes = Uint8Array.from([...bytes.slice(0, where), random(256), ...bytes.slice(where)]);
      return bytes;
    }
    case 5:
      return deleteSet(clientId, random(100_000), 1 + random(1_000_000));
    default: {
      // Somebody's update again under another client id.
      const doc = new Y.Doc();
      doc.clientID = clientId;
      const forged = new Y.XmlElement("paragraph");
      forged.insert(0, [new Y.XmlText("forged")]);
      doc.getXmlFragment(ROOT_NAME).insert(0, [forged]);
      return Y.encodeStateAsUpdate(doc);
    }
  }
}
