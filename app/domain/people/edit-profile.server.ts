import { eq } from "drizzle-orm";
import { isLocale, type Locale } from "~/i18n/locales";
import { transaction } from "~db/client.server";
import { people } from "~db/schema";
import { DomainError } from "../errors";
import type { Person } from "../member";
import { recordEvents } from "../record-event.server";
import { line } from "../text-input";
import { isTimeZone } from "../time-zones";
import { readCoalitionIds } from "./read-member.server";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

type Profile = { name?: string; locale?: Locale; timeZone?: string; theme?: Theme; singleKeys?: boolean };

/** What is named changes; the rest stays. @throws required, too_long, invalid_zone, invalid_input */
export async function editProfile(person: Person, input: Profile): Promise<void> {
  const values: Profile = {};
  if (input.name !== undefined) values.name = line(input.name, "name", { max: 120, required: true });
  if (input.locale !== undefined) {
    if (!isLocale(input.locale)) throw new DomainError("invalid_input", {}, "locale");
    values.locale = input.locale;
  }
  if (input.timeZone !== undefined) {
    if (!isTimeZone(input.timeZone)) throw new DomainError("invalid_zone", {}, "timeZone");
    values.timeZone = input.timeZone;
  }
  if (input.theme !== undefined) values.theme = input.theme;
  if (input.singleKeys !== undefined) values.singleKeys = input.singleKeys;
  if (Object.keys(values).length === 0) return;
  await transaction(async (tx) => {
    const [before] = await tx.select({ name: people.name }).from(people).where(eq(people.id, person.id)).for("update");
    await tx.update(people).set(values).where(eq(people.id, person.id));
    const renamedIn =
      values.name === undefined || values.name === before?.name ? [] : await readCoalitionIds(person.id, tx);
    await recordEvents(tx, person.id, [
      { type: "person.changed", data: { personId: person.id } },
      ...renamedIn.map((coalitionId) => ({
        type: "person.renamed" as const,
        data: { coalitionId, personId: person.id },
      })),
    ]);
  });
}
