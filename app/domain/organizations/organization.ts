import { DomainError } from "../errors";
import { line } from "../text-input";

/** What organizations are, and what may be said of them. Pure. */
export const organizationScopes = ["international", "national", "state", "local"] as const;
export const organizationKinds = [
  "human_rights",
  "faith",
  "migrants",
  "land",
  "legal",
  "labor",
  "academic",
  "women",
  "indigenous",
  "other",
] as const;
export type OrganizationScope = (typeof organizationScopes)[number];
export type OrganizationKind = (typeof organizationKinds)[number];
export type SignOffRule = "one" | "two";

/** Languages in which a name can be given (BCP 47), those of the coalitions' work. */
export const nameLocales = ["es", "en", "pt", "ht", "fr"] as const;
export type NameLocale = (typeof nameLocales)[number];

/** ISO 3166-1 alpha-2; those of the coalitions' work come first in a picker. */
export const nearCountries = [
  "US",
  "MX",
  "GT",
  "SV",
  "HN",
  "NI",
  "CR",
  "PA",
  "CU",
  "DO",
  "HT",
  "PR",
  "JM",
  "TT",
  "BZ",
  "CO",
  "VE",
  "EC",
  "PE",
  "BO",
  "BR",
  "PY",
  "UY",
  "AR",
  "CL",
  "GY",
  "SR",
  "CA",
] as const;
const otherCountries =
  "AD AE AF AG AI AL AM AO AQ AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BQ BS BT BV BW BY CC CD CF CG CH CI CK CM " +
  "CN CV CW CX CY CZ DE DJ DK DM DZ EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GU GW HK HM " +
  "HR HU ID IE IL IM IN IO IQ IR IS IT JE JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF " +
  "MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MY MZ NA NC NE NF NG NL NO NP NR NU NZ OM PF PG PH PK PL PM PN PS PT PW QA RE RO " +
  "RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SS ST SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TV TW TZ UA UG UM UZ VA " +
  "VC VG VI VN VU WF WS YE YT ZA ZM ZW";
export const countries: readonly string[] = [...nearCountries, ...otherCountries.split(" ")];

export type OrganizationInput = {
  name: string;
  nameLocale?: string;
  /** Its names in other languages; an empty one takes the name away. */
  names?: Readonly<Record<string, string>>;
  acronym?: string;
  country: string;
  place?: string;
  scope?: OrganizationScope;
  kind?: OrganizationKind;
  website?: string;
  /** Chapter or affiliate of; empty for none. */
  parentId?: string | null;
};

/**
 * What is stored of an organization. `names` holds the other languages only.
 * @throws required, too_long, invalid_country, invalid_url
 */
export function organizationInput(input: OrganizationInput) {
  const nameLocale = nameLocales.find((l) => l === input.nameLocale) ?? "en";
  const names: Record<string, string> = {};
  for (const locale of nameLocales) {
    const name = line(input.names?.[locale] ?? "", `names.${locale}`, { max: 200 });
    if (name && locale !== nameLocale) names[locale] = name;
  }
  if (!countries.includes(input.country)) throw new DomainError("invalid_country", {}, "country");
  return {
    name: line(input.name, "name", { max: 200, required: true }),
    nameLocale,
    names,
    acronym: line(input.acronym ?? "", "acronym", { max: 40 }),
    country: input.country,
    place: line(input.place ?? "", "place", { max: 120 }),
    scope: input.scope ?? "national",
    kind: input.kind ?? "human_rights",
    website: webAddress(input.website ?? ""),
    parentId: input.parentId || null,
  };
}

/** http or https, or nothing; "example.org" alone is completed. @throws invalid_url, too_long */
function webAddress(text: string): string {
  const value = line(text, "website", { max: 300 });
  if (value === "") return "";
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(value) ? value : `https://${value}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (!url || !["http:", "https:"].includes(url.protocol) || !url.hostname.includes(".") || url.username) {
    throw new DomainError("invalid_url", {}, "website");
  }
  return whole;
}

const ARTICLES = /^(the|el|la|los|las|lo|o|a|os|as|le|les) /;

/** Two names with the same key are the same name: accents, case, punctuation and the first article aside. */
export function nameKey(name: string): string {
  return foldText(name)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .replace(ARTICLES, "");
}

/** Lower case without accents, for comparing and searching in any of the languages. */
export function foldText(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** All names by which an organization is known. */
export function allNames(o: { name: string; names: Record<string, string>; acronym: string }): string[] {
  return [o.name, ...Object.values(o.names), o.acronym].filter(Boolean);
}

/**
 * The name by which an organization is registered, where it is listed under one that is none of its own: else anybody could
 * sign under the name of somebody better known. Null where the listed name is one of its names, however it is spelled.
 */
export function registeredBeside(
  listedName: string,
  o: { name: string; names: Record<string, string>; acronym: string },
): string | null {
  const listed = nameKey(listedName);
  return allNames(o).some((name) => nameKey(name) === listed) ? null : o.name;
}

/** The name in the reader's language where the organization has one, with the language in which it stands. */
export function nameIn(
  o: { name: string; nameLocale: string; names: Record<string, string> },
  locale: string,
): { name: string; lang: string } {
  const other = o.names[locale];
  return other && o.nameLocale !== locale ? { name: other, lang: locale } : { name: o.name, lang: o.nameLocale };
}
