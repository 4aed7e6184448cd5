import { DomainError } from "../errors";

/**
 * An address as it is stored and compared: trimmed, lower case. Loose on purpose: whether it exists, only a mail can tell.
 * @throws required, invalid_email
 */
export function emailAddress(text: string, field = "email"): string {
  const value = text.normalize("NFC").trim().toLowerCase();
  if (value === "") throw new DomainError("required", {}, field);
  if (value.length > 254 || !/^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@<>(),;:"[\]\\.]{2,}$/.test(value)) {
    throw new DomainError("invalid_email", {}, field);
  }
  return value;
}
