import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/**
 * The secret of a local installation (demo, development): made at the first start and kept beside the data, so that
 * sessions survive a restart. Real installations pass SECRET and never come here.
 *
 * @param folder where the data lives
 */
export function localSecret(folder: string): string {
  const file = path.join(folder, "secret");
  fs.mkdirSync(folder, { recursive: true });
  try {
    fs.writeFileSync(file, randomBytes(36).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return fs.readFileSync(file, "utf8").trim();
}
