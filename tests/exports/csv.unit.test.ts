import { describe, expect, test } from "vitest";
import { type SignOnRow, safeCell, signOnListCsv, toCsv } from "~/exports/csv.server";

/** Reads RFC 4180 with a reader of our own, so that the writer's library does not check itself. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  const text = csv.replace(/^\ufeff/, "");
  while (cells.lastIndex < text.length) {
    const cell = cells.exec(text);
    if (!cell) throw new Error("Not CSV");
    rows.at(-1)?.push(cell[1] !== undefined ? cell[1].replaceAll('""', '"') : (cell[2] ?? ""));
    if (cell[3] === "\r\n") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

describe("a cell is no formula", () => {
  test.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "|calc",
    "%0A",
    " =1+1",
    "\t=1+1",
    "\n=1+1",
    "\r\n=cmd|' /C calc'!A0",
    "\u0000=1+1",
    "\u0000 \u0000@x",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\u202e=1",
    "＝1+1",
    "\ttext",
    "\ntext",
  ])("%j gets an apostrophe", (value) => {
    const safe = safeCell(value);
    expect(safe.startsWith("'")).toBe(true);
    expect(safe).not.toContain("\u0000");
    // And it is still so once it is in the table.
    expect(parse(toCsv([{ key: "a", title: "A" }], [{ a: value }]))[1]?.[0]).toBe(safe);
  });

  test.each(["Casa Ceiba", "Ruk’u’x", "A=B", "1+1", "a-b", "", 'Łódź, "x"\nsecond line', "«-»", "ana@example.org"])(
    "%j stays as it is",
    (value) => {
      expect(safeCell(value)).toBe(value);
      expect(parse(toCsv([{ key: "a", title: "A" }], [{ a: value }]))[1]?.[0]).toBe(value);
    },
  );

  test("numbers stay numbers, below zero too; nothing is empty", () => {
    const csv = toCsv(
      [
        { key: "n", title: "=n" },
        { key: "m", title: "m" },
      ],
      [{ n: -5, m: null }],
    );
    expect(csv).toBe('\ufeff"\'=n",m\r\n-5,\r\n');
  });
});

describe("the sign-on list", () => {
  const row: SignOnRow = {
    organization: "Òganizasyon Peyizan, Latibonit",
    acronym: "=OPL",
    country: "HT",
    state: "confirmed",
    lead: "co_lead",
    requestedBy: "Wideline Théodore",
    confirmedBy: 'Ana "Nan" Ruk’u’x',
    confirmedAt: new Date("2026-03-20T21:00:00Z"),
    language: "es",
    textVersion: 2,
    sha256: "ab".repeat(32),
  };

  test("is read back in the reader's language and zone", () => {
    const [heads, first, second] = parse(
      signOnListCsv(
        [row, { ...row, state: "invited", lead: null, confirmedAt: null, textVersion: null, country: "" }],
        "es",
        "America/Guatemala",
      ),
    );
    expect(heads?.slice(0, 4)).toEqual(["Organización", "Sigla", "País", "Estado"]);
    expect(heads?.[7]).toBe("Fecha de la firma (Ciudad de Guatemala)");
    expect(first).toEqual([
      "Òganizasyon Peyizan, Latibonit",
      "'=OPL",
      "Haití",
      "Firmó",
      "organización coconvocante",
      "Wideline Théodore",
      'Ana "Nan" Ruk’u’x',
      "2026-03-20 15:00",
      "español",
      "2",
      "ab".repeat(32),
    ]);
    expect(second?.slice(2, 5)).toEqual(["", "Sin respuesta", ""]);
    expect(second?.[7]).toBe("");
  });

  test("starts with a byte order mark and ends its lines as Excel does", () => {
    const csv = signOnListCsv([row], "en", "UTC");
    expect(csv.startsWith("\ufeffOrganization,")).toBe(true);
    expect(csv.endsWith("\r\n")).toBe(true);
    expect(csv).toContain("2026-03-20 21:00");
  });
});
