/** Small frequent words of each language that people of the coalitions write in; none stands in two lists. */
const words: Record<string, ReadonlySet<string>> = {
  en: new Set(
    "the and of to is are was were that this with for you we they have has will can not on at from our your their it its please thank thanks".split(
      " ",
    ),
  ),
  es: new Set(
    "el los las una y del que es son está están con por más ya muy pero hay hoy gracias nos nuestra nuestro su sus usted ustedes aquí también lo al esta este fue".split(
      " ",
    ),
  ),
  pt: new Set(
    "não você vocês uma são está com por mais já muito mas há hoje obrigado obrigada nós nossa nosso seu sua aqui também ao os as dos das pela pelo em um".split(
      " ",
    ),
  ),
  ht: new Set("nan yo mwen ou nou pou ak pa gen te ap sa ki yon men tout mèsi epi lè kote fè li".split(" ")),
};

/**
 * The language that a short text seems to be written in, so that its `lang` lets a screen reader pronounce it. Needs two small
 * words of one language, and clearly more than of any other; wrong would be worse than none.
 * @returns "en", "es", "pt", "ht", or null when it cannot be told
 */
export function guessLanguage(text: string): string | null {
  const tokens = text.toLocaleLowerCase("und").match(/\p{L}+/gu) ?? [];
  const scores = Object.entries(words)
    .map(([language, known]) => ({ language, score: tokens.filter((token) => known.has(token)).length }))
    .sort((a, b) => b.score - a.score);
  const [first, second] = scores;
  if (!first || first.score < 2 || first.score < 1.5 * (second?.score ?? 0)) return null;
  return first.language;
}
