/**
 * The organizations of a plain-text letter: the lines after its closing, one name a line.
 * A line that begins in lower case with a preposition goes on from the line above, where a long name wrapped.
 */
export function parseOrganizationLines(text: string): string[] {
  const names: string[] = [];
  for (const line of (text.split(/^Yours sincerely,\s*$/m)[1] ?? "").split("\n")) {
    const name = line.trim();
    if (!name) continue;
    if (/^(?:de|del|of|and|y|e|et|des|du)\s/.test(name) && names.length > 0) names.push(`${names.pop()} ${name}`);
    else names.push(name);
  }
  return names;
}
