import { describe, expect, it } from "vitest";
import { guessLanguage } from "~/domain/rooms/guess-language";
import { mentionsIn, splitMentions, suggestMentions } from "~/domain/rooms/mentions";
import { continuesRun, type Mentionable, type MessageView } from "~/domain/rooms/message";
import { applyRoomEvents, mergeFresh, prependPage } from "~/domain/rooms/message-list";
import { messagePieces } from "~/ui/message-body";

const who: Mentionable[] = [
  { id: "1", kind: "person", name: "Lucía Arriaga", detail: "Casa Ceiba" },
  { id: "2", kind: "person", name: "Tomás Ek", detail: "Casa Ceiba" },
  { id: "3", kind: "organization", name: "Casa Ceiba", detail: "" },
  { id: "4", kind: "organization", name: "Casa Ceiba – Refugio", detail: "CCR" },
];

describe("mentions", () => {
  it.each([
    ["@Lucía Arriaga, ¿puede?", ["1"]],
    ["hola @lucía arriaga y @TOMÁS EK", ["1", "2"]],
    ["@Casa Ceiba – Refugio viene", ["4"]],
    ["@Casa Ceiba viene", ["3"]],
    ["mail@Lucía Arriaga", []],
    ["@Lucía Arriagada", []],
    ["(@Tomás Ek)", ["2"]],
    ["@", []],
  ])("%s", (text, ids) => {
    expect(mentionsIn(text, who)).toEqual(ids);
  });

  it("cut a text at its names and lose nothing of it", () => {
    const text = "Senate confirmed. @Casa Ceiba, can @Lucía Arriaga join?";
    const pieces = splitMentions(
      text,
      who.map((m) => m.name),
    );
    expect(pieces.map((p) => p.text).join("")).toBe(text);
    expect(pieces.filter((p) => p.name).map((p) => p.name)).toEqual(["Casa Ceiba", "Lucía Arriaga"]);
  });

  it("are found by any word, without accents, beginnings first", () => {
    expect(suggestMentions("tomas", who).map((m) => m.id)).toEqual(["2"]);
    expect(suggestMentions("arr", who).map((m) => m.id)).toEqual(["1"]);
    expect(suggestMentions("ccr", who).map((m) => m.id)).toEqual(["4"]);
    expect(
      suggestMentions("casa", who)
        .map((m) => m.id)
        .slice(0, 2),
    ).toEqual(["3", "4"]);
    expect(suggestMentions("zzz", who)).toEqual([]);
  });
});

describe("links", () => {
  const links = (text: string) =>
    messagePieces(text, (t) => [{ text: t, name: null }])
      .filter((p) => p.href)
      .map((p) => p.href);
  it.each([
    ["see https://example.org/a?b=1.", ["https://example.org/a?b=1"]],
    ["example.org and lucia@example.org", ["http://example.org", "mailto:lucia@example.org"]],
    ["javascript:alert(1) data:text/html,x ftp://x.org //evil.org", []],
    ['<a href="javascript:x">https://ok.example/</a>', ["https://ok.example/"]],
  ])("%s", (text, found) => {
    expect(links(text)).toEqual(found);
  });
  it("keep every character of the text", () => {
    const text = "a https://example.org/ü b — mailto:x@y.org";
    expect(
      messagePieces(text, (t) => [{ text: t, name: null }])
        .map((p) => p.text)
        .join(""),
    ).toBe(text);
  });
});

describe("the language of a message", () => {
  it.each([
    ["Three Senate visits are confirmed for Thursday. Please check that your name is right.", "en"],
    ["Equipo A listo. Llevo el mapa impreso y lo dejo aquí para quien entra por video.", "es"],
    ["O gabinete perguntou de onde vem o número. Não podemos publicar a nota, mas vocês já têm uma cópia.", "pt"],
    ["Kolektif la ap siyen demen. Mwen fin pale ak yo.", "ht"],
    ["ok", null],
    ["87", null],
  ])("%s", (text, language) => {
    expect(guessLanguage(text)).toBe(language);
  });
});

describe("the list of messages", () => {
  const m = (number: number, more: Partial<MessageView> = {}): MessageView => ({
    id: `m${number}`,
    roomId: "r",
    number,
    author: { id: "a", name: "A", organization: null },
    body: `${number}`,
    locale: null,
    mentions: [],
    opId: `op${number}`,
    at: new Date(number * 60_000).toISOString(),
    editedAt: null,
    deleted: false,
    ...more,
  });
  it("adds each message once, whatever comes twice or late", () => {
    const list = applyRoomEvents(
      [m(1), m(2)],
      [
        { type: "message.posted", view: m(3) },
        { type: "message.posted", view: m(3) },
        { type: "message.posted", view: m(1) },
        { type: "message.edited", view: m(2, { body: "two" }) },
        { type: "message.edited", view: m(99) },
        { type: "message.deleted" },
      ],
    );
    expect(list.map((x) => x.body)).toEqual(["1", "two", "3"]);
  });
  it("puts older pages before, and keeps them when a fresh end meets them; else begins anew", () => {
    expect(prependPage([m(3)], [m(1), m(2), m(3)]).map((x) => x.number)).toEqual([1, 2, 3]);
    expect(mergeFresh([m(1), m(2), m(3)], [m(3), m(4)]).map((x) => x.number)).toEqual([1, 2, 3, 4]);
    expect(mergeFresh([m(1), m(2)], [m(8), m(9)]).map((x) => x.number)).toEqual([8, 9]);
    // Read before the third was changed and the fourth was posted, but arrived after both.
    const changed = { ...m(3), body: "changed" };
    const later = [
      { type: "message.edited", view: changed },
      { type: "message.posted", view: m(4) },
    ];
    expect(mergeFresh([m(1), m(2), changed, m(4)], [m(2), m(3)], later)).toEqual([m(1), m(2), changed, m(4)]);
  });
  it("gives one head to what one person writes within five minutes", () => {
    expect(continuesRun(m(1), m(6))).toBe(true);
    expect(continuesRun(m(1), m(7))).toBe(false);
    expect(continuesRun(m(1), m(2, { author: { id: "b", name: "B", organization: null } }))).toBe(false);
    expect(continuesRun(undefined, m(2))).toBe(false);
  });
});
