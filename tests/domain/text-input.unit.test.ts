import { expect, it } from "vitest";
import { line, paragraphs } from "~/domain/text-input";

it("stores one line and several as they are meant, and refuses what cannot be right, naming the field", () => {
  expect(line("  Casa\t Ceiba ", "name", { max: 20 })).toBe("Casa Ceiba");
  expect(paragraphs(" one \r\n\n\n\ntwo ", "body", { max: 20 })).toBe("one\n\ntwo");
  const refused = (text: string) => {
    try {
      return line(text, "name", { max: 5, required: true });
    } catch (error) {
      return error;
    }
  };
  expect(refused(" ")).toMatchObject({ code: "required", field: "name", status: 400 });
  expect(refused("too long")).toMatchObject({ code: "too_long", facts: { max: 5 } });
  expect(refused("a\0b")).toMatchObject({ code: "invalid_input", field: "name" });
});
