import { describe, expect, it } from "vitest";
import { errorText, localeFromHeader, locales, messagesFor, plural, wantedLanguages } from "~/i18n";
import { pageTitle } from "~/i18n/page-title";

type Shape = "text" | "function" | { [key: string]: Shape } | Shape[];

/** The shape of a dictionary: its keys, and at each leaf whether it is a text or a function. */
function shapeOf(value: unknown): Shape {
  if (typeof value === "string") return "text";
  if (typeof value === "function") return "function";
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
  }
  throw new Error(`A dictionary holds texts and functions, not ${String(value)}`);
}

function* texts(value: unknown, path = ""): Generator<[string, string]> {
  if (typeof value === "string") yield [path, value];
  else if (value && typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) yield* texts(inner, `${path}.${key}`);
  }
}

describe("the dictionaries", () => {
  it("have the same shape in every language", () => {
    const english = shapeOf(messagesFor("en"));
    for (const locale of locales) expect(shapeOf(messagesFor(locale))).toEqual(english);
  });

  it("leave no text empty", () => {
    for (const locale of locales) {
      const all = [...texts(messagesFor(locale))];
      expect(all.length).toBeGreaterThan(100);
      expect(all.filter(([, text]) => text.trim() === "")).toEqual([]);
    }
  });

  it("write Spanish with its own quotation marks", () => {
    expect([...texts(messagesFor("es"))].filter(([, text]) => /[“”"]/.test(text))).toEqual([]);
  });
});

describe("an error", () => {
  const t = messagesFor("es");
  it("speaks by its code", () => {
    expect(errorText(t, { code: "text_changed" })).toBe(t.errors.codes.text_changed);
    expect(errorText(t, { code: "too_many_attempts", facts: { minutes: 5 } })).toContain("5 min");
    expect(errorText(t, { code: "too_many_attempts" })).not.toContain("undefined");
  });
  it("of an unknown code says the general sentence, also for names that every object has", () => {
    for (const code of ["made_up", "toString", "__proto__"]) expect(errorText(t, { code })).toBe(t.errors.generic);
  });
});

describe("the reader's language", () => {
  it("is the best known one of the header", () => {
    expect(localeFromHeader("es-GT,es;q=0.9,en;q=0.5")).toBe("es");
    expect(localeFromHeader("fr, en;q=0.4, es;q=0.6")).toBe("es");
    expect(localeFromHeader("es;q=0, en")).toBe("en");
    expect(localeFromHeader("ht")).toBe("en");
    expect(localeFromHeader(null)).toBe("en");
  });
  it("is one of all that the header asks for, best first", () => {
    expect(wantedLanguages("en;q=0.4, ht, fr-CA;q=0.9, es;q=0, ;q=1")).toEqual(["ht", "fr", "en"]);
    expect(wantedLanguages(null)).toEqual([]);
  });
  it("counts by its own rule", () => {
    const forms = { zero: "none", one: "one", other: "many" };
    expect([0, 1, 2, 1_000_000].map((n) => plural("es", n, forms))).toEqual(["none", "one", "many", "many"]);
    expect(plural("en", 0, { one: "one", other: "many" })).toBe("many");
  });
  it("titles the page", () => {
    const matches = [{ id: "root", data: { locale: "es" } }];
    expect(pageTitle(matches, (t) => t.shell.nav.letters)).toEqual([{ title: "Cartas · Conjunta" }]);
    expect(pageTitle([], "")).toEqual([{ title: "Conjunta" }]);
  });
});
