import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { composeSignatoryList, type SignatoryEntry, sortKey } from "~/domain/letters/signatory-list";
import { countSentence } from "~/exports/count-sentence";
import { parseOrganizationLines } from "~tests/support/organization-lines";

const list = (names: (string | SignatoryEntry)[], options: Partial<Parameters<typeof composeSignatoryList>[1]> = {}) =>
  composeSignatoryList(
    names.map((name) => (typeof name === "string" ? { name } : name)),
    { locale: "en", ignoreArticles: true, leadsFirst: true, ...options },
  );
const order = (...args: Parameters<typeof list>) => list(...args).entries.map((entry) => entry.name);

describe("the leading article", () => {
  test.each([
    ["La Coalition Burundaise", undefined, "Coalition Burundaise"],
    ["Le Réseau des Citoyens", undefined, "Réseau des Citoyens"],
    ["L’Arche", "fr", "Arche"],
    ["l'Entraide", undefined, "Entraide"],
    ["The Hemisphere Desk", "en", "Hemisphere Desk"],
    ["LOS PINOS", "es", "PINOS"],
    ["As Margaridas", "pt", "Margaridas"],
    ["As You Sow Together", "en", "As You Sow Together"],
    ["La Paloma House", "en", "La Paloma House"],
    ["“La Otra Orilla”", undefined, "Otra Orilla”"],
    // Part of a place's name, or the whole name: kept.
    ["El Salvador Solidarity Table", undefined, "El Salvador Solidarity Table"],
    ["Los Angeles Watch", undefined, "Los Angeles Watch"],
    ["The", undefined, "The"],
    // A letter that only looks like one.
    ["Lazos", undefined, "Lazos"],
    ["Ola de Paz", undefined, "Ola de Paz"],
    ["A.L.A.S.", undefined, "A.L.A.S."],
    ["O’Brien Center", undefined, "O’Brien Center"],
  ])("%s (%s) is filed as %s", (name, lang, key) => {
    expect(sortKey(name, lang)).toBe(key);
  });

  test("is kept when the letter says so", () => {
    const names = ["Zonta", "La Coalition", "Comité"];
    expect(order(names)).toEqual(["La Coalition", "Comité", "Zonta"]);
    expect(order(names, { ignoreArticles: false })).toEqual(["Comité", "La Coalition", "Zonta"]);
  });
});

describe("the order", () => {
  test("is the reader's alphabet", () => {
    const names = ["Ñande Yvy", "Nuevo Día", "Norte", "Ojalá", "Óganizasyon", "Oaxaca"];
    expect(order(names, { locale: "es" })).toEqual([
      "Norte",
      "Nuevo Día",
      "Ñande Yvy",
      "Oaxaca",
      "Óganizasyon",
      "Ojalá",
    ]);
    expect(order(names, { locale: "en" })).toEqual([
      "Ñande Yvy",
      "Norte",
      "Nuevo Día",
      "Oaxaca",
      "Óganizasyon",
      "Ojalá",
    ]);
  });

  test("does not see quotation marks, sees numbers", () => {
    expect(order(["Mesa 10", "Mesa 2", "«Alas»", "¡Basta!"])).toEqual(["«Alas»", "¡Basta!", "Mesa 2", "Mesa 10"]);
  });

  test("puts the lead first, then co-leads, then the rest; or everybody in the alphabet", () => {
    const names: SignatoryEntry[] = [
      { name: "Aguas" },
      { name: "Zonta", lead: "lead" },
      { name: "Río", lead: "co_lead" },
      { name: "Bufete", lead: "co_lead" },
      { name: "Ana Person", capacity: "individual" },
    ];
    expect(order(names)).toEqual(["Zonta", "Bufete", "Río", "Aguas", "Ana Person"]);
    expect(order(names, { leadsFirst: false })).toEqual(["Aguas", "Bufete", "Río", "Zonta", "Ana Person"]);
    expect(list(names)).toMatchObject({ count: 4, individualCount: 1 });
  });

  test("never merges two entries with one name, and keeps them in the order in which they came", () => {
    const twice = list([{ name: "Red", lang: "es" }, { name: "Aguas" }, { name: "Red", lang: "en" }]);
    expect(twice.count).toBe(3);
    expect(twice.entries.map((e) => e.lang)).toEqual([undefined, "es", "en"]);
  });

  test("does not depend on the order of what comes in, and loses nothing", () => {
    const names = ["Ñandú", "Zeta", "La Red", "Red", "el Río", "Árbol", "arbol", "Open Media", "OpenMedia"];
    expect(order([...names].reverse())).toEqual(order(names));
    expect([...order(names)].sort()).toEqual([...names].sort());
  });
});

describe("the sentence takes its number from the list", () => {
  test.each([
    ["en", 83, 0, "The undersigned 83 organizations"],
    ["en", 1, 0, "The undersigned organization"],
    ["en", 1234, 0, "The undersigned 1,234 organizations"],
    ["en", 2, 1, "The undersigned 2 organizations and 1 person in an individual capacity"],
    ["es", 83, 0, "Las 83 organizaciones abajo firmantes"],
    ["es", 1, 0, "La organización abajo firmante"],
    ["es", 2, 3, "Las 2 organizaciones y 3 personas a título personal, abajo firmantes"],
  ] as const)("%s: %d and %d", (locale, organizations, individuals, sentence) => {
    expect(countSentence(locale, organizations, individuals)).toBe(sentence);
  });
});

// A real list of 2016, in a folder beside the checkout; other people's text, so it is read there and never copied here.
const folder = resolve("../shared/data/letters");
const file = existsSync(folder) ? readdirSync(folder).find((name) => name.startsWith("02_")) : undefined;

describe.runIf(file)("a real list of 83 organizations", () => {
  const names = file ? parseOrganizationLines(readFileSync(resolve(folder, file), "utf8")) : [];
  const entries = names.map((name, index): SignatoryEntry => ({ name, lead: index === 0 ? "lead" : null }));

  test("has 83 names on 84 lines, chapters side by side", () => {
    expect(names).toHaveLength(83);
    expect(names.filter((name) => name.startsWith("PEN "))).toHaveLength(5);
    expect(names).toContain(
      "Centro de Estudios en Libertad de Expresión y Acceso a la Información CELE de la Universidad de Palermo",
    );
  });

  test("comes out in the order of the file, but for three names that the file itself misplaces", () => {
    const composed = composeSignatoryList([...entries].reverse(), {
      locale: "en",
      ignoreArticles: true,
      leadsFirst: true,
    });
    expect(composed.count).toBe(83);
    const ours = composed.entries.map((entry) => entry.name);
    // The list was made by hand: "Centre for Law" before "Center for the Development", "International Modern" before
    // "International Center", and "Privacy" after "Public" follow no alphabet. Without these three the orders are equal.
    const misplaced = ["Centre for Law and Democracy", "International Modern Media Institute", "Privacy International"];
    const without = (all: string[]) => all.filter((name) => !misplaced.includes(name));
    expect(without(ours)).toEqual(without(names));
    expect(without(ours)).toHaveLength(80);
    expect(ours[0]).toBe("ARTICLE 19");
    const after = (name: string) => ours[ours.indexOf(name) + 1];
    expect(after("CIVICUS: World Alliance for Citizen Participation")).toBe(
      "La Coalition Burundaise des défenseurs des droits humains",
    );
    expect(after("Reporters Without Borders (RSF)")).toBe("Le Réseau des Citoyens Probes - Burundi");
  });
});
