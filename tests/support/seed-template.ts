import { spawn } from "node:child_process";
import { root, testSettings } from "./settings";

/**
 * Tells the demo coalition into a migrated database, in a process of its own: the seeds use the one pool of a process,
 * and the test's belongs to another database.
 */
export async function seedInto(url: string): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/db.ts", "seed"], {
    cwd: root,
    env: { ...process.env, ...testSettings, DATABASE_URL: url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`The seeds failed (${code}):\n${output}`);
}
