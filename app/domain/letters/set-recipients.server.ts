import { and, eq, notInArray } from "drizzle-orm";
import { transaction } from "~db/client.server";
import { recipients } from "~db/schema";
import { DomainError, type FieldErrors, InputError, isDomainError } from "../errors";
import { newId } from "../id";
import type { Member } from "../member";
import { requireCan } from "../permissions";
import { recordEvent } from "../record-event.server";
import { line, paragraphs } from "../text-input";
import { requireTransition } from "./letter";
import { listRecipients } from "./load-language.server";
import { lockLetter } from "./load-letter.server";
import { letterScope } from "./record-decision.server";

export type RecipientInput = { id?: string; kind: "to" | "cc"; name: string; office?: string; address?: string };

const NAME_MAX = 160;
const OFFICE_MAX = 200;
const ADDRESS_MAX = 400;
const MOST = 100;

/**
 * Recipients as they are stored, in the order given. Rows without a word are spare rows of a form and left out; a row
 * without a name is addressed by its office alone.
 * @throws an InputError whose fields are named `name.<n>`, `office.<n>`, `address.<n>`; too_long
 */
export function recipientRows(input: readonly RecipientInput[]) {
  const errors: FieldErrors = {};
  const rows = input.flatMap((r, n) => {
    const read = (name: string, value: () => string): string => {
      try {
        return value();
      } catch (error) {
        if (!isDomainError(error)) throw error;
        errors[`${name}.${n}`] = { code: error.code, facts: error.facts };
        return "";
      }
    };
    const row = {
      id: r.id || undefined,
      kind: r.kind,
      name: read("name", () => line(r.name, "name", { max: NAME_MAX })),
      office: read("office", () => line(r.office ?? "", "office", { max: OFFICE_MAX })),
      address: read("address", () => paragraphs(r.address ?? "", "address", { max: ADDRESS_MAX })),
    };
    if (row.name === "" && row.office === "" && row.address === "") return [];
    if (row.name === "" && row.office === "") errors[`name.${n}`] ??= { code: "required" };
    return [row];
  });
  if (Object.keys(errors).length > 0) throw new InputError(errors);
  if (rows.length > MOST) throw new DomainError("invalid_input");
  return rows.map((row, position) => ({ ...row, position }));
}

/**
 * Says to whom the letter goes and who gets a copy: the whole list, in its order. Rows that keep their id stay the same
 * recipient.
 * @throws not_found, not_allowed, wrong_status, required, too_long
 */
export async function setRecipients(
  member: Member,
  input: { letterId: string; recipients: readonly RecipientInput[] },
): Promise<void> {
  const wanted = recipientRows(input.recipients);
  await transaction(async (tx) => {
    const { letter, thing, member: now } = await lockLetter(member, input.letterId, tx);
    requireCan(now, "letter.edit_details", thing);
    requireTransition(letter.status, "edit_details");
    const before = await listRecipients(letter.id, tx);
    const known = new Set(before.map((r) => r.id));
    const used = new Set<string>();
    const rows = wanted.map((r) => {
      // An id that is not of this letter, or that stands twice, is a new recipient.
      const id = r.id && known.has(r.id) && !used.has(r.id) ? r.id : newId();
      used.add(id);
      return { ...r, id, letterId: letter.id };
    });
    if (sameList(before, rows)) return;
    const kept = rows.map((r) => r.id);
    await tx
      .delete(recipients)
      .where(and(eq(recipients.letterId, letter.id), kept.length > 0 ? notInArray(recipients.id, kept) : undefined));
    for (const row of rows) {
      const { id, ...values } = row;
      if (known.has(id)) await tx.update(recipients).set(values).where(eq(recipients.id, id));
      else await tx.insert(recipients).values(row);
    }
    await recordEvent(tx, member.personId, "letter.changed", letterScope(letter));
  });
}

type Comparable = { id: string; kind: string; name: string; office: string; address: string; position: number };
function sameList(before: readonly Comparable[], after: readonly Comparable[]): boolean {
  const key = (list: readonly Comparable[]) =>
    JSON.stringify(
      [...list]
        .sort((a, b) => a.position - b.position)
        .map(({ id, kind, name, office, address }) => [id, kind, name, office, address]),
    );
  return key(before) === key(after);
}
