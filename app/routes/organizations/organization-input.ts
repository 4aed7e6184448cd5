import { z } from "zod";
import { nameLocales, organizationKinds, organizationScopes } from "~/domain/organizations/organization";

const text = z.string().max(1000);

/** The fields of `OrganizationFields`, as a form sends them. */
export const organizationShape = {
  name: text,
  nameLocale: z.enum(nameLocales),
  "names.es": text.default(""),
  "names.en": text.default(""),
  "names.pt": text.default(""),
  "names.ht": text.default(""),
  "names.fr": text.default(""),
  acronym: text.default(""),
  country: text,
  place: text.default(""),
  scope: z.enum(organizationScopes),
  kind: z.enum(organizationKinds),
  website: text.default(""),
  parentId: z.union([z.literal(""), z.uuid()]).default(""),
};

type Sent = z.infer<z.ZodObject<typeof organizationShape>>;

/** What the verbs take. */
export function organizationFrom(sent: Sent) {
  const { name, nameLocale, acronym, country, place, scope, kind, website, parentId } = sent;
  const names = Object.fromEntries(nameLocales.map((locale) => [locale, sent[`names.${locale}`]]));
  return { name, nameLocale, names, acronym, country, place, scope, kind, website, parentId: parentId || null };
}
