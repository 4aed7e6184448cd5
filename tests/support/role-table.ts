import { isDomainError } from "~/domain/errors";
import type { Member } from "~/domain/member";

/** A verb as tried by anybody: `ready` makes what it needs anew, after each time that it was done. */
export type Tried<T> = { ready: () => Promise<T>; run: (member: Member, thing: T) => Promise<unknown> };
/** One row of the table. */
export const tried = <T>(ready: Tried<T>["ready"], run: Tried<T>["run"]): Tried<unknown> => ({
  ready,
  run: (member, thing) => run(member, thing as T),
});

/**
 * Tries every verb as every role, and prints what came of it: "yes", or the code of the refusal.
 * @returns the table as text, for an inline snapshot
 */
export async function roleTable(
  roles: Readonly<Record<string, Member>>,
  verbs: Readonly<Record<string, Tried<unknown>>>,
): Promise<string> {
  const rows: string[][] = [["", ...Object.keys(roles)]];
  for (const [name, { ready, run }] of Object.entries(verbs)) {
    const row = [name];
    let thing = await ready();
    for (const member of Object.values(roles)) {
      try {
        await run(member, thing);
        row.push("yes");
        thing = await ready();
      } catch (error) {
        if (!isDomainError(error)) throw error;
        row.push(error.code);
      }
    }
    rows.push(row);
  }
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
