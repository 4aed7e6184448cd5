import { line } from "../text-input";

/** Dyes of the woven bands. */
export const coalitionDyes = ["grana", "anil", "nopal", "barro"] as const;
export type CoalitionDye = (typeof coalitionDyes)[number];
export type CoalitionInput = { name: string; nameLocale?: string; motto?: string; dye?: CoalitionDye };

/** What is stored of a coalition. @throws required, too_long */
export function coalitionInput(input: CoalitionInput) {
  return {
    name: line(input.name, "name", { max: 80, required: true }),
    nameLocale: line(input.nameLocale ?? "en", "nameLocale", { max: 20 }) || "en",
    motto: line(input.motto ?? "", "motto", { max: 160 }),
    dye: input.dye ?? ("grana" as const),
  };
}

/** What stands in addresses: letters and digits of the name, joined by hyphens. "mesa-hemisferica" */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return slug || "coalition";
}
