import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { initProseMirrorDoc } from "y-prosemirror";
import * as Y from "yjs";
import { toBlocks } from "~/domain/letters/text/blocks";
import { canonicalText } from "~/domain/letters/text/canonical";
import { compareTexts } from "~/domain/letters/text/compare";
import { jsonToUpdate, replacementUpdate } from "~/domain/letters/text/json-to-yjs";
import { normalizeDoc } from "~/domain/letters/text/normalize";
import { outline, paragraphNumbers } from "~/domain/letters/text/outline";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { plainText } from "~/domain/letters/text/plain-text";
import { renderHtml } from "~/domain/letters/text/render-html";
import { isSafeHref, type LetterDoc, type LetterNode, letterSchema, ROOT_NAME } from "~/domain/letters/text/schema";
import { sha256Hex } from "~/domain/letters/text/sha256.server";
import { sha256HexInBrowser } from "~/domain/letters/text/sha256-browser";
import { countWords } from "~/domain/letters/text/word-count";
import { updatesToJson, yjsToJson } from "~/domain/letters/text/yjs-to-json";
import { readReal } from "~tests/support/real-letters";
import { SimulatedEditor, seededRandom } from "~tests/support/simulated-editor";

const text = (value: string, ...marks: ("strong" | "em" | string)[]): LetterNode => ({
  type: "text",
  text: value,
  ...(marks.length > 0
    ? {
        marks: marks.map((mark) =>
          mark === "strong" || mark === "em" ? { type: mark } : { type: "link" as const, attrs: { href: mark } },
        ),
      }
    : {}),
});
const p = (...content: (LetterNode | string)[]): LetterNode => ({
  type: "paragraph",
  attrs: { id: null },
  content: content.map((node) => (typeof node === "string" ? text(node) : node)),
});
const item = (...content: LetterNode[]): LetterNode => ({ type: "list_item", attrs: { id: null }, content });
const doc = (...content: LetterNode[]): LetterDoc => ({ type: "doc", content });
const br: LetterNode = { type: "hard_break" };

const SAMPLE = doc(
  p("Estimada Secretaria:"),
  { type: "heading", attrs: { id: "h", level: 2 }, content: [text("Lo que pedimos")] },
  p("Escribimos ", text("juntas", "strong"), ", vea ", text("el informe", "https://ejemplo.org/informe?a=1&b=2"), "."),
  {
    type: "ordered_list",
    attrs: { id: null, order: 3 },
    content: [
      item(p("tres"), { type: "bullet_list", attrs: { id: null }, content: [item(p("adentro"))] }),
      item(p("cuatro"), p("otro párrafo")),
    ],
  },
  { type: "blockquote", attrs: { id: null }, content: [p("“Nadie”"), p("dijo.")] },
  p("Calle 1", br, "Ciudad"),
  p("Atentamente,"),
);

describe("canonical text", () => {
  const input = {
    subject: " Ningún   rechazo\nsin oír ",
    recipients: [
      { kind: "cc" as const, lines: ["Comité de Relaciones"] },
      { kind: "to" as const, lines: ["La Secretaria", "", "Washington, DC\n20500"] },
    ],
    dateLine: "Washington, 10 de marzo de 2026 ",
    doc: SAMPLE,
  };

  it("has the form that its comment describes", () => {
    expect(canonicalText(input)).toBe(
      [
        "conjunta-text/1",
        "subject: Ningún rechazo sin oír",
        "to: La Secretaria",
        "  Washington, DC",
        "  20500",
        "cc: Comité de Relaciones",
        "date: Washington, 10 de marzo de 2026",
        "",
        "Estimada Secretaria:",
        "",
        "## Lo que pedimos",
        "",
        "Escribimos juntas, vea el informe <https://ejemplo.org/informe?a=1&b=2>.",
        "",
        "3. tres",
        "  - adentro",
        "4. cuatro",
        "  otro párrafo",
        "",
        "> “Nadie”",
        ">",
        "> dijo.",
        "",
        "Calle 1",
        "Ciudad",
        "",
        "Atentamente,",
        "",
      ].join("\n"),
    );
  });

  it("is the same however the same words were typed", () => {
    const of = (...content: LetterNode[]) => canonicalText({ ...input, doc: doc(...content) });
    expect(of(p("Haïti \u200b sí  "), p("   "))).toBe(of(p("Hai\u0308ti  sí")));
    expect(of(p(text("una", "strong"), text(" carta")))).toBe(of(p("una carta")));
    expect(of(p(text("a", "https://a.org"), text("b", "https://a.org", "em")))).toBe(
      of(p(text("ab", "https://a.org"))),
    );
    expect(of(p("una carta"))).not.toBe(of(p("una  carta")));
    expect(of(p(text("aquí", "https://a.org/1")))).not.toBe(of(p(text("aquí", "https://a.org/2"))));
  });

  it("keeps its rules for any words: NFC, LF, no trailing blanks, one line feed at the end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit: "binary" }))),
        fc.string({ unit: "binary" }),
        (lines, subject) => {
          const canonical = canonicalText({
            subject,
            recipients: [],
            dateLine: subject,
            doc: doc(...lines.map((l) => p(...l))),
          });
          expect(canonical).toBe(canonical.normalize("NFC"));
          expect(canonical).not.toMatch(/\r|[^\S\n]\n|\n\n$/u);
          expect(canonical.endsWith("\n")).toBe(true);
          expect(canonical).not.toMatch(/[\ud800-\udfff]/u);
        },
      ),
    );
  });

  it("hashes alike on the server and in a browser", async () => {
    const canonical = canonicalText(input);
    expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(await sha256HexInBrowser(canonical)).toBe(sha256Hex(canonical));
  });
});

describe("HTML", () => {
  it("writes what a letter holds", () => {
    expect(renderHtml(SAMPLE)).toBe(
      [
        "<p>Estimada Secretaria:</p>",
        "<h3>Lo que pedimos</h3>",
        '<p>Escribimos <strong>juntas</strong>, vea <a href="https://ejemplo.org/informe?a=1&amp;b=2" rel="noopener noreferrer nofollow">el informe</a>.</p>',
        '<ol start="3"><li><p>tres</p><ul><li><p>adentro</p></li></ul></li><li><p>cuatro</p><p>otro párrafo</p></li></ol>',
        "<blockquote><p>“Nadie”</p><p>dijo.</p></blockquote>",
        "<p>Calle 1<br>Ciudad</p>",
        "<p>Atentamente,</p>",
      ].join("\n"),
    );
  });

  it("numbers paragraphs, but neither salutation nor closing", () => {
    expect(paragraphNumbers(SAMPLE)).toEqual([null, null, 1, null, null, 2, null]);
    const html = renderHtml(SAMPLE, { numbered: { label: (n) => `Párrafo "${n}"` } });
    expect(html).toContain(
      '<div class="para" id="p1"><a class="para__no" href="#p1" aria-label="Párrafo &quot;1&quot;">1</a><p>Escr',
    );
    expect(outline(SAMPLE).map((entry) => [entry.number, entry.level, entry.label])).toEqual([
      [null, 2, "Lo que pedimos"],
      [1, 0, "Escribimos juntas, vea el informe."],
      [2, 0, "Calle 1 Ciudad"],
    ]);
  });

  it("lets no markup through, whatever the JSON says", () => {
    const hostile = {
      type: "doc",
      content: [
        p(text("<script>alert(1)</script>", 'javascript:alert("x")')),
        p(text('"><img src=x onerror=alert(1)>', 'https://a.org/"><script>')),
        { type: "script", content: [text("alert(1)")] },
        { type: "heading", attrs: { id: null, level: "1><script>" }, content: [text("x")] },
        { type: "ordered_list", attrs: { id: null, order: '"><script>' }, content: [item(p("x"))] },
      ],
    } as unknown as LetterDoc;
    for (const html of [renderHtml(hostile), renderHtml(normalizeDoc(hostile))]) {
      expect(html).not.toMatch(/<script|<img|javascript:|onerror=[^&]*"/i);
      const tags = [...html.matchAll(/<\/?([a-z0-9]+)/g)].map((match) => match[1]);
      expect(new Set(tags)).toEqual(new Set(tags.filter((tag) => ["p", "a", "h2", "ol", "li"].includes(tag ?? ""))));
    }
  });

  it.each([
    ["https://ejemplo.org/a?b=c#d", true],
    ["http://ejemplo.org", true],
    ["mailto:ana@ejemplo.org", true],
    ["HTTPS://EJEMPLO.ORG", true],
    ["javascript:alert(1)", false],
    ["JaVaScRiPt:alert(1)", false],
    ["java\nscript:alert(1)", false],
    [" https://ejemplo.org", false],
    ["data:text/html,x", false],
    ["//ejemplo.org", false],
    ["/cartas", false],
    ["", false],
    [`https://ejemplo.org/${"a".repeat(3000)}`, false],
    [["https://ejemplo.org"], false],
  ])("link %s: %s", (href, safe) => expect(isSafeHref(href)).toBe(safe));
});

describe("blocks for a typesetter", () => {
  it("are flat, with markers, depth and runs", () => {
    const blocks = toBlocks(SAMPLE);
    expect(
      blocks.map((b) => [b.type, b.level, b.depth, b.quote, b.marker, b.runs.map((r) => r.text).join("|")]),
    ).toEqual([
      ["paragraph", 0, 0, 0, null, "Estimada Secretaria:"],
      ["heading", 2, 0, 0, null, "Lo que pedimos"],
      ["paragraph", 0, 0, 0, null, "Escribimos |juntas|, vea |el informe|."],
      ["item", 0, 1, 0, "3.", "tres"],
      ["item", 0, 2, 0, "•", "adentro"],
      ["item", 0, 1, 0, "4.", "cuatro"],
      ["item", 0, 1, 0, null, "otro párrafo"],
      ["paragraph", 0, 0, 1, null, "“Nadie”"],
      ["paragraph", 0, 0, 1, null, "dijo."],
      ["paragraph", 0, 0, 0, null, "Calle 1\nCiudad"],
      ["paragraph", 0, 0, 0, null, "Atentamente,"],
    ]);
    expect(blocks[2]?.runs[1]).toEqual({ text: "juntas", bold: true, italic: false, href: null });
    expect(blocks[2]?.runs[3]?.href).toBe("https://ejemplo.org/informe?a=1&b=2");
  });
});

describe("any JSON", () => {
  it("becomes a body that the schema accepts", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        letterSchema.nodeFromJSON(normalizeDoc(json)).check();
        letterSchema.nodeFromJSON(normalizeDoc({ content: json })).check();
      }),
    );
  });

  it("that is nearly a letter too, and a valid body is left as it is", () => {
    const types = [...Object.keys(letterSchema.nodes), "script", "constructor"];
    const { node } = fc.letrec((tie) => ({
      node: fc.record({
        type: fc.constantFrom(...types),
        text: fc.oneof(fc.string({ unit: "binary" }), fc.integer()),
        attrs: fc.oneof(
          fc.record({
            id: fc.oneof(fc.string(), fc.constant(null)),
            level: fc.integer(),
            order: fc.integer(),
            href: fc.webUrl(),
          }),
          fc.constant(null),
        ),
        marks: fc.array(
          fc.record({ type: fc.constantFrom("strong", "em", "link", "x"), attrs: fc.record({ href: fc.webUrl() }) }),
          { maxLength: 3 },
        ),
        content: fc.oneof({ maxDepth: 5 }, fc.constant([]), fc.array(tie("node"), { maxLength: 4 })),
      }),
    }));
    fc.assert(
      fc.property(fc.array(node, { maxLength: 6 }), (content) => {
        const body = normalizeDoc({ type: "doc", content });
        const parsed = letterSchema.nodeFromJSON(body);
        parsed.check();
        expect(normalizeDoc(parsed.toJSON())).toEqual(body);
        expect(yjsToJson(docOf(jsonToUpdate(body))).content).toHaveLength(body.content.length);
      }),
      { numRuns: 300 },
    );
  });
});

function docOf(update: Uint8Array): Y.Doc {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, update);
  return ydoc;
}

describe("the shared document", () => {
  it("gives the same body to y-prosemirror and to us, and takes it back", () => {
    const editor = new SimulatedEditor("ana", seededRandom(11));
    for (let i = 0; i < 400; i++) {
      editor.edit();
      if (i % 20 > 0) continue;
      const json = yjsToJson(editor.doc);
      const { doc: seen } = initProseMirrorDoc(editor.fragment, letterSchema);
      if (editor.fragment.length > 0) expect(json).toEqual(normalizeDoc(seen.toJSON()));
      expect(updatesToJson([jsonToUpdate(json)])).toEqual(json);
    }
  });

  it("takes a restored version as a new edit on top", () => {
    const before = jsonToUpdate(parsePlainText("Old text\n\nthat was"));
    const wanted = normalizeDoc(SAMPLE);
    const update = replacementUpdate([before], wanted);
    const restored = updatesToJson([before, update]);
    expect(plainText(restored)).toBe(plainText(wanted));
    expect(restored.content.every((node) => "attrs" in node && node.attrs && node.attrs.id !== null)).toBe(true);
  });

  it("has its body in the one root", () => {
    expect([...docOf(jsonToUpdate(SAMPLE)).share.keys()]).toEqual([ROOT_NAME]);
  });
});

describe("plain text", () => {
  it("is parsed into paragraphs, lists, headings and lines", () => {
    const body = parsePlainText(
      "The Secretary\nWashington, DC\r\n\r\n# What we ask\n\nWe ask that families who seek protection at the border be heard\nbefore they are returned, as the law has it.\n1. one\n2) two\n\n- a\n• b\n",
    );
    expect(
      toBlocks(body).map((block) => [block.type, block.marker, block.runs.map((run) => run.text).join("")]),
    ).toEqual([
      ["paragraph", null, "The Secretary\nWashington, DC"],
      ["heading", null, "What we ask"],
      [
        "paragraph",
        null,
        "We ask that families who seek protection at the border be heard before they are returned, as the law has it.",
      ],
      ["item", "1.", "one"],
      ["item", "2.", "two"],
      ["item", "•", "a"],
      ["item", "•", "b"],
    ]);
  });

  const real = readReal("05_", "_es.txt");
  it.runIf(real)("of a real letter keeps each paragraph", () => {
    const raw = real.split("[initial")[0] ?? "";
    const body = parsePlainText(raw);
    // All but the "1." that became the number of a list.
    expect(countWords(body)).toBe(countWords(raw) - 1);
    expect(toBlocks(body).length).toBeGreaterThan(10);
  });

  it.each([
    ["", 0],
    ["Port-au-Prince, 2,340 personas — q’eqchi’ y k’iche’.", 6],
    ["l’État d'Haïti", 2],
    ["«¿Quién?» (nadie)", 2],
  ])("%s has %i words", (value, words) => expect(countWords(value)).toBe(words));
});

describe("comparing two texts", () => {
  const show = (before: LetterDoc, after: LetterDoc) =>
    compareTexts(before, after).blocks.map(
      (block) =>
        `${block.kind}: ${block.runs
          .map((run) => ({ same: run.text, inserted: `+[${run.text}]`, deleted: `-[${run.text}]` })[run.kind])
          .join("")}`,
    );

  it("shows words inside a block, blocks that came and blocks that went", () => {
    const before = doc(
      p("Dear Secretary:"),
      p("We ask the Department to phase out the detention of families."),
      p("Old close."),
      p("Respectfully,"),
    );
    const after = doc(
      p("Dear Secretary:"),
      p("We ask the Department to end the detention of families with children."),
      p("A new demand altogether"),
      p("Respectfully,"),
    );
    expect(show(before, after)).toEqual([
      "same: Dear Secretary:",
      "changed: We ask the Department to -[phase out]+[end] the detention of families+[ with children].",
      "removed: -[Old close.]",
      "added: +[A new demand altogether]",
      "same: Respectfully,",
    ]);
    expect(compareTexts(before, after)).toMatchObject({ wordsAdded: 7, wordsRemoved: 4 });
    expect(compareTexts(after, after)).toMatchObject({ wordsAdded: 0, wordsRemoved: 0 });
  });

  it("can always be read as either text", () => {
    const words = fc.array(fc.constantFrom("carta", "paz", "río", "familias", "ley", "norte"), {
      minLength: 1,
      maxLength: 8,
    });
    const body = fc.array(words, { minLength: 1, maxLength: 6 }).map((all) => doc(...all.map((w) => p(w.join(" ")))));
    fc.assert(
      fc.property(body, body, (before, after) => {
        const { blocks } = compareTexts(before, after);
        const side = (without: "inserted" | "deleted", gone: "added" | "removed") =>
          blocks
            .filter((block) => block.kind !== gone)
            .map((block) => block.runs.flatMap((run) => (run.kind === without ? [] : run.text)).join(""))
            .join("\n\n");
        expect(side("inserted", "added")).toBe(plainText(before));
        expect(side("deleted", "removed")).toBe(plainText(after));
      }),
    );
  });
});
