import type { Mentionable } from "./message";

/** Where a name follows an @ that begins a word; longer names win over those that they begin with. */
function namePattern(names: readonly string[]): RegExp | null {
  const known = [...new Set(names)].filter(Boolean).sort((a, b) => b.length - a.length);
  if (known.length === 0) return null;
  const escaped = known.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}_])@(${escaped.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
}

/** Ids of those whose names stand after an @ in a text: what is sent along with a message, from the text as it is at the end. */
export function mentionsIn(body: string, mentionables: readonly Mentionable[]): string[] {
  const pattern = namePattern(mentionables.map((m) => m.name));
  if (!pattern) return [];
  const named = new Set([...body.matchAll(pattern)].map((match) => fold(match[1] ?? "")));
  return mentionables.filter((m) => named.has(fold(m.name))).map((m) => m.id);
}

/** Pieces of a text: plain ones, and those that are an @ with one of these names. */
export function splitMentions(text: string, names: readonly string[]): { text: string; name: string | null }[] {
  const pattern = namePattern(names);
  if (!pattern) return [{ text, name: null }];
  const pieces: { text: string; name: string | null }[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), name: null });
    pieces.push({ text: match[0], name: match[1] ?? "" });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), name: null });
  return pieces;
}

/** Who fits what is being written after an @, at most `limit`: beginnings of any of their words come first; accents do not matter. */
export function suggestMentions(query: string, mentionables: readonly Mentionable[], limit = 8): Mentionable[] {
  const wanted = fold(query);
  const rank = (m: Mentionable) => {
    const name = fold(m.name);
    const detail = fold(m.detail);
    if (name.startsWith(wanted)) return 0;
    if (
      name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted)) ||
      (detail !== "" && detail.startsWith(wanted))
    )
      return 1;
    return name.includes(wanted) ? 2 : 3;
  };
  return mentionables
    .map((m) => ({ m, r: rank(m) }))
    .filter(({ r }) => r < 3)
    .sort((a, b) => a.r - b.r)
    .slice(0, limit)
    .map(({ m }) => m);
}

/** Without accents and case: for comparing what people type. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("und");
}
