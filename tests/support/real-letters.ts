import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./settings";

// Real letters, in a folder beside the checkout: read there, never copied here.
const folder = path.resolve(root, "../shared/data/letters");

/** A file by how its name begins and ends; empty where the folder is not there. */
export function readReal(start: string, end: string): string {
  const name = existsSync(folder) ? readdirSync(folder).find((n) => n.startsWith(start) && n.endsWith(end)) : undefined;
  return name ? readFileSync(path.join(folder, name), "utf8") : "";
}

/** Title and text of the file, without the line that names its source and without its own list of signatories. */
export function letterOf(file: string): { subject: string; text: string } {
  const [, ...paragraphs] = file.split(/\n\s*\n/);
  const [title = "", ...rest] = paragraphs;
  const end = rest.findIndex((p) =>
    /^(?:Kolumbienkampagne|Respect Berlin|Iniciativas|Firmantes|Signatories|\[later list)/m.test(p),
  );
  return { subject: title.replace(/\s+/g, " ").trim(), text: rest.slice(0, end < 0 ? undefined : end).join("\n\n") };
}
