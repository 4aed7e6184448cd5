import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toBlocks } from "~/domain/letters/text/blocks";
import { renderHtml } from "~/domain/letters/text/render-html";
import { readText } from "~/domain/letters/text/stored-text.server";
import { unsavedWords } from "~/realtime/unsaved-words";
import { useDatabase } from "~tests/support/database";
import { startEditorPages, startLine } from "~tests/support/editor-page";
import { keptLetter } from "~tests/support/kept-letter";
import { startLetterServer, until } from "~tests/support/letter-server";

await useDatabase();
const world = await startLetterServer();
let pages: Awaited<ReturnType<typeof startEditorPages>>;
let letter: Awaited<ReturnType<typeof world.newLetter>>;
let contexts: BrowserContext[] = [];
let lines: Awaited<ReturnType<typeof startLine>>[] = [];

beforeAll(async () => {
  pages = await startEditorPages(world.url);
}, 120_000);
beforeEach(async () => {
  letter = await world.newLetter();
});
afterEach(async () => {
  for (const context of contexts) await context.close();
  contexts = [];
  for (const line of lines) await line.close();
  lines = [];
  expect(pages.problems.splice(0)).toEqual([]);
});
afterAll(async () => {
  await pages.close();
  await world.close();
});

async function open(name: string, line?: string): Promise<Page> {
  const context = await pages.newContext();
  contexts.push(context);
  return pages.open(context, { name, id: world.people.get(name) ?? "" }, letter.versionId, line);
}

/** A line of their own, for somebody whose connection breaks. */
async function newLine() {
  const line = await startLine(world.url);
  lines.push(line);
  return line;
}

const paper = (page: Page) => page.getByRole("textbox", { name: "Carta" });
const saved = (page: Page) => page.locator('.writing[data-status="saved"]').waitFor();
const stored = async () => renderHtml(await readText(letter.versionId)).replace(/\n/g, "");

/** The words on somebody's paper, without the names at the carets of the others. */
const seen = (page: Page) =>
  paper(page).evaluate((element) => {
    const copy = element.cloneNode(true) as Element;
    for (const caret of copy.querySelectorAll(".caret")) caret.remove();
    return [...copy.children].map((block) => block.textContent).join("\n\n");
  });

/** Puts the caret at the end of the n-th block. */
async function caretAtEnd(page: Page, block: number): Promise<void> {
  await paper(page).locator(":scope > *").nth(block).click();
  await page.keyboard.press("End");
}

async function paste(page: Page, html: string, text = ""): Promise<void> {
  await page.evaluate(
    ([rich, plain]) => {
      const data = new DataTransfer();
      if (rich) data.setData("text/html", rich);
      if (plain) data.setData("text/plain", plain);
      document
        .querySelector(".letter--writing")
        ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    },
    [html, text] as const,
  );
}

describe("two people at one letter", () => {
  it("see each other's words and carets, and what they see is what is stored", async () => {
    const [ana, berta] = [await open("ana"), await open("berta")];
    await caretAtEnd(ana, 1);
    await ana.keyboard.type(" Somos muchas.");
    await paper(berta).getByText("Somos muchas.").waitFor();
    await berta.locator(".caret__flag", { hasText: "ana" }).waitFor();
    await saved(ana);
    expect(await letter.storedText()).toContain("Escribimos juntas. Somos muchas.");

    await caretAtEnd(berta, 1);
    await Promise.all([berta.keyboard.type(" Desde Tapachula."), ana.keyboard.type(" Y Jacmel.")]);
    await Promise.all([saved(ana), saved(berta)]);
    await until(async () => (await seen(ana)) === (await seen(berta)), "one text");
    const text = await letter.storedText();
    expect(await seen(ana)).toBe(text.trimEnd());
    // Both wrote at the same place at the same time: one after the other, in either order, and no word taken apart.
    expect([
      "Escribimos juntas. Somos muchas. Desde Tapachula. Y Jacmel.",
      "Escribimos juntas. Somos muchas. Y Jacmel. Desde Tapachula.",
    ]).toContain(text.split("\n\n")[1]);
    // A selection is shown in the colour of its owner, without a style attribute.
    await ana.keyboard.press("Shift+Home");
    await berta.locator(".remote-selection").first().waitFor();
    expect(await berta.locator("[style]").count()).toBe(0);
    // The name is for eyes only: read aloud it would stand in the middle of a word. It goes with its owner.
    await berta.locator('.caret[aria-hidden="true"]', { hasText: "ana" }).waitFor();
    await ana.close();
    await berta.locator(".caret").waitFor({ state: "detached" });
  });

  it("undo only what they did themselves", async () => {
    const [ana, berta] = [await open("ana"), await open("berta")];
    await caretAtEnd(ana, 0);
    // At once, hence one step; typed by a busy machine it can be several.
    await ana.keyboard.insertText(" de ana");
    await caretAtEnd(berta, 1);
    await berta.keyboard.insertText(" de berta");
    await paper(ana).getByText("de berta").waitFor();
    await paper(berta).getByText("de ana").waitFor();
    await ana.keyboard.press("Control+z");
    await paper(ana).getByText("de ana").waitFor({ state: "detached" });
    await saved(ana);
    expect(await letter.storedText()).toContain("de berta");
    expect(await letter.storedText()).not.toContain("de ana");
    await ana.getByRole("button", { name: "Redo" }).click();
    await paper(berta).getByText("de ana").waitFor();
  });

  it("undo only what they did themselves inside of one sentence, and keep what they switched on for the next word", async () => {
    const [ana, berta] = [await open("ana"), await open("berta")];
    await caretAtEnd(ana, 1);
    await ana.keyboard.press("Control+b");
    // What arrives before the word is written does not switch bold off again.
    await caretAtEnd(berta, 1);
    await berta.keyboard.insertText(" de berta");
    await paper(ana).getByText("de berta").waitFor();
    await ana.keyboard.insertText(" de ana");
    await paper(berta).getByText("de ana").waitFor();
    await Promise.all([saved(ana), saved(berta)]);
    expect(await stored()).toContain("<p>Escribimos juntas.<strong> de ana</strong> de berta</p>");
    await berta.keyboard.press("Control+z");
    await paper(ana).getByText("de berta").waitFor({ state: "detached" });
    await ana.keyboard.press("Control+z");
    await paper(berta).getByText("de ana").waitFor({ state: "detached" });
    await Promise.all([saved(ana), saved(berta)]);
    expect(await stored()).toBe("<p>Estimada Secretaria:</p><p>Escribimos juntas.</p><p>Atentamente,</p>");
    // There is nothing left that would be theirs to undo.
    await berta.keyboard.press("Control+z");
    expect(await seen(berta)).toContain("Escribimos juntas.");
  });
});

describe("formatting", () => {
  it("by keys, signs and toolbar makes what a letter needs", async () => {
    const page = await open("ana");
    await caretAtEnd(page, 1);
    await page.keyboard.press("Enter");
    await page.keyboard.type("# Lo que pedimos");
    await page.keyboard.press("Enter");
    await page.keyboard.type("1. Que se ");
    await page.keyboard.press("Control+b");
    await page.keyboard.type("escuche");
    await page.keyboard.press("Control+b");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Que se ");
    await page.keyboard.press("Control+i");
    await page.keyboard.type("publique");
    await page.keyboard.press("Control+i");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("cada mes");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Dicen");
    await page.getByRole("button", { name: "Quotation" }).click();
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("basta...");
    await saved(page);
    expect(await stored()).toBe(
      "<p>Estimada Secretaria:</p><p>Escribimos juntas.</p><h2>Lo que pedimos</h2>" +
        "<ol><li><p>Que se <strong>escuche</strong></p></li><li><p>Que se <em>publique</em></p><ol><li><p>cada mes</p></li></ol></li></ol>" +
        "<blockquote><p>Dicen<br>basta…</p></blockquote><p>Atentamente,</p>",
    );
    await page.getByLabel("Paragraph style").selectOption("heading2");
    await saved(page);
    expect(await stored()).toContain("<blockquote><h3>Dicen<br>basta…</h3></blockquote>");
    const body = await readText(letter.versionId);
    const ids = body.content.map((node) =>
      "attrs" in node && node.attrs && "id" in node.attrs ? node.attrs.id : null,
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(null);
  });

  it("links the selected words, refuses what is no address, and takes a link off", async () => {
    const page = await open("ana");
    await caretAtEnd(page, 1);
    await page.keyboard.press("Shift+Control+ArrowLeft");
    await page.keyboard.press("Shift+Control+ArrowLeft");
    await page.keyboard.press("Control+k");
    await page.getByLabel("Address").fill("javascript:alert(1)");
    await page.getByRole("dialog").getByRole("button", { name: "Add the link" }).click();
    await page.getByText("Write an address such as").waitFor();
    await page.getByLabel("Address").fill("ejemplo.org/informe");
    await page.keyboard.press("Enter");
    await saved(page);
    expect(await stored()).toContain(
      '<a href="https://ejemplo.org/informe" rel="noopener noreferrer nofollow">juntas.</a>',
    );
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("button", { name: "Link" }).click();
    expect(await page.getByLabel("Address").inputValue()).toBe("https://ejemplo.org/informe");
    await page.getByRole("button", { name: "Remove the link" }).click();
    await saved(page);
    expect(await stored()).not.toContain("<a ");
  });

  it("keeps a paragraph's id when it is split, for the part with the words", async () => {
    const page = await open("ana");
    const idOf = (n: number) => paper(page).locator(":scope > *").nth(n).getAttribute("data-block");
    const before = await idOf(1);
    await paper(page).locator(":scope > *").nth(1).click();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    expect(await idOf(2)).toBe(before);
    expect(await idOf(1)).not.toBe(before);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    expect(await idOf(2)).toBe(before);
    expect(await idOf(3)).not.toBe(before);
  });

  it("numbers the paragraphs beside the text and tells the page words and outline", async () => {
    const page = await open("ana");
    await caretAtEnd(page, 1);
    await page.keyboard.press("Enter");
    await page.keyboard.type("Un segundo párrafo.");
    await until(
      async () => (await page.evaluate(() => (window as never as { told: { words?: number } }).told.words)) === 8,
      "words",
    );
    expect(
      await paper(page)
        .locator("[data-no]")
        .evaluateAll((all) => all.map((one) => one.getAttribute("data-no"))),
    ).toEqual(["1", "2"]);
    const outline = await page.evaluate(
      () => (window as never as { told: { outline: { label: string }[] } }).told.outline,
    );
    expect(outline.map((entry) => entry.label)).toEqual(["Escribimos juntas.", "Un segundo párrafo."]);
  });
});

describe("pasting", () => {
  const cases: [name: string, html: string, expected: string][] = [
    [
      "from Google Docs",
      `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-12"><h1 dir="ltr" style="line-height:1.38;"><span style="font-size:20pt;font-weight:400;">Petitorio</span></h1><p dir="ltr" style="color:red"><span style="font-weight:400;">Pedimos </span><span style="font-weight:700;">ya</span><span style="font-style:italic;"> mismo </span><a href="https://www.google.com/url?q=https://ejemplo.org/a&amp;sa=D" style="text-decoration:none;"><span>ver</span></a></p><br><ul style="margin-top:0"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span>uno</span></p></li><ul><li aria-level="2"><p><span>dos</span></p></li></ul></ul></b>`,
      '<h2>Petitorio</h2><p>Pedimos <strong>ya</strong><em> mismo </em><a href="https://ejemplo.org/a" rel="noopener noreferrer nofollow">ver</a></p><ul><li><p>uno</p><ul><li><p>dos</p></li></ul></li></ul>',
    ],
    [
      "from Word",
      `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head><style><!-- p.MsoNormal {margin:0cm; mso-pagination:none;} --></style></head><body lang=ES style='tab-interval:35.4pt'><!--StartFragment--><p class=MsoTitle>Carta<o:p></o:p></p><p class=MsoNormal style='text-align:justify'>Las <b style='mso-bidi-font-weight:normal'>organizaciones</b><span style='mso-spacerun:yes'>  </span>firmantes<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Primera<o:p></o:p></p><p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>a.<span>&nbsp;&nbsp; </span></span><![endif]>Detalle<o:p></o:p></p><p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span><![endif]>Segunda<o:p></o:p></p><p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'><span style='font-family:Symbol'>·</span><span>&nbsp; </span></span><![endif]>Punto<o:p></o:p></p><p class=MsoNormal>Fin.<o:p></o:p></p><!--EndFragment--></body></html>`,
      "<h2>Carta</h2><p>Las <strong>organizaciones</strong> firmantes</p><ol><li><p>Primera</p><ol><li><p>Detalle</p></li></ol></li><li><p>Segunda</p></li></ol><ul><li><p>Punto</p></li></ul><p>Fin.</p>",
    ],
    [
      "from a hostile page",
      `<p onclick="alert(1)" style="background:url(https://malo.example/x.png)">Hola <img src="https://malo.example/y.png" onerror="alert(1)"><script>alert(1)</script><a href="javascript:alert(1)">clic</a><iframe src="https://malo.example"></iframe></p><style>p{color:red}</style>`,
      "<p>Hola clic</p>",
    ],
    [
      "breaks inside of a paragraph, not the ones around it,",
      "<p>Casa Ceiba<br>Tapachula<br></p><br><p><br>Presente</p><blockquote>uno<blockquote>dos</blockquote></blockquote>",
      "<p>Casa Ceiba<br>Tapachula</p><p><br>Presente</p><blockquote><p>uno</p><p>dos</p></blockquote>",
    ],
    [
      "from a page that says it is a letter",
      `<p data-pm-slice='1 1 ["heading",{"level":99},"script",null]'>Hola <b style="mso-bidi-font-weight:normal">ya</b></p>`,
      "<p>Hola <strong>ya</strong></p>",
    ],
    [
      "a table as its paragraphs",
      "<table><tbody><tr><td><p>Oficina</p></td><td><p>Ciudad</p></td></tr></tbody></table>",
      "<p>Oficina</p><p>Ciudad</p>",
    ],
  ];

  it.each(cases)("%s keeps structure and nothing of the look", async (_name, html, expected) => {
    letter = await world.newLetter("Antes");
    const page = await open("ana");
    await caretAtEnd(page, 0);
    await page.keyboard.press("Enter");
    await paste(page, html);
    await saved(page);
    await until(async () => (await stored()) === `<p>Antes</p>${expected}`, `stored is ${expected}`).catch(async () => {
      expect(await stored()).toBe(`<p>Antes</p>${expected}`);
    });
  });

  it("as plain text makes paragraphs and lists; one line stays in its paragraph", async () => {
    letter = await world.newLetter("Antes");
    const page = await open("ana");
    await caretAtEnd(page, 0);
    await paste(page, "", " y una línea");
    await page.keyboard.press("Enter");
    await paste(page, "", "Un párrafo.\n\n1. uno\n2. dos\n\nOtro.");
    await saved(page);
    expect(await stored()).toBe(
      "<p>Antes y una línea</p><p>Un párrafo.</p><ol><li><p>uno</p></li><li><p>dos</p></li></ol><p>Otro.</p>",
    );
  });

  it("lists deeper than the editor makes them stay within what the server takes", async () => {
    letter = await world.newLetter("Antes");
    const page = await open("ana");
    await caretAtEnd(page, 0);
    await page.keyboard.press("Enter");
    const levels = Array.from({ length: 30 }, (_, index) => `<ul><li>nivel ${index + 1}`).join("");
    await paste(page, `${levels}${"</li></ul>".repeat(30)}`);
    await saved(page);
    const items = toBlocks(await readText(letter.versionId)).filter((block) => block.depth > 0);
    expect(items.map((item) => item.runs.map((run) => run.text).join(""))).toEqual(
      Array.from({ length: 30 }, (_, index) => `nivel ${index + 1}`),
    );
    expect(items.map((item) => item.depth)).toEqual([1, 2, 3, 4, ...Array(26).fill(5)]);
    // Pasted into its own deepest item again and again, as long as that makes lists; then as paragraphs.
    for (let times = 0; times < 3; times++) {
      await paste(page, `${"<ul><li>nivel".repeat(5)}${"</li></ul>".repeat(5)}<p>fin</p>`);
      await saved(page);
    }
    await page.keyboard.type("!");
    await saved(page);
    expect(await letter.storedText()).toContain("fin!");
  });

  it("too much at once is refused in words, and nothing is changed", async () => {
    const page = await open("ana");
    await caretAtEnd(page, 1);
    await paste(page, `<p>${"palabra ".repeat(20_000)}</p>`);
    await page.getByText("That is too long to paste at once").waitFor();
    expect(await letter.storedText()).not.toContain("palabra");
  });
});

describe("comments", () => {
  it("hang on a passage while the text around it changes", async () => {
    const [ana, berta] = [await open("ana"), await open("berta")];
    await caretAtEnd(ana, 1);
    await ana.keyboard.press("Shift+Control+ArrowLeft");
    await ana.keyboard.press("Shift+Control+ArrowLeft");
    await ana.getByRole("button", { name: "Comment" }).click();
    const told = await ana.evaluate(() => (window as never as { told: { comment: { quote: string } } }).told.comment);
    expect(told.quote).toBe("juntas.");
    await paper(ana).locator("[data-thread=t1]").waitFor();
    await caretAtEnd(berta, 0);
    await berta.keyboard.type(" y Secretario");
    await paper(ana).getByText("y Secretario").waitFor();
    expect(await paper(ana).locator("[data-thread=t1]").textContent()).toBe("juntas.");
    await paper(ana).locator("[data-thread=t1]").click();
    expect(await ana.evaluate(() => (window as never as { told: { clicked: string } }).told.clicked)).toBe("t1");
  });
});

describe("without a connection", () => {
  it("what is written survives a reload and arrives", async () => {
    const line = await newLine();
    const ana = await open("ana", line.url);
    line.cut();
    await ana.locator('.writing[data-status="offline"]').waitFor();
    await caretAtEnd(ana, 1);
    await ana.keyboard.type(" Sin conexión.");
    // The edit is on the device before the page is left.
    await until(
      async () =>
        unsavedWords(await keptLetter(ana))
          .join()
          .endsWith("Sin conexión."),
      "kept",
    );
    line.mend();
    await ana.reload();
    await saved(ana);
    await paper(ana).getByText("Sin conexión.").waitFor();
    expect(await letter.storedText()).toContain("Escribimos juntas. Sin conexión.");
  });

  it("a reload shows the text with what was written, and more may be written before the connection is back", async () => {
    const line = await newLine();
    const ana = await open("ana", line.url);
    line.cut();
    await ana.locator('.writing[data-status="offline"]').waitFor();
    await caretAtEnd(ana, 1);
    await ana.keyboard.type(" Sin conexión.");
    await until(async () => unsavedWords(await keptLetter(ana)).join() === "Escribimos juntas. Sin conexión.", "kept");
    await ana.reload();
    await ana.locator('.writing[data-status="offline"]').waitFor();
    await paper(ana).getByText("Sin conexión.").waitFor();
    await caretAtEnd(ana, 1);
    await ana.keyboard.type(" Todavía.");
    // Meanwhile somebody else writes in the same text.
    const berta = await open("berta");
    await caretAtEnd(berta, 0);
    await berta.keyboard.type(" buenos días");
    await saved(berta);
    line.mend();
    await saved(ana);
    await paper(berta).getByText("Sin conexión. Todavía.").waitFor();
    await paper(ana).getByText("buenos días").waitFor();
    expect(await letter.storedText()).toBe(
      "Estimada Secretaria: buenos días\n\nEscribimos juntas. Sin conexión. Todavía.\n\nAtentamente,",
    );
    expect(await seen(ana)).toBe(await seen(berta));
    // Nothing of it stays on a device that others may use.
    await until(async () => {
      const { state, operations } = await keptLetter(ana);
      return state === null && operations.length === 0;
    }, "nothing kept");
  });

  it("a text that is frozen meanwhile lets its writer copy the words", async () => {
    const ana = await open("ana");
    await caretAtEnd(ana, 1);
    await letter.setStatus("frozen");
    await ana.keyboard.insertText(" Tarde.");
    await ana.getByText("The text was closed before").waitFor();
    expect(await paper(ana).getAttribute("contenteditable")).toBe("false");
    await ana.getByRole("button", { name: "Copy the text" }).click();
    await ana.getByRole("button", { name: "Copied" }).waitFor();
    expect(await ana.evaluate(() => navigator.clipboard.readText())).toContain("Escribimos juntas. Tarde.");
    await ana.getByRole("button", { name: "Discard my changes" }).click();
    await ana.locator('.writing[data-status="readonly"]').waitFor();
    expect(await paper(ana).textContent()).not.toContain("Tarde");
  });
});

describe("the bundle", () => {
  it("is small", () => {
    const kB = gzipSync(pages.bundleBytes()).length / 1024;
    console.log(`editor with React, Socket.IO client, Yjs and all texts: ${kB.toFixed(0)} kB gzip`);
    expect(kB).toBeLessThan(200);
  });
});
