import path from "node:path";

const at = (folder: string) => `${path.join(import.meta.dirname, folder)}/`;

/** The import prefixes of tsconfig.json, for Vite and Vitest, which do not read `paths` by themselves. */
export const aliases = [
  { find: /^~\//, replacement: at("app") },
  { find: /^~db\//, replacement: at("db") },
  { find: /^~tests\//, replacement: at("tests") },
];
