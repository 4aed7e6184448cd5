import { DomainError } from "./errors";

/**
 * One line of text as it is stored: NFC, blanks folded, none around it.
 * @param field the input that an error names
 * @param options.required refuses an empty one
 * @throws required, too_long, invalid_input
 */
export function line(text: string, field: string, options: { max: number; required?: boolean }): string {
  const value = text.normalize("NFC").replace(/\s+/g, " ").trim();
  return checked(value, field, options);
}

/** Several lines: as `line`, but line ends stay, as LF, with at most one empty line between two. */
export function paragraphs(text: string, field: string, options: { max: number; required?: boolean }): string {
  const value = text
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return checked(value, field, options);
}

function checked(value: string, field: string, { max, required }: { max: number; required?: boolean }): string {
  // No keyboard writes a NUL, and the database takes none.
  if (value.includes("\0")) throw new DomainError("invalid_input", {}, field);
  if (required && value === "") throw new DomainError("required", {}, field);
  if (value.length > max) throw new DomainError("too_long", { max }, field);
  return value;
}
