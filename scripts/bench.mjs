// `npm run bench`: the figures of docs/benchmarks.md, measured here and now.
import { ensureBuild, ensurePackages, root, runNode } from "./ensure.mjs";

process.chdir(root);
ensurePackages();
ensureBuild();
process.exit(
  runNode("node_modules/tsx/dist/cli.mjs", ["tests/bench/index.ts", ...process.argv.slice(2)], {
    NODE_ENV: "production",
  }),
);
