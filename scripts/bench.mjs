// `npm run bench`: the figures of docs/benchmarks.md, measured here and now.
import { ensureBuild, ensurePackages, fail, root, runNode } from "./ensure.mjs";

process.chdir(root);
ensurePackages();
const { ensureBrowser } = await import("./tools.mjs");
const browser = await ensureBrowser();
if (!browser) fail("The benchmarks need a browser.");
process.env.CHROMIUM_PATH = browser;
ensureBuild();
process.exit(
  runNode("node_modules/tsx/dist/cli.mjs", ["tests/bench/index.ts", ...process.argv.slice(2)], {
    NODE_ENV: "production",
  }),
);
