/**
 * The list of signatories, in the order in which it is printed (product.md, "The signatory list").
 *
 * The list is the only source of the count: whoever prints "83 organizations" takes it from here, so that sentence and
 * list cannot disagree. Nothing is ever merged: two entries with one name are two signatures until a person says otherwise.
 */

/** What the order needs to know of a signature. Entries may carry more; they come back unchanged. */
export type SignatoryEntry = {
  /** As the signatory writes it: the organization's name, or the person's when they sign for themselves. */
  name: string;
  lead?: "lead" | "co_lead" | null;
  /** `individual` = in an individual capacity: after the organizations and never counted as one. Default: organization. */
  capacity?: "organization" | "individual";
  /** BCP 47 language of the name, when known: "Los Angeles Watch" (en) has no article, "Los Pinos" (es) has. */
  lang?: string | null;
};

export type ListOptions = {
  /** BCP 47 language whose alphabet decides: in Spanish Ñ follows N, in English it is an N. */
  locale: string;
  /** Skip a leading article: "La Coalition Burundaise" stands under C. */
  ignoreArticles: boolean;
  /** Lead, then co-leads, then everybody else; otherwise they stand in the alphabet. */
  leadsFirst: boolean;
  /** 1 to 3 columns in print; anything else becomes the nearest of them. */
  columns?: number;
};

export type SignatoryList<E extends SignatoryEntry> = {
  /** Everybody, in printed order: leads (when first), organizations, individuals. */
  entries: E[];
  /** Those printed first as leads; empty when `leadsFirst` is off. */
  leads: E[];
  organizations: E[];
  individuals: E[];
  /** How many organizations signed, leads included. */
  count: number;
  individualCount: number;
  columns: 1 | 2 | 3;
};

const articles: Readonly<Record<string, readonly string[]>> = {
  en: ["the", "a", "an"],
  es: ["el", "la", "los", "las"],
  fr: ["le", "la", "les"],
  pt: ["o", "a", "os", "as"],
  // Haitian Creole puts its article after the noun ("peyizan yo"), so nothing leads a name but a borrowed French one.
  ht: ["le", "la", "les"],
};

const everyArticle: ReadonlySet<string> = new Set(Object.values(articles).flat());

/** Places whose article is part of the name, in every language that writes it: "El Salvador Solidarity" stands under E. */
const places =
  /^(?:el (?:salvador|paso|alto|progreso)|la (?:habana|guajira|plata)|le havre|los [aá]ngeles|los alamos|las vegas|las cruces)(?![\p{L}\p{N}])/u;

const opening = /^[\p{P}\p{S}\s]+/u;

/**
 * The name as it is filed: without opening quotation marks and, when asked for, without its leading article.
 * @param lang language of the name; unknown = the articles of all the languages that the coalition writes in
 * @returns never empty for a name that is not: a name that is only an article keeps it
 */
export function sortKey(name: string, lang?: string | null): string {
  const bare = name.normalize("NFC").trim().replace(opening, "") || name.trim();
  const lower = bare.toLowerCase();
  if (places.test(lower)) return bare;
  const own = lang ? articles[lang.toLowerCase().split("-")[0] ?? ""] : undefined;
  const elided = /^l['’](?=\p{L})/iu;
  if ((!lang || !own || own === articles.fr || own === articles.ht) && elided.test(bare)) return bare.slice(2);
  const first = /^(\p{L}+)\s+(?=\S)/u.exec(bare);
  if (!first?.[1]) return bare;
  const word = first[1].toLowerCase();
  const isArticle = own ? own.includes(word) : everyArticle.has(word);
  return isArticle ? bare.slice(first[0].length).replace(opening, "") : bare;
}

/**
 * A comparison for `sort`: by letters, accents second, blanks and punctuation last of all ("Viet Tan" after "Vietnam
 * Committee", as printed lists do), numbers by value ("Mesa 2" before "Mesa 10").
 */
export function compareNames(
  locale: string,
  ignoreArticles: boolean,
): (a: Pick<SignatoryEntry, "name" | "lang">, b: Pick<SignatoryEntry, "name" | "lang">) => number {
  const letters = new Intl.Collator(locale, { ignorePunctuation: true, numeric: true });
  const exact = new Intl.Collator(locale, { numeric: true });
  const key = (entry: Pick<SignatoryEntry, "name" | "lang">) =>
    ignoreArticles ? sortKey(entry.name, entry.lang) : entry.name.normalize("NFC").trim().replace(opening, "");
  return (a, b) => letters.compare(key(a), key(b)) || exact.compare(a.name, b.name);
}

const rank = { lead: 0, co_lead: 1 } as const;

/**
 * Composes the list that is printed, shown and counted.
 * @param entries counted signatures, in any order; equal names keep the order in which they came
 */
export function composeSignatoryList<E extends SignatoryEntry>(
  entries: readonly E[],
  options: ListOptions,
): SignatoryList<E> {
  const compare = compareNames(options.locale, options.ignoreArticles);
  const individuals = entries.filter((entry) => entry.capacity === "individual").sort(compare);
  const all = entries.filter((entry) => entry.capacity !== "individual").sort(compare);
  const leads = options.leadsFirst
    ? all
        .filter((entry) => entry.lead)
        .sort((a, b) => rank[a.lead ?? "co_lead"] - rank[b.lead ?? "co_lead"] || compare(a, b))
    : [];
  const organizations = options.leadsFirst ? all.filter((entry) => !entry.lead) : all;
  return {
    entries: [...leads, ...organizations, ...individuals],
    leads,
    organizations,
    individuals,
    count: all.length,
    individualCount: individuals.length,
    columns: clampColumns(options.columns ?? 2),
  };
}

/** Columns of a printed list: 1, 2 or 3. */
export function clampColumns(columns: number): 1 | 2 | 3 {
  return columns >= 3 ? 3 : columns >= 2 ? 2 : 1;
}
